#!lua
-- Counts what somebody of the staff thinks of the console, once a month. Who has
-- said something and what was said are kept apart.
-- KEYS: 1 marks of those who need not be asked again in a month, 2 how often each
--       score was given
-- ARGV: 1 the mark, 2 month:score, empty for whoever would rather not say, 3 how
--       long the marks are kept, seconds
-- Answers: 0 they have been counted before, 1 done.
if redis.call('SADD', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('EXPIRE', KEYS[1], ARGV[3])
if ARGV[2] ~= '' then redis.call('HINCRBY', KEYS[2], ARGV[2], 1) end
return 1
