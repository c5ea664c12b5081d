-- The queue to one number: `busy` is the text whose turn it is, `wait` those
-- behind it. This is put before the scripts that call it. A message's key is
-- what message keys begin with, and its ref.

-- Puts a text into its stream, with what a claim must know of it.
local function post(ref, message_of, reply, bulk)
  local m = redis.call('HMGET', message_of .. ref, 'l', 'o')
  redis.call('XADD', m[1] == 'bulk' and bulk or reply, '*', 'r', ref, 'o', m[2] or '')
end

-- Lets the next text to a number go, once the one in flight is settled.
local function release(busy, wait, ref, message_of, reply, bulk)
  if redis.call('GET', busy) ~= ref then return end
  local following = redis.call('LPOP', wait)
  if not following then
    redis.call('DEL', busy)
    return
  end
  redis.call('SET', busy, following)
  post(following, message_of, reply, bulk)
end
