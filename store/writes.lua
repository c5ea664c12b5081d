-- Writes that a script is given beside its guard. This is put before the scripts
-- that call write_all(how many keys come before theirs, the place of the first).
-- In ARGV each write is how many words it has, and the words, without the keys,
-- which stand in KEYS in the same order. Most are a command of Redis with one
-- key. The others put a text into the queue to its number:
-- SEND owner ref (busy wait stream) into its stream, or behind the text to the
--   same number that has not left yet: texts to a number leave in the order of
--   the commits.
-- REPLY message_of owner ref (busy wait stream) as SEND, but before bulk texts that
--   have not left.
-- RUSH message_of owner ref (busy wait stream) before what waits, and before a
--   text that has not left and is bulk or was made to wait by the provider: safety
--   texts, and the answer to STOP.
-- DIRECT message_of owner ref mark now (busy wait stream message stop sending lost hour) claims
--   a text for the process that writes it, as its fields say already; where that
--   may not be, or the number was sent much within the hour, it goes like every other. With line org (spoke) it notes who
--   speaks on a number that is shared.
-- Answers: 1 done, 3 done, and the text that is DIRECT is claimed.
local answer, used = 1, 0
local function key()
  used = used + 1
  return KEYS[used]
end
local function put(busy, stream, owner, ref)
  if not redis.call('SET', busy, ref, 'NX') then return false end
  redis.call('XADD', stream, '*', 'r', ref, 'o', owner)
  return true
end
local function send(owner, ref)
  local busy, wait, stream = key(), key(), key()
  if not put(busy, stream, owner, ref) then redis.call('RPUSH', wait, ref) end
end
-- Takes the turn of a text that has not left: of a bulk one, or of any that the
-- provider made wait. That one is in its stream, or comes back to it.
local function overtake(busy, wait, message_of, ref, any)
  local first = redis.call('GET', busy)
  local m = redis.call('HMGET', message_of .. first, 's', 'l', 'again')
  if m[1] ~= 'queued' or m[2] ~= 'bulk' and not (any and m[3]) then return false end
  redis.call('LPUSH', wait, first)
  redis.call('SET', busy, ref)
  return true
end
local function ahead(busy, wait, stream, message_of, owner, ref, any)
  if put(busy, stream, owner, ref) then return true end
  if not overtake(busy, wait, message_of, ref, any) then return false end
  redis.call('XADD', stream, '*', 'r', ref, 'o', owner)
  return true
end
local function reply(message_of, owner, ref)
  local busy, wait, stream = key(), key(), key()
  if not ahead(busy, wait, stream, message_of, owner, ref) then redis.call('RPUSH', wait, ref) end
end
local function rush(message_of, owner, ref)
  local busy, wait, stream = key(), key(), key()
  if not ahead(busy, wait, stream, message_of, owner, ref, true) then redis.call('LPUSH', wait, ref) end
end
-- Whether claim.lua must be asked, or would say no.
local function barred(stop, lost, ref, mark)
  if redis.call('EXISTS', stop, lost) == 0 then return false end
  local known = redis.call('HMGET', lost, 'r:' .. ref, 'at', 'certain')
  local doubtful = known[2] and not (mark ~= '' and string.find(known[3], mark, 1, true))
  return known[1] or doubtful or redis.call('EXISTS', stop) == 1
end
local function direct(message_of, owner, ref, mark, now, line, org)
  local busy, wait, stream, message, stop, sending, lost, hour = key(), key(), key(), key(), key(), key(), key(), key()
  local spoke = line and key()
  if not barred(stop, lost, ref, mark) and redis.call('LLEN', hour) < 20 and (redis.call('SET', busy, ref, 'NX') or overtake(busy, wait, message_of, ref)) then
    redis.call('ZADD', sending, now, ref)
    if spoke then redis.call('HSET', spoke, line, org) end
    answer = 3
    return
  end
  redis.call('HSET', message, 's', 'queued', 'n', 0)
  if not ahead(busy, wait, stream, message_of, owner, ref) then redis.call('RPUSH', wait, ref) end
end
local texts = {SEND = send, REPLY = reply, RUSH = rush, DIRECT = direct}
local function write_all(keys_before, i)
  used = keys_before
  while i <= #ARGV do
    local last = i + tonumber(ARGV[i])
    local word = ARGV[i + 1]
    local write = texts[word]
    if write then
      write(unpack(ARGV, i + 2, last))
    else
      redis.call(word, key(), unpack(ARGV, i + 2, last))
    end
    i = last + 1
  end
  return answer
end
