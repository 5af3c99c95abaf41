-- Ends every record of one user. KEYS: the session set, the refresh set.
-- Returns for each how many of them were live, or -1 if the key was of another type; it is deleted too.
local ended = {}
for i, key in ipairs(KEYS) do
  local pruned = redis.pcall('ZREMRANGEBYSCORE', key, '-inf', now)
  if type(pruned) == 'number' then
    ended[i] = redis.call('ZCARD', key)
  elseif string.find(pruned.err, 'WRONGTYPE', 1, true) then
    ended[i] = -1
  else
    return pruned
  end
  redis.call('DEL', key)
end
return ended
