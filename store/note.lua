#!lua
-- Adds a line to the end of an organisation's audit log, as long as the line that
-- it follows is still the last one.
-- KEYS: 1 the log, 2 its head, 3 the mark of this line
-- ARGV: 1 the hash of the line before, empty for the first, 2 the line's number,
--       3 the line, 4 its hash, 5 number and hash, sealed, 6 how long the mark is
--       kept, s
-- Answers: 0 another line has come first, 1 done, also when it was done before.
if redis.call('EXISTS', KEYS[3]) == 1 then return 1 end
local head = redis.call('HMGET', KEYS[2], 'n', 'h')
if (head[2] or '') ~= ARGV[1] or tonumber(head[1] or '0') + 1 ~= tonumber(ARGV[2]) then return 0 end
redis.call('RPUSH', KEYS[1], ARGV[3])
redis.call('HSET', KEYS[2], 'n', ARGV[2], 'h', ARGV[4], 's', ARGV[5])
redis.call('SET', KEYS[3], '1', 'EX', ARGV[6])
return 1
