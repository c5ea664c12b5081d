#!lua
-- Writes an account of the staff, or the token of a program, as long as nobody has
-- changed it meanwhile.
-- KEYS: 1 the account, 2 the ids of all accounts, or of an organisation's tokens
-- ARGV: 1 the version that was read, 0 for a new one, 2 the account, sealed,
--       3 its id, 4 a token of this call
-- Answers: 0 it has changed, 1 done, also when it was done before.
local kept = redis.call('HMGET', KEYS[1], 'v', 't')
if kept[2] == ARGV[4] then return 1 end
if (kept[1] or '0') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'v', tonumber(ARGV[1]) + 1, 'd', ARGV[2], 't', ARGV[4])
redis.call('SADD', KEYS[2], ARGV[3])
return 1
