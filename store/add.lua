#!lua
-- Adds a job that no turn has made, once.
-- KEYS: 1 the mark that it was added, 2 jobs, 3 the job
-- ARGV: 1 the job's id, 2 the job, 3 when it may be taken in ms, 4 seconds to
--       remember it
-- Answers: 1 added, 0 it was added before
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('SET', KEYS[1], '1', 'EX', ARGV[4])
redis.call('HSET', KEYS[3], 'd', ARGV[2])
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
return 1
