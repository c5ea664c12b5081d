#!lua
-- Counts a request of a token, unless it is one too many. It is the generic cell
-- rate algorithm (ITU-T I.371, annex A): each request puts the time at which the
-- whole limit is free again off by one interval.
-- KEYS: 1 the requests of a token, 2 the token
-- ARGV: 1 now, ms, 2 how many requests, 3 within how long, ms, 4 a name of this call
-- Answers: how many more may come at once, and in how many ms all may; then how
-- long to wait, ms: it was not counted if that is above 0.
local now, most, within = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local each = within / most
local kept = redis.call('HMGET', KEYS[1], 'full', 'call')
local full = math.max(tonumber(kept[1] or '0'), now)
local wait = 0
if kept[2] ~= ARGV[4] then
  wait = math.ceil(full + each - now - within)
  if wait <= 0 then
    wait = 0
    full = full + each
    redis.call('HSET', KEYS[1], 'full', string.format('%.3f', full), 'call', ARGV[4])
    redis.call('PEXPIRE', KEYS[1], within)
    if redis.call('EXISTS', KEYS[2]) == 1 then redis.call('HSET', KEYS[2], 'u', ARGV[1]) end
  end
end
return {math.floor((within - full + now) / each + 0.0001), math.ceil(full - now), wait}
