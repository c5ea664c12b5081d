#!lua
-- Puts off what is due in a thread, unless a turn has moved it meanwhile.
-- KEYS: 1 the timers of a partition
-- ARGV: 1 the person, 2 when it was due, 3 when it is due now, both in ms
-- Answers: 1 it is put off, 0 it had been moved
if tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1]) or '') ~= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
return 1
