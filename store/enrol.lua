#!lua
-- Writes what an import changes for one person, all of it or nothing, unless they
-- have said STOP or were erased, if only at this moment.
-- KEYS: 1 the event's mark, 2 the person, 3 stop, then the keys of the writes in order.
-- ARGV: 1 the version that was read, 2 seconds to remember the event, then the
--       writes, see writes.lua.
-- Answers: 0 it was written before, 2 the thread has moved on, 4 they have stopped, 1 done
local version = redis.call('HGET', KEYS[2], 'v') or '0'
if version ~= ARGV[1] then return redis.call('EXISTS', KEYS[1]) == 1 and 0 or 2 end
if redis.call('EXISTS', KEYS[3]) == 1 then return 4 end
if not redis.call('SET', KEYS[1], '1', 'NX', 'EX', ARGV[2]) then return 0 end
return write_all(3, 3)
