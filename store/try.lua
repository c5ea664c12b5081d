#!lua
-- Counts a try to sign in, unless it comes too early.
-- KEYS: 1 the failures of an account or an address
-- ARGV: 1 now, ms, 2 how many are free, 3 the first delay, ms, 4 the longest, ms,
--       5 how long failures are remembered, ms, 6 a token of this call
-- Answers: how many tries there were with this one, and how long to wait, ms: it
-- was not counted if that is above 0.
local kept = redis.call('HMGET', KEYS[1], 'n', 'u', 't')
local n, now = tonumber(kept[1] or '0'), tonumber(ARGV[1])
if kept[3] == ARGV[6] then return {n, 0} end
local wait = tonumber(kept[2] or '0') - now
if wait > 0 then return {n, wait} end
n = n + 1
local delay = 0
if n >= tonumber(ARGV[2]) then
  delay = math.min(tonumber(ARGV[3]) * 2 ^ math.min(n - tonumber(ARGV[2]), 40), tonumber(ARGV[4]))
end
redis.call('HSET', KEYS[1], 'n', n, 'u', string.format('%.0f', now + delay), 't', ARGV[6])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return {n, 0}
