#!lua flags=allow-oom
-- Records what became of a claimed text. Only the claim's own token may.
-- KEYS: 1 message, 2 stop, 3 ledger, 4 busy, 5 wait, 6 sending, 7 later, 8 unknown,
--       9 reply stream, 10 bulk stream, 11 early report by ref,
--       12 what the number was sent within the hour, the last first: when in ms, and
--       the mark of the words,
--       13 the provider's id, 14 early report by the provider's id (both only with an id)
-- ARGV: 1 token, 2 now in ms, 3 what: sent, retry, failed, opted_out, unknown,
--       4 ref, 5 when to try again in ms, 6 code, 7 ledger entry, 8 what message keys begin with,
--       9 what broadcasts' keys begin with, 10 "1": what the networks carry is counted,
--       11 where news is written, empty for nowhere, 12 the class of a failure, 13 the
--       person's id, 14 another way that it takes from now on, empty for none, 15 "1": it
--       may have left
-- Answers: 1 recorded, 0 the token is another's or was used
local m = redis.call('HMGET', KEYS[1], 't', 's', 'bc', 'eq', 'l')
if m[1] ~= ARGV[1] or m[2] ~= 'sending' then return 0 end
local what, ref = ARGV[3], ARGV[4]
redis.call('ZREM', KEYS[6], ref)
if what == 'retry' then
  redis.call('HSET', KEYS[1], 's', 'queued', 'c', ARGV[6], 'again', ARGV[5])
  if (ARGV[14] or '') ~= '' then redis.call('HSET', KEYS[1], 'way', ARGV[14]) end
  if ARGV[15] == '1' then redis.call('HSETNX', KEYS[1], 'doubt', ARGV[2]) end
  redis.call('ZADD', KEYS[7], ARGV[5], ref)
  -- It keeps its turn, so that the order stays; only what may rush goes before, and
  -- before a bulk text every reply.
  local head = redis.call('LINDEX', KEYS[5], 0)
  local rushes = head and redis.call('HGET', ARGV[8] .. head, 'rush')
  if redis.call('GET', KEYS[4]) == ref and (rushes or m[5] == 'bulk' and head) then
    local next_ref, is_reply = following(KEYS[5], ARGV[8])
    if rushes or is_reply then
      redis.call('LPUSH', KEYS[5], ref)
      turn(KEYS[4], next_ref, ARGV[8], KEYS[9], KEYS[10])
    else
      redis.call('LPUSH', KEYS[5], next_ref)
    end
  end
  return 1
end
local state = what == 'opted_out' and 'failed' or what
if what == 'sent' or what == 'unknown' then
  if ARGV[10] == '1' then
    redis.call('LPUSH', KEYS[12], ARGV[2] .. ' ' .. (m[4] or '-'))
    redis.call('LTRIM', KEYS[12], 0, 99)
    redis.call('EXPIRE', KEYS[12], 3600)
  end
  local early = redis.call('MGET', KEYS[11], KEYS[14] or KEYS[11])
  state = early[2] or early[1] or state
end
local function tally(what)
  if m[3] then redis.call('HINCRBY', ARGV[9] .. m[3], what, 1) end
end
if what == 'sent' then tally('sent') end
if state == 'failed' and (ARGV[11] or '') ~= '' then
  redis.call('XADD', ARGV[11], '*', 'x', ref, 'p', ARGV[13], 'c', ARGV[12], 'at', ARGV[2])
end
if state ~= 'sent' then tally(what == 'sent' and state == 'failed' and 'undelivered' or state) end
if state == 'unknown' then
  redis.call('HSET', KEYS[1], 's', state, 'at', ARGV[2], 'c', ARGV[6])
  redis.call('HSETNX', KEYS[1], 'doubt', ARGV[2])
  redis.call('ZADD', KEYS[8], ARGV[2], ref)
else
  redis.call('HSET', KEYS[1], 's', state, 'at', ARGV[2], 'c', ARGV[6], 'b', '') -- its words are not kept
  redis.call('EXPIRE', KEYS[1], 604800)
end
if KEYS[13] and what == 'sent' then redis.call('SET', KEYS[13], ref, 'EX', 604800) end
if what == 'opted_out' and redis.call('SET', KEYS[2], '1', 'NX') then redis.call('RPUSH', KEYS[3], ARGV[7]) end
release(KEYS[4], KEYS[5], ref, ARGV[8], KEYS[9], KEYS[10])
return 1
