#!lua flags=allow-oom
-- Says what a replica's journal holds, or that it lives. A STOP may be in the
-- journal, so it is written even when memory is short.
-- KEYS: 1 replicas, or the lives that a partition knows of
-- ARGV: 1 the replica, 2 drained or filling, which servers it speaks of, and
--       which question it answers; or its life and when that is
-- Answers: 1 said
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1
