#!lua flags=allow-oom
-- Keeps that the provider refuses everybody, or forgets it: unless it has refused
-- again since the refusal that is named.
-- KEYS: 1 the provider
-- ARGV: 1 the name of the refusal, 2 its class, empty to forget, 3 the provider's
--       code, 4 since when, ms
-- Answers: 1 done, 0 there was another refusal since
if not ARGV[2] or ARGV[2] == '' then
  if redis.call('HGET', KEYS[1], 'last') ~= ARGV[1] then return 0 end
  redis.call('HDEL', KEYS[1], 'last', 'class', 'code')
  redis.call('PEXPIRE', KEYS[1], 600000) -- a provider that takes a text now and then is refusing all the same
  return 1
end
redis.call('HSETNX', KEYS[1], 'since', ARGV[4])
redis.call('PERSIST', KEYS[1])
redis.call('HSET', KEYS[1], 'last', ARGV[1], 'class', ARGV[2], 'code', ARGV[3])
return 1
