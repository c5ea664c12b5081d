#!lua flags=allow-oom
-- Settles by hand a text whose outcome is unknown.
-- KEYS: 1 message, 2 unknown, 3 reply stream, 4 bulk stream
-- ARGV: 1 ref, 2 resend or dismiss, 3 now in ms, 4 expires in ms
-- Answers: 1 done, 0 its outcome is not unknown
if redis.call('HGET', KEYS[1], 's') ~= 'unknown' then return 0 end
redis.call('ZREM', KEYS[2], ARGV[1])
if ARGV[2] == 'dismiss' then
  redis.call('HSET', KEYS[1], 's', 'dismissed', 'at', ARGV[3])
  redis.call('HDEL', KEYS[1], 'b')
  redis.call('EXPIRE', KEYS[1], 604800)
  return 1
end
redis.call('HSET', KEYS[1], 's', 'queued', 'at', ARGV[3], 'exp', ARGV[4])
local lane = redis.call('HGET', KEYS[1], 'l') == 'bulk' and KEYS[4] or KEYS[3]
redis.call('XADD', lane, '*', 'r', ARGV[1])
return 1
