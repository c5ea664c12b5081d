#!lua flags=allow-oom
-- Puts texts whose time has come back into their stream.
-- KEYS: 1 later, 2 reply stream, 3 bulk stream
-- ARGV: 1 now in ms, 2 what message keys begin with
-- Answers: how many
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, 100)
for _, ref in ipairs(due) do
  redis.call('ZREM', KEYS[1], ref)
  post(ref, ARGV[2], KEYS[2], KEYS[3])
end
return #due
