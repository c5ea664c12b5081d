#!lua flags=allow-oom
-- Puts a question to all replicas, which each of them is to answer when it next
-- says what its journal holds. Asked once more by mistake, it is one more
-- question, and the same answers do.
-- KEYS: 1 the number of the last question
-- Answers: the number of this one
return redis.call('INCR', KEYS[1])
