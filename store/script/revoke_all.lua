-- Deletes keys of one user that are of another type than the layout says. Returns for each of the two sets whether it
-- was one. KEYS: the session set, the refresh set.
local odd = {}
for i, key in ipairs(KEYS) do
  local type = redis.call('TYPE', key).ok
  odd[i] = 0
  if type ~= 'zset' and type ~= 'none' then
    redis.call('DEL', key)
    odd[i] = 1
  end
end
return odd
