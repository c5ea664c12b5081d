#!lua
-- Moves a delivery to an organisation's program on.
-- KEYS: 1 what is due of its organisation, 2 the delivery, 3 those of its organisation that were given
--       up, 4 a mark that it was begun
-- ARGV: 1 what: new, again, lost, reopen or done, 2 its id, 3 when it is due, or was
--       given up, ms, 4 the delivery, sealed, if it is new, 5 how often it was tried,
--       6 why it failed, 7 how long the mark or a lost one is kept, ms
-- Answers: 1 done, 0 nothing to do: it was begun before, or is not there
local what, id = ARGV[1], ARGV[2]
if what == 'new' then
  if not redis.call('SET', KEYS[4], '1', 'NX', 'PX', ARGV[7]) then return 0 end
  redis.call('HSET', KEYS[2], 'd', ARGV[4], 'n', '0')
  redis.call('ZADD', KEYS[1], ARGV[3], id)
  return 1
end
if redis.call('EXISTS', KEYS[2]) == 0 then
  redis.call('ZREM', KEYS[1], id)
  redis.call('ZREM', KEYS[3], id)
  return 0
end
if what == 'done' then
  redis.call('ZREM', KEYS[1], id)
  redis.call('ZREM', KEYS[3], id)
  redis.call('DEL', KEYS[2])
  return 1
end
redis.call('HSET', KEYS[2], 'n', ARGV[5], 'why', ARGV[6])
if what == 'lost' then
  redis.call('ZREM', KEYS[1], id)
  redis.call('ZADD', KEYS[3], 'NX', ARGV[3], id)
  redis.call('PEXPIRE', KEYS[2], ARGV[7])
  return 1
end
if what == 'reopen' then
  if redis.call('ZREM', KEYS[3], id) == 1 then
    redis.call('HSET', KEYS[2], 'd', ARGV[4])
    redis.call('PERSIST', KEYS[2])
  end
end
redis.call('ZADD', KEYS[1], ARGV[3], id)
return 1
