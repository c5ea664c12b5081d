#!lua flags=allow-oom
-- Notes that the texts that wait may have left already, all but those that are
-- marked with a history in which they were certainly said first. A history that
-- follows without a doubt is added to those.
-- KEYS: 1 what a failover may have lost
-- ARGV: 1 the history now, 2 now in ms, or nothing if there is no doubt,
--       3 how long to know it in seconds
-- Answers: 1 there is a doubt, 0 there is none
local certain = redis.call('HGET', KEYS[1], 'certain')
if ARGV[2] ~= '' then
  redis.call('HSET', KEYS[1], 'at', ARGV[2], 'certain', ARGV[1])
elseif not certain then
  return 0
elseif not string.find(certain, ARGV[1], 1, true) then
  redis.call('HSET', KEYS[1], 'certain', certain .. ' ' .. ARGV[1])
end
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
