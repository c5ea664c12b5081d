#!lua
-- Writes services into a draft and drops some, and keeps it taken.
-- KEYS: 1 the draft, 2 the records of its edition
-- ARGV: 1 the run, 2 until when it is taken, 3 how long records of a draft live,
--       in ms, 4 how many services there are, each id and record, then ids to drop
-- Answers: 0 another run has it, 1 done
if redis.call('HGET', KEYS[1], 'r') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'u', ARGV[2])
local last = 4 + 2 * tonumber(ARGV[4])
for i = 5, last, 2 do redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1]) end
for i = last + 1, #ARGV do redis.call('HDEL', KEYS[2], ARGV[i]) end
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return 1
