#!lua flags=allow-oom
-- Says what a replica's journal holds. A STOP may be in it, so it is written
-- even when memory is short.
-- KEYS: 1 replicas
-- ARGV: 1 the replica, 2 drained or filling
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1
