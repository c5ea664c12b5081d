#!lua
-- Takes an organisation's draft of its next directory: the one of an interrupted
-- import of the same source, else an empty one.
-- KEYS: 1 the draft, 2 heads
-- ARGV: 1 the organisation, 2 the source, 3 the run, 4 now, 5 until when it is
--       taken, 6 how long a draft can be taken up again, 7 the edition of an empty
--       one; times in ms
-- Answers: {} another run has it, else {the edition, the head, 1 if it is taken up}
local d = redis.call('HMGET', KEYS[1], 's', 'r', 'u', 't', 'e')
if d[2] and d[2] ~= ARGV[3] and tonumber(d[3]) > tonumber(ARGV[4]) then return {} end
local head = redis.call('HGET', KEYS[2], ARGV[1]) or ''
if d[1] == ARGV[2] and tonumber(d[4]) > tonumber(ARGV[4]) - tonumber(ARGV[6]) then
  redis.call('HSET', KEYS[1], 'r', ARGV[3], 'u', ARGV[5])
  return {d[5], head, d[5] == ARGV[7] and 0 or 1}
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 's', ARGV[2], 'r', ARGV[3], 'u', ARGV[5], 't', ARGV[4], 'e', ARGV[7])
redis.call('PEXPIRE', KEYS[1], ARGV[6])
return {ARGV[7], head, 0}
