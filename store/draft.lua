#!lua
-- Writes or forgets what somebody of the staff has begun to write in a case. The
-- form that it was sent from writes no more: what was typed last may come late.
-- KEYS: 1 the draft
-- ARGV: 1 the form, 2 the draft, sealed; empty for none, 3 "1": the form was sent,
--       4 how long it is kept, seconds
-- Answers: 0 the form was sent before, 1 done.
if ARGV[3] == '1' then
  redis.call('HSET', KEYS[1], 's', ARGV[1])
elseif redis.call('HGET', KEYS[1], 's') == ARGV[1] then
  return 0
end
if ARGV[2] == '' then
  redis.call('HDEL', KEYS[1], 'd')
else
  redis.call('HSET', KEYS[1], 'd', ARGV[2])
end
redis.call('EXPIRE', KEYS[1], ARGV[4])
return 1
