#!lua flags=allow-oom
-- Keeps the texts of a broadcast from leaving before a moment, in one partition.
-- KEYS: 1 the broadcast in this partition
-- ARGV: 1 the moment in ms
-- Answers: 1 done, 0 there is nothing of it here
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], 'rest', ARGV[1])
return 1
