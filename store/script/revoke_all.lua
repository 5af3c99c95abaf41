-- Ends every record of one user. KEYS: the session set, the refresh set.
-- Returns how many of them were live.
local ended = 0
for _, key in ipairs(KEYS) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
  ended = ended + redis.call('ZCARD', key)
  redis.call('DEL', key)
end
return ended
