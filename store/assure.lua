#!lua
-- Writes what is known from a service itself, if nobody has changed it meanwhile.
-- KEYS: 1 what services of the organisation have said, 2 how often that changed what
--       is shown
-- ARGV: 1 the service, 2 what was read, empty for nothing, 3 what is written, 4 the
--       organisation, 5 1 if it changes what people are shown
-- Answers: 0 it has changed meanwhile, 1 done
local now = redis.call('HGET', KEYS[1], ARGV[1]) or ''
if now == ARGV[3] then return 1 end
if now ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
if ARGV[5] == '1' then redis.call('HINCRBY', KEYS[2], ARGV[4], 1) end
return 1
