-- Ends every record of one user. KEYS: the session set, the refresh set. ARGV: now.
-- Returns how many of them were live.
local ended = 0
for _, key in ipairs(KEYS) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', ARGV[1])
  ended = ended + redis.call('ZCARD', key)
  redis.call('DEL', key)
end
return ended
