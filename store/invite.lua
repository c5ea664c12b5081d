#!lua
-- Notes that somebody was invited to a group, or is not any more; who has stopped
-- is not invited.
-- KEYS: 1 the groups that they were invited to, 2 stop
-- ARGV: 1 the group, 2 seconds to keep it, or 0 to take it back
-- Answers: 1 done, 4 they have stopped
if ARGV[2] ~= '0' and redis.call('EXISTS', KEYS[2]) == 1 then return 4 end
local groups = {}
for group in string.gmatch(redis.call('GET', KEYS[1]) or '', '%S+') do
  if group ~= ARGV[1] then table.insert(groups, group) end
end
if ARGV[2] ~= '0' then
  table.insert(groups, ARGV[1])
  redis.call('SET', KEYS[1], table.concat(groups, ' '), 'EX', ARGV[2])
elseif #groups > 0 then
  redis.call('SET', KEYS[1], table.concat(groups, ' '), 'KEEPTTL')
else
  redis.call('DEL', KEYS[1])
end
return 1
