#!lua flags=allow-oom
-- Takes a job that nobody holds, and keeps others off it for a while.
-- KEYS: 1 jobs, 2 the job
-- ARGV: 1 now in ms, 2 when it is free again in ms, 3 the job's id
-- Answers: {job, cursor}, or {} if another was quicker or it is gone
local at = redis.call('ZSCORE', KEYS[1], ARGV[3])
if not at or tonumber(at) > tonumber(ARGV[1]) then return {} end
local job = redis.call('HMGET', KEYS[2], 'd', 'c')
if not job[1] then
  redis.call('ZREM', KEYS[1], ARGV[3])
  return {}
end
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[3])
return {job[1], job[2] or ''}
