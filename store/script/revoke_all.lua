-- Deletes the keys of one user that are of another type than the layout says. Returns for each key whether it was
-- deleted. KEYS: as in user.lua.
local types = {'zset', 'zset', 'hash', 'hash', 'zset', 'hash', 'list'}
local odd = {}
for i, key in ipairs(KEYS) do
  local type = redis.call('TYPE', key).ok
  odd[i] = 0
  if type ~= types[i] and type ~= 'none' then
    redis.call('DEL', key)
    odd[i] = 1
  end
end
return odd
