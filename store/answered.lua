#!lua
-- Keeps what an idempotency key's request was answered, or lets it be begun
-- again at once, if nothing was.
-- KEYS: 1 the key
-- ARGV: 1 the name of the call that began it, 2 the answer, sealed; empty for none
-- Answers: 1 done, also when it was before, 0 another has it now
local kept = redis.call('HMGET', KEYS[1], 'by', 'answer')
if kept[1] ~= ARGV[1] then return 0 end
if kept[2] then return 1 end
if ARGV[2] == '' then
  redis.call('HSET', KEYS[1], 'until', '0')
else
  redis.call('HSET', KEYS[1], 'answer', ARGV[2])
end
return 1
