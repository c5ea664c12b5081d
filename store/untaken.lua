#!lua flags=allow-oom
-- Puts back a text of unknown outcome that its company certainly never took: it goes
-- on as one that never left. One that is too late to be of use stays for people.
-- KEYS: 1 message, 2 unknown, 3 reply stream, 4 bulk stream, 5 what a failover may have lost
-- ARGV: 1 ref, 2 since when its outcome is unknown in ms: another time is another doubt,
--       3 now in ms, 4 what message keys begin with, 5 the history in which it is done,
--       6 what broadcasts' keys begin with
-- Answers: 1 put back, 0 it is known by now, or in doubt for another reason, or too late
local m = redis.call('HMGET', KEYS[1], 's', 'exp', 'bc')
local since = redis.call('ZSCORE', KEYS[2], ARGV[1])
if m[1] ~= 'unknown' or not since or tonumber(since) ~= tonumber(ARGV[2]) then return 0 end
if m[2] and tonumber(m[2]) <= tonumber(ARGV[3]) then return 0 end
redis.call('ZREM', KEYS[2], ARGV[1])
if m[3] then redis.call('HINCRBY', ARGV[6] .. m[3], 'unknown', -1) end
redis.call('HSET', KEYS[1], 's', 'queued', 'at', ARGV[3], 'g', ARGV[5])
redis.call('HDEL', KEYS[1], 'doubt')
redis.call('HDEL', KEYS[5], 'r:' .. ARGV[1])
post(ARGV[1], ARGV[4], KEYS[3], KEYS[4])
return 1
