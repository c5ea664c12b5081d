#!lua flags=allow-oom
-- Settles by hand a text whose outcome is unknown.
-- KEYS: 1 message, 2 unknown, 3 reply stream, 4 bulk stream, 5 what a failover may have lost
-- ARGV: 1 ref, 2 resend or dismiss, 3 now in ms, 4 expires in ms, 5 what message keys begin with,
--       6 the name of this act: repeated, it is done, 7 the history in which it is done,
--       8 what broadcasts' keys begin with
-- Answers: 1 done, 0 its outcome is not unknown
local m = redis.call('HMGET', KEYS[1], 's', 'hand', 'bc')
if m[2] == ARGV[6] then return 1 end -- also if its outcome is unknown once more
if m[1] ~= 'unknown' then return 0 end
redis.call('HSET', KEYS[1], 'hand', ARGV[6])
redis.call('ZREM', KEYS[2], ARGV[1])
if ARGV[2] == 'dismiss' then
  redis.call('HSET', KEYS[1], 's', 'dismissed', 'at', ARGV[3])
  redis.call('HDEL', KEYS[1], 'b')
  redis.call('EXPIRE', KEYS[1], 604800)
  return 1
end
if m[3] then redis.call('HINCRBY', ARGV[8] .. m[3], 'unknown', -1) end
redis.call('HSET', KEYS[1], 's', 'queued', 'at', ARGV[3], 'exp', ARGV[4], 'g', ARGV[7])
redis.call('HDEL', KEYS[5], 'r:' .. ARGV[1])
post(ARGV[1], ARGV[5], KEYS[3], KEYS[4])
return 1
