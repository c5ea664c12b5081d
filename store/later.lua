#!lua flags=allow-oom
-- Puts texts whose time has come back into their stream.
-- KEYS: 1 later, 2 reply stream, 3 bulk stream
-- ARGV: 1 now in ms, 2 what message keys begin with
-- Answers: how many
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, 100)
for _, ref in ipairs(due) do
  redis.call('ZREM', KEYS[1], ref)
  local lane = redis.call('HGET', ARGV[2] .. ref, 'l') == 'bulk' and KEYS[3] or KEYS[2]
  redis.call('XADD', lane, '*', 'r', ref)
end
return #due
