#!lua flags=allow-oom
-- Gives leave to send one text, once. The gate of the house: whoever has said
-- STOP gets nothing but safety texts and the few words that may follow a STOP.
-- KEYS: 1 message, 2 stop, 3 person, 4 busy, 5 wait, 6 sending, 7 later,
--       8 the stream it was read from, 9 reply stream, 10 bulk stream
-- ARGV: 1 now in ms, 2 token, 3 stream id, 4 ref, 5 group, 6 what message keys begin with
-- Answers: {'claimed', body, attempt} or {state}
redis.call('XACK', KEYS[8], ARGV[5], ARGV[3])
redis.call('XDEL', KEYS[8], ARGV[3])
local m = redis.call('HMGET', KEYS[1], 's', 'b', 'safety', 'closing', 'nb', 'exp', 'l', 'n')
if m[1] ~= 'queued' then
  if m[1] ~= 'sending' then release(KEYS[4], KEYS[5], ARGV[4], ARGV[6], KEYS[9], KEYS[10]) end
  return {'alreadyrun'}
end
local now = tonumber(ARGV[1])
local function settle(state, answer)
  redis.call('HSET', KEYS[1], 's', state, 'at', ARGV[1])
  redis.call('HDEL', KEYS[1], 'b')
  redis.call('EXPIRE', KEYS[1], 604800)
  release(KEYS[4], KEYS[5], ARGV[4], ARGV[6], KEYS[9], KEYS[10])
  return {answer}
end
if not m[3] and not m[4] and redis.call('EXISTS', KEYS[2]) == 1 then return settle('withheld', 'withheld') end
if m[6] and tonumber(m[6]) < now then return settle('expired', 'expired') end
local until_when = tonumber(m[5] or '0')
if m[7] == 'bulk' and redis.call('HGET', KEYS[3], 'h') == '1' then until_when = math.max(until_when, now + 60000) end
if until_when > now then
  redis.call('ZADD', KEYS[7], until_when, ARGV[4])
  release(KEYS[4], KEYS[5], ARGV[4], ARGV[6], KEYS[9], KEYS[10])
  return {'waiting'}
end
local busy = redis.call('GET', KEYS[4])
if busy and busy ~= ARGV[4] then
  redis.call('RPUSH', KEYS[5], ARGV[4])
  return {'waiting'}
end
local attempt = tonumber(m[8] or '0') + 1
redis.call('SET', KEYS[4], ARGV[4])
redis.call('HSET', KEYS[1], 's', 'sending', 't', ARGV[2], 'at', ARGV[1], 'n', attempt)
redis.call('ZADD', KEYS[6], ARGV[1], ARGV[4])
return {'claimed', m[2], attempt}
