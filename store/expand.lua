#!lua
-- Puts the next texts of a broadcast into the outbox, and its cursor behind them,
-- in one partition.
-- KEYS: 1 the broadcast in this partition, then the keys of the writes in order.
-- ARGV: 1 the cursor that was read, 2 the cursor behind these texts, 3 how many
--       they are, then the writes, see writes.lua.
-- Answers: 1 done, 0 somebody else was quicker, 2 it is paused or cancelled
local b = redis.call('HMGET', KEYS[1], 'cursor', 'state')
if (b[1] or '0') ~= ARGV[1] then return 0 end
if b[2] ~= 'sending' then return 2 end
redis.call('HSET', KEYS[1], 'cursor', ARGV[2])
redis.call('HINCRBY', KEYS[1], 'queued', ARGV[3])
return write_all(1, 4)
