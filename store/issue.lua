#!lua
-- Makes a draft the directory that an organisation's people get, if nothing was
-- issued since it was taken. Readers of the one before have a while to finish.
-- KEYS: 1 the draft, 2 the records of its edition, 3 heads, 4 the records of the
--       edition before
-- ARGV: 1 the organisation, 2 the run, 3 the head before, 4 the new head, 5 how long
--       the edition before lives on, in ms
-- Answers: 0 another was issued or has the draft, 1 done, also when it was before
local head = redis.call('HGET', KEYS[3], ARGV[1]) or ''
if head == ARGV[4] then return 1 end
if head ~= ARGV[3] or redis.call('HGET', KEYS[1], 'r') ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[3], ARGV[1], ARGV[4])
redis.call('PERSIST', KEYS[2])
redis.call('DEL', KEYS[1])
redis.call('PEXPIRE', KEYS[4], ARGV[5])
return 1
