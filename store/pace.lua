#!lua flags=allow-oom
-- Takes a turn for texts of one originator, of all processes together: they leave
-- one after the other, each when the one before has had its time.
-- KEYS: 1 when the originator's next turn is, in microseconds
-- ARGV: 1 how long the texts take, 2 the longest wait, both in microseconds,
--       3 the name of this call: repeated, it takes no second turn
-- Answers: {1, how long to wait for the turn that was taken} or {0, how long to
--       wait before it is worth asking again}, in microseconds
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local takes, patience = tonumber(ARGV[1]) or 0, tonumber(ARGV[2]) or 0
local kept = redis.call('HMGET', KEYS[1], 'next', 'call', 'turn')
if kept[2] and kept[2] == ARGV[3] then return {1, math.max(0, tonumber(kept[3]) - now)} end
local turn = math.max(tonumber(kept[1] or '0'), now)
if turn - now > patience then return {0, turn - now} end
redis.call('HSET', KEYS[1], 'next', string.format('%.0f', turn + takes), 'turn', string.format('%.0f', turn), 'call', ARGV[3] or '')
redis.call('PEXPIRE', KEYS[1], math.ceil((turn + takes - now) / 1000) + 60000)
return {1, turn - now}
