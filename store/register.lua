#!lua
-- Writes the register of an event, unless another was quicker.
-- KEYS: 1 the register
-- ARGV: 1 the version that was read, 2 a token of this call, 3 the register, sealed,
--       4 when it may go, ms
-- Answers: 1 done, also if this very call did it before, 0 another was quicker.
local version = redis.call('HGET', KEYS[1], 'v') or '0'
if version ~= ARGV[1] then
  return redis.call('HGET', KEYS[1], 'c') == ARGV[2] and 1 or 0
end
redis.call('HSET', KEYS[1], 'v', tonumber(version) + 1, 'c', ARGV[2], 'd', ARGV[3])
redis.call('PEXPIREAT', KEYS[1], ARGV[4])
return 1
