-- Moves an event into the stream of all, once. KEYS: the stream, and the keys of those that are in it.
-- ARGV: how many to keep, and for each event its key and its text.
local most = tonumber(ARGV[1])
redis.call('XLEN', KEYS[1]) -- one of another type must not leave events marked as moved
for i = 2, #ARGV, 2 do
  if redis.call('ZADD', KEYS[2], 'NX', now, ARGV[i]) == 1 then
    redis.call('XADD', KEYS[1], 'MAXLEN', most, '*', 'event', ARGV[i + 1])
  end
end
-- What is remembered is more than what is kept: an event comes a second time soon, if at all.
redis.call('ZREMRANGEBYRANK', KEYS[2], 0, -4 * most - 1)
return 1
