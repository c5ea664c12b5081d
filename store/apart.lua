#!lua
-- Keeps a text apart, once: it was to a line that no organisation has, or broke the judging.
-- KEYS: 1 the event's mark, 2 the stream of texts kept apart
-- ARGV: 1 how long to keep it in seconds, 2 the text, sealed, 3 the oldest to keep in ms
-- Answers: 1 kept, 0 it was kept before
if not redis.call('SET', KEYS[1], '1', 'EX', ARGV[1], 'NX') then return 0 end
redis.call('XADD', KEYS[2], 'MINID', ARGV[3], '*', 'b', ARGV[2])
redis.call('EXPIRE', KEYS[2], ARGV[1])
return 1
