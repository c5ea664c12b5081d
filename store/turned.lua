#!lua flags=allow-oom
-- Moves a job on, never back, and keeps others off it for a while; or ends it.
-- KEYS: 1 jobs, 2 the job
-- ARGV: 1 the job's id, 2 its cursor now, or nothing to end it, 3 when it is free
--       again in ms
-- Answers: 1 done, 0 it is further on, or gone
if ARGV[2] == '' then
  redis.call('ZREM', KEYS[1], ARGV[1])
  return redis.call('DEL', KEYS[2])
end
local job = redis.call('HMGET', KEYS[2], 'd', 'c')
if not job[1] or (job[2] or '') >= ARGV[2] then return 0 end
redis.call('HSET', KEYS[2], 'c', ARGV[2])
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
return 1
