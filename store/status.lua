#!lua flags=allow-oom
-- Takes a delivery report. States only move forward, but for a failure that the
-- network corrects to delivered.
-- KEYS: 1 message, 2 early report, 3 unknown, 4 stop and 5 ledger if the person opted out;
--       4 person and 5 numbers that cannot be reached, if ARGV 7 is not empty
-- ARGV: 1 state, 2 now in ms, 3 ref, 4 code, 5 ledger entry, 6 what broadcasts' keys begin with,
--       7 what it tells of the number: gone, fails, works, or nothing, 8 the person's id,
--       9 where news is written, empty for nowhere, 10 the class of a failure
-- Answers: 1 moved, 0 nothing new, 2 kept until the result is there
local rank = {queued = 0, sending = 1, unknown = 2, sent = 3, failed = 4, delivered = 5}
local m = redis.call('HMGET', KEYS[1], 's', 'bc', 'at')
local state = m[1]
local early = not state or state == 'sending'
if early then state = redis.call('GET', KEYS[2]) or 'sending' end
if not rank[state] or rank[ARGV[1]] <= rank[state] then return 0 end
-- Three texts that failed for good, on three days, with no word from the person
-- since, or one to a number that nobody has: nothing that nobody has asked for is
-- texted to it. What is sent and arrives, and a text of theirs, ends that.
local function reaches()
  local at, works = tonumber(m[3] or ARGV[2]), ARGV[7] == 'works'
  local person = redis.call('HMGET', KEYS[4], 'v', 'hd', 'df', 'dead')
  if not person[1] or works and not person[3] and not person[4] then return end
  if works then
    if at < tonumber(person[4] or '0') then return end
    redis.call('HDEL', KEYS[4], 'df', 'dead')
    redis.call('ZREM', KEYS[5], ARGV[8])
    return
  end
  local heard = tonumber(person[2] or '0')
  if at <= heard then return end
  local failed, days, count = {}, {}, 0
  for other in string.gmatch((person[3] or '') .. ' ' .. at, '%S+') do
    local day = math.floor(tonumber(other) / 86400000)
    if tonumber(other) > heard and not days[day] then
      days[day], count = true, count + 1
      table.insert(failed, other)
    end
  end
  redis.call('HSET', KEYS[4], 'df', table.concat(failed, ' '))
  if ARGV[7] == 'gone' or count >= 3 then
    redis.call('HSET', KEYS[4], 'dead', at)
    redis.call('ZADD', KEYS[5], at, ARGV[8])
  end
end
if (ARGV[7] or '') ~= '' then
  reaches()
elseif KEYS[4] and redis.call('SET', KEYS[4], '1', 'NX') then redis.call('RPUSH', KEYS[5], ARGV[5]) end
if early then
  redis.call('SET', KEYS[2], ARGV[1], 'EX', 900)
  return 2
end
redis.call('HSET', KEYS[1], 's', ARGV[1], 'at', ARGV[2], 'c', ARGV[4])
redis.call('HDEL', KEYS[1], 'b', 'again')
redis.call('EXPIRE', KEYS[1], 604800)
redis.call('ZREM', KEYS[3], ARGV[3])
local function tally(what, n)
  if m[2] then redis.call('HINCRBY', ARGV[6] .. m[2], what, n) end
end
if state == 'unknown' then
  tally('unknown', -1)
  tally('sent', 1)
end
if ARGV[1] == 'failed' and ARGV[8] ~= '' and (ARGV[9] or '') ~= '' then
  redis.call('XADD', ARGV[9], '*', 'x', ARGV[3], 'p', ARGV[8], 'c', ARGV[10], 'at', ARGV[2])
end
if ARGV[1] ~= 'sent' then tally(ARGV[1] == 'failed' and 'undelivered' or ARGV[1], 1) end
return 1
