#!lua
-- Writes one turn, all of it or nothing. Sent with flags=allow-oom for a STOP.
-- KEYS: 1 the event's mark, 2 the person, then the keys of the writes in order.
-- ARGV: 1 the version that was read, 2 seconds to remember the event, then the
--       writes, see writes.lua.
-- Answers: 0 the event was committed before, 2 the thread has moved on, 1 done,
--       3 done, and the text that is DIRECT is claimed.
local version = redis.call('HGET', KEYS[2], 'v') or '0'
if version ~= ARGV[1] then return redis.call('EXISTS', KEYS[1]) == 1 and 0 or 2 end
if not redis.call('SET', KEYS[1], '1', 'NX', 'EX', ARGV[2]) then return 0 end
return write_all(2, 3)
