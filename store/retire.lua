#!lua flags=allow-oom
-- Deletes the files of a version that nobody needs any more, unless something
-- was published since that was found out.
-- KEYS: 1 heads, 2 the version's files
-- ARGV: 1 the organisation, 2 the number of the last publication as it was
--       known, 3 the version
-- Answers: 0 something was published, or people get this version; 1 done.
local n, version = string.match(redis.call('HGET', KEYS[1], ARGV[1]) or '', '^(%d+) (%S+) ')
if n ~= ARGV[2] or version == ARGV[3] then return 0 end
redis.call('DEL', KEYS[2])
return 1
