#!lua
-- Keeps a broadcast as it is now, unless somebody else has changed it since.
-- KEYS: 1 the broadcast, 2 the broadcasts of its organisation, 3 those under way,
--       4 what organisations' programs are told
-- ARGV: 1 the version that was read, 2 the name of this change, 3 the broadcast,
--       4 its id, 5 when it was made, 6 org and id, 7 yes if it is under way,
--       8 what they are told of it, sealed; empty for nothing
-- Answers: 1 done, also when it was before, 0 somebody else was quicker
local b = redis.call('HMGET', KEYS[1], 'v', 'change')
if b[2] == ARGV[2] then return 1 end
if (b[1] or '0') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'v', ARGV[1] + 1, 'change', ARGV[2], 'd', ARGV[3])
redis.call('ZADD', KEYS[2], ARGV[5], ARGV[4])
if ARGV[8] ~= '' then redis.call('XADD', KEYS[4], '*', 'f', ARGV[8]) end
if ARGV[7] == 'yes' then redis.call('SADD', KEYS[3], ARGV[6]) else redis.call('SREM', KEYS[3], ARGV[6]) end
return 1
