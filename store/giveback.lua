#!lua flags=allow-oom
-- Says of a text that it has left, or may have left, to a Redis that has
-- forgotten so: it is not sent when its turn comes.
-- KEYS: 1 message, 2 what a failover may have lost
-- ARGV: 1 ref, 2 sent or unknown, 3 how long to know it in seconds
-- Answers: 1 it was forgotten, 0 it is known
local state = redis.call('HGET', KEYS[1], 's')
if state and state ~= 'queued' then return 0 end
redis.call('HSET', KEYS[2], 'r:' .. ARGV[1], ARGV[2])
redis.call('EXPIRE', KEYS[2], ARGV[3])
return 1
