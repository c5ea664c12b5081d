#!lua
-- Writes a session of the staff. One that was there before is written only if it
-- is still there: a session that was ended does not come back.
-- KEYS: 1 the session, 2 the sessions of its account
-- ARGV: 1 the session, sealed, 2 when it is over, ms, 3 "1": it was there before,
--       4 its hash, 5 now, ms, 6 how long the list is kept, ms
-- Answers: 0 it has been ended, 1 done.
if ARGV[3] == '1' then
  if not redis.call('SET', KEYS[1], ARGV[1], 'XX', 'PXAT', ARGV[2]) then return 0 end
else
  redis.call('SET', KEYS[1], ARGV[1], 'PXAT', ARGV[2])
end
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[4])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', '(' .. ARGV[5])
redis.call('PEXPIRE', KEYS[2], ARGV[6])
return 1
