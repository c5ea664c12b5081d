#!lua
-- Takes deliveries of an organisation that are due: nobody else gets them for a while.
-- KEYS: 1 what is due
-- ARGV: 1 now, ms, 2 until when nobody else gets them, ms, 3 how many at most
-- Answers: their ids
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, id in ipairs(due) do redis.call('ZADD', KEYS[1], ARGV[2], id) end
return due
