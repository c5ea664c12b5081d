#!lua flags=allow-oom
-- Takes a delivery report. States only move forward, but for a failure that the
-- network corrects to delivered.
-- KEYS: 1 message, 2 early report, 3 unknown, 4 stop, 5 ledger
-- ARGV: 1 state, 2 now in ms, 3 ref, 4 '1' if the person opted out, 5 ledger entry, 6 code
-- Answers: 1 moved, 0 nothing new, 2 kept until the result is there
if ARGV[4] == '1' and KEYS[4] ~= KEYS[1] and redis.call('SET', KEYS[4], '1', 'NX') then
  redis.call('RPUSH', KEYS[5], ARGV[5])
end
local rank = {queued = 0, sending = 1, unknown = 2, sent = 3, failed = 4, delivered = 5}
local state = redis.call('HGET', KEYS[1], 's')
if not state or state == 'sending' then
  redis.call('SET', KEYS[2], ARGV[1], 'EX', 900)
  return 2
end
if not rank[state] or rank[ARGV[1]] <= rank[state] then return 0 end
redis.call('HSET', KEYS[1], 's', ARGV[1], 'at', ARGV[2], 'c', ARGV[6])
redis.call('HDEL', KEYS[1], 'b')
redis.call('EXPIRE', KEYS[1], 604800)
redis.call('ZREM', KEYS[3], ARGV[3])
return 1
