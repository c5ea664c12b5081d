-- Lets the next text to a number go, once the one in flight is settled. It is
-- put before the scripts that settle a text.
local function release(busy, wait, ref, message_of, reply, bulk)
  if redis.call('GET', busy) ~= ref then return end
  local following = redis.call('LPOP', wait)
  if not following then
    redis.call('DEL', busy)
    return
  end
  redis.call('SET', busy, following)
  local lane = redis.call('HGET', message_of .. following, 'l') == 'bulk' and bulk or reply
  redis.call('XADD', lane, '*', 'r', following)
end
