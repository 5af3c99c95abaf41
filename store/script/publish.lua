-- Adds events to the stream of all events, each once. KEYS: the stream, and the keys of the events in it. ARGV: how
-- many to keep, and for each event its key and its text.
local most = tonumber(ARGV[1])
redis.call('XLEN', KEYS[1]) -- fails on a wrong type, before any event is marked as moved
for i = 2, #ARGV, 2 do
  if redis.call('ZADD', KEYS[2], 'NX', now, ARGV[i]) == 1 then
    redis.call('XADD', KEYS[1], 'MAXLEN', most, '*', 'event', ARGV[i + 1])
  end
end
-- More keys are remembered than events are kept: a duplicate comes soon, if at all.
redis.call('ZREMRANGEBYRANK', KEYS[2], 0, -4 * most - 1)
return 1
