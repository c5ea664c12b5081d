#!lua
-- Makes a version what an organisation's people get from now on: its files, the
-- line of its history, and the head, all of it or nothing.
-- KEYS: 1 heads, 2 the organisation's history, 3 the version's files
-- ARGV: 1 the organisation, 2 the number of the publication before, 3 its own,
--       4 the version, 5 the publication's id, 6 its line, 7 the files,
--       8 how many lines a history keeps
-- Answers: 0 somebody else has published since, 1 done, also when it was before.
local head = redis.call('HGET', KEYS[1], ARGV[1]) or '0  '
local n, id = string.match(head, '^(%d+) %S* (%S*)$')
if id == ARGV[5] then return 1 end
if n ~= ARGV[2] then return 0 end
redis.call('SET', KEYS[3], ARGV[7])
redis.call('LPUSH', KEYS[2], ARGV[6])
redis.call('LTRIM', KEYS[2], 0, tonumber(ARGV[8]) - 1)
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3] .. ' ' .. ARGV[4] .. ' ' .. ARGV[5])
return 1
