#!lua
-- Writes one turn, all of it or nothing. Sent with flags=allow-oom for a STOP.
-- KEYS: 1 the event's mark, 2 the person, then every key that the writes name.
-- ARGV: 1 the version that was read, 2 seconds to remember the event,
--       then for each write: how many words it has, and the words. The write
--       SEND busy wait stream owner ref puts a text into its stream, or behind
--       the text to the same number that has not left yet: texts to a number
--       leave in the order of the commits. RUSH message_of busy wait stream
--       owner ref is for safety texts and the answer to STOP: they go before
--       what waits, and before a text that the provider made wait.
-- Answers: 0 the event was committed before, 2 the thread has moved on, 1 done.
local version = redis.call('HGET', KEYS[2], 'v') or '0'
if version ~= ARGV[1] then return redis.call('EXISTS', KEYS[1]) == 1 and 0 or 2 end
if not redis.call('SET', KEYS[1], '1', 'NX', 'EX', ARGV[2]) then return 0 end
local function send(busy, wait, stream, owner, ref)
  if redis.call('SET', busy, ref, 'NX') then
    redis.call('XADD', stream, '*', 'r', ref, 'o', owner)
    return true
  end
end
local function rush(message_of, busy, wait, stream, owner, ref)
  if send(busy, wait, stream, owner, ref) then return end
  local first = redis.call('GET', busy)
  if not redis.call('HGET', message_of .. first, 'again') then
    redis.call('LPUSH', wait, ref)
    return
  end
  redis.call('LPUSH', wait, first)
  redis.call('SET', busy, ref)
  redis.call('XADD', stream, '*', 'r', ref, 'o', owner)
end
local i, n = 3, #ARGV
while i <= n do
  local last = i + tonumber(ARGV[i])
  local word = ARGV[i + 1]
  if word == 'RUSH' then
    rush(unpack(ARGV, i + 2, last))
  elseif word ~= 'SEND' then
    redis.call(unpack(ARGV, i + 1, last))
  elseif not send(unpack(ARGV, i + 2, last)) then
    redis.call('RPUSH', ARGV[i + 3], ARGV[last])
  end
  i = last + 1
end
return 1
