#!lua flags=allow-oom
-- Lets the texts of a broadcast leave, or not, in one partition. Of two acts the
-- one that was kept later holds, whichever comes here last.
-- KEYS: 1 the broadcast in this partition
-- ARGV: 1 its state, 2 the version of it that says so, 3 seconds to keep it
-- Answers: 1 done, 0 a later version has steered it
if tonumber(redis.call('HGET', KEYS[1], 'steered') or '0') > (tonumber(ARGV[2]) or 0) then return 0 end
redis.call('HSET', KEYS[1], 'state', ARGV[1], 'steered', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
