#!lua
-- Writes down who is in the audience of a broadcast, in one partition, once.
-- KEYS: 1 the broadcast in this partition, 2 its people
-- ARGV: 1 the state it begins in, 2 seconds to keep it, then the ids of people
-- Answers: how many people are written down
local known = redis.call('HGET', KEYS[1], 'people')
if known then return tonumber(known) end
for i = 3, #ARGV do redis.call('RPUSH', KEYS[2], ARGV[i]) end
redis.call('HSET', KEYS[1], 'people', #ARGV - 2)
redis.call('HSETNX', KEYS[1], 'state', ARGV[1]) -- it may be cancelled already
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('EXPIRE', KEYS[2], ARGV[2])
return #ARGV - 2
