#!lua flags=allow-oom
-- Gives leave to send one text, once. The gate of the house: whoever has said
-- STOP gets nothing but safety texts and the few words that may follow a STOP;
-- a text to a group goes to nobody who has left it; what is about an event leaves
-- only while the event is as it says, and its person stands with it as they did.
-- A call that is repeated because its answer was lost is answered the same.
-- KEYS: 1 message, 2 stop, 3 person, 4 busy, 5 wait, 6 sending, 7 later,
--       8 the stream it was read from, 9 reply stream, 10 bulk stream,
--       11 whom the number last spoke with, 12 what a failover may have lost, 13 unknown,
--       14 when the number was sent what counts towards its weekly cap,
--       15 what the number was sent within the hour, see result.lua
-- ARGV: 1 now in ms, 2 token, 3 stream id, 4 ref, 5 group, 6 what message keys begin with,
--       7 what broadcasts' keys begin with, 8 "1": what the networks carry is counted,
--       9 for how many ms a text that may have left is sent again by itself
-- Answers: {'claimed', body, attempt, ms until it expires or -1, the way that it takes
--          if not its own, since when it may have left, when its person wrote last, of
--          a text in an app} or {state}
local m = redis.call('HMGET', KEYS[1], 's', 'b', 'safety', 'closing', 'nb', 'exp', 'l', 'n', 't', 'again', 'ln', 'og', 'g', 'in', 'bc', 'rt', 'cap', 'ag', 'eq', 'pl', 'way', 'doubt', 'hand', 'app', 'ev', 'fc', 'st', 'ek')
local now, ref = tonumber(ARGV[1]), ARGV[4]
local left = m[6] and tonumber(m[6]) - now or -1
-- An app takes free words for a day after the person wrote last.
local function claimed(attempt)
  local heard = m[24] and redis.call('HGET', KEYS[3], 'hd') or ''
  return {'claimed', m[2], attempt, left, m[21] or '', m[22] or '', heard}
end
if m[1] == 'sending' and m[9] == ARGV[2] then return claimed(tonumber(m[8])) end
redis.call('XACK', KEYS[8], ARGV[5], ARGV[3])
redis.call('XDEL', KEYS[8], ARGV[3])
if m[1] ~= 'queued' then
  if m[1] ~= 'sending' then release(KEYS[4], KEYS[5], ref, ARGV[6], KEYS[9], KEYS[10]) end
  return {'alreadyrun'}
end
-- What becomes of a broadcast's texts is counted.
local function tally(what)
  if m[15] then redis.call('HINCRBY', ARGV[7] .. m[15], what, 1) end
end
local function settle(state)
  tally(state)
  redis.call('HSET', KEYS[1], 's', state, 'at', ARGV[1])
  redis.call('HDEL', KEYS[1], 'b')
  redis.call('EXPIRE', KEYS[1], 604800)
  release(KEYS[4], KEYS[5], ref, ARGV[6], KEYS[9], KEYS[10])
  return {state}
end
-- It may have left before, and nobody knows: people decide.
local function list()
  tally('unknown')
  redis.call('HSET', KEYS[1], 's', 'unknown', 'at', ARGV[1])
  redis.call('HSETNX', KEYS[1], 'doubt', ARGV[1])
  redis.call('ZADD', KEYS[13], ARGV[1], ref)
  release(KEYS[4], KEYS[5], ref, ARGV[6], KEYS[9], KEYS[10])
  return {'doubtful'}
end
local lost = redis.call('HMGET', KEYS[12], 'r:' .. ref, 'at', 'certain')
if lost[1] == 'unknown' then return list() end
if lost[1] then
  if m[11] then redis.call('HSET', KEYS[11], m[11], m[12]) end
  settle(lost[1])
  return {'left'}
end
local gate = redis.call('MGET', KEYS[2], KEYS[4])
local stopped, busy = gate[1], gate[2]
if not m[3] and not m[4] and stopped then return settle('withheld') end
if m[6] and left < 0 then return m[22] and list() or settle('expired') end
if m[22] and not m[23] and now - tonumber(m[22]) >= tonumber(ARGV[9]) then return list() end
local from = tonumber(m[5] or '0')
-- The networks carry 20 equal texts and 100 in all to one number within an hour.
-- What is more would be lost, so it waits; safety texts are tried all the same.
local function passes(equal)
  if redis.call('LLEN', KEYS[15]) < 20 then return 0 end
  local all, same = 0, 0
  for _, sent in ipairs(redis.call('LRANGE', KEYS[15], 0, 99)) do
    local at, mark = string.match(sent, '^(%d+) (.*)$')
    local free = tonumber(at) + 3600000
    if free > now then
      all = all + 1
      if mark == equal then same = same + 1 end
      if all == 100 or same == 20 and mark == equal then return free end
    end
  end
  return 0
end
if ARGV[8] == '1' and not m[3] and not m[4] then from = math.max(from, passes(m[19] or '-')) end
-- What a text says of an event may be so no longer: it has moved or is cancelled, or
-- its person has answered since, or was offered something else.
local function untrue(standing)
  local key = m[28] or m[25] -- ev is of texts that the version before has said
  local face = key and redis.call('GET', key)
  if face and face ~= m[26] then return true end
  if not m[27] then return false end
  local none, place = string.match(m[27], '^(!?)(.*)$')
  local stands = string.find(' ' .. (standing or '') .. ' ', ' ' .. place .. ' ', 1, true)
  return (stands == nil) == (none == '')
end
if m[7] == 'bulk' then
  local person = redis.call('HMGET', KEYS[3], 'v', 'h', 'ag', 'dead', 'hd', 'ev')
  if not person[1] then return settle('withheld') end
  -- A member of any of the groups that it is for, or somebody who has agreed.
  local agreed = not m[14] and not m[18]
  for group in string.gmatch(m[14] or '', '%S+') do
    agreed = agreed or redis.call('SISMEMBER', group, string.match(KEYS[3], '[^:]+$')) == 1
  end
  agreed = agreed or m[18] and string.find(' ' .. (person[3] or '') .. ' ', ' ' .. m[18] .. ' ', 1, true)
  if not agreed then return settle('withheld') end
  if untrue(person[6]) then return settle('withheld') end
  local planned = m[15] or m[20] -- a broadcast, or what the engine has planned
  if planned and person[2] == '2' then return settle('withheld') end
  if planned and person[4] and tonumber(person[4]) > tonumber(person[5] or '0') then return settle('withheld') end
  if person[2] == '1' then from = math.max(from, now + 60000) end
  local steered = m[15] and redis.call('HMGET', ARGV[7] .. m[15], 'state', 'rest') or {}
  local broadcast = steered[1]
  if broadcast == 'cancelled' then return settle('withheld') end
  if m[17] and not m[8] then
    local before = redis.call('LINDEX', KEYS[14], tonumber(m[17]) - 1)
    if before and now - tonumber(before) < 604800000 then return settle('capped') end
  end
  if broadcast == 'paused' then from = math.max(from, now + 2000) end
  from = math.max(from, tonumber(steered[2] or '0')) -- quiet hours have begun since it was said
end
if from > now then
  redis.call('ZADD', KEYS[7], from, ref)
  release(KEYS[4], KEYS[5], ref, ARGV[6], KEYS[9], KEYS[10])
  return {'waiting'}
end
if busy and busy ~= ref then
  redis.call('RPUSH', KEYS[5], ref)
  return {'waiting'}
end
if m[10] then
  if tonumber(m[10]) > now then
    redis.call('ZADD', KEYS[7], m[10], ref)
    return {'waiting'}
  end
  redis.call('HDEL', KEYS[1], 'again')
end
if lost[2] and from <= tonumber(lost[2]) and not (m[13] and string.find(lost[3], m[13], 1, true)) then return list() end
local attempt = tonumber(m[8] or '0') + 1
if not busy then redis.call('SET', KEYS[4], ref) end
redis.call('HSET', KEYS[1], 's', 'sending', 't', ARGV[2], 'at', ARGV[1], 'n', attempt)
redis.call('ZADD', KEYS[6], ARGV[1], ref)
if m[11] then redis.call('HSET', KEYS[11], m[11], m[12]) end
if m[17] and attempt == 1 then
  redis.call('LPUSH', KEYS[14], now)
  redis.call('LTRIM', KEYS[14], 0, 99)
  redis.call('EXPIRE', KEYS[14], 604800)
end
if m[15] then redis.call('HSET', KEYS[3], 'bc', now .. ' ' .. m[15] .. ' ' .. (m[16] or '')) end
return claimed(attempt)
