-- The queue to one number: `busy` is the text whose turn it is, `wait` those
-- behind it. This is put before the scripts that call it. A message's key is
-- what message keys begin with, and its ref.

-- Puts a text into its stream, with what a claim must know of it.
local function post(ref, message_of, reply, bulk)
  local m = redis.call('HMGET', message_of .. ref, 'l', 'o')
  redis.call('XADD', m[1] == 'bulk' and bulk or reply, '*', 'r', ref, 'o', m[2] or '')
end

-- Takes out the text that is next behind the one in flight: a reply before what
-- nobody has asked for.
local function following(wait, message_of)
  for _, ref in ipairs(redis.call('LRANGE', wait, 0, 99)) do
    if redis.call('HGET', message_of .. ref, 'l') ~= 'bulk' then
      redis.call('LREM', wait, 1, ref)
      return ref, true
    end
  end
  return redis.call('LPOP', wait), false
end

-- Gives a text its turn.
local function turn(busy, ref, message_of, reply, bulk)
  redis.call('SET', busy, ref)
  post(ref, message_of, reply, bulk)
end

-- Lets the next text to a number go, once the one in flight is settled.
local function release(busy, wait, ref, message_of, reply, bulk)
  if redis.call('GET', busy) ~= ref then return end
  local next_ref = following(wait, message_of)
  if next_ref then
    turn(busy, next_ref, message_of, reply, bulk)
  else
    redis.call('DEL', busy)
  end
end
