#!lua
-- Begins what an idempotency key asks for, unless that was begun before.
-- KEYS: 1 the key
-- ARGV: 1 what the request says, as a mark, 2 now, ms, 3 how long it may take, ms,
--       4 how long the key is known, ms, 5 a name of this call, 6 what it makes is called
-- Answers: {0, name} begun; {1, name} begun by somebody who is gone: the name of
-- what that one made; {2, answer, sealed} answered before; {3} another is at it;
-- {4} it says something else.
local kept = redis.call('HMGET', KEYS[1], 'mark', 'by', 'until', 'name', 'answer')
if not kept[1] then
  redis.call('HSET', KEYS[1], 'mark', ARGV[1], 'by', ARGV[5], 'until', ARGV[2] + ARGV[3], 'name', ARGV[6])
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  return {0, ARGV[6]}
end
if kept[1] ~= ARGV[1] then return {4, ''} end
if kept[5] then return {2, kept[5]} end
if kept[2] == ARGV[5] then return {kept[4] == ARGV[6] and 0 or 1, kept[4]} end
if tonumber(kept[3]) > tonumber(ARGV[2]) then return {3, ''} end
redis.call('HSET', KEYS[1], 'by', ARGV[5], 'until', ARGV[2] + ARGV[3])
return {1, kept[4]}
