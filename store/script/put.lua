-- Keeps one record. KEYS[1]: the user's set. ARGV: expiry, record, its token, most records in the set.
-- Returns how many members had to go to make room, or -1 if the expiry has passed.
--
-- ZADD comes first: at its memory limit Redis refuses it, and then nothing has changed.
local key, expiry, record, token, most = KEYS[1], ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
if tonumber(expiry) <= tonumber(now) then return -1 end

redis.call('ZADD', key, expiry, record)
-- A lifetime that another program gave the key would end this record early.
redis.call('PERSIST', key)
redis.call('ZREMRANGEBYSCORE', key, '-inf', now)

-- The earliest expiry goes first, but never the record that has just come.
local evicted = 0
local function trim(limit)
  local over = redis.call('ZCARD', key) - limit
  if over <= 0 then return end
  -- A score past the year 9999, as in milliseconds, is in no list: it takes no live record's place.
  over = over - redis.call('ZREMRANGEBYSCORE', key, '(253402300799', '+inf')
  if over <= 0 then return end
  local gone = {}
  for _, member in ipairs(redis.call('ZRANGE', key, 0, over)) do
    if #gone < over and member ~= record then table.insert(gone, member) end
  end
  for i = 1, #gone, 1000 do -- Lua bounds how many arguments a call has
    evicted = evicted + redis.call('ZREM', key, unpack(gone, i, math.min(i + 999, #gone)))
  end
end

-- However many members somebody wrote, few are read below: Redis serves nobody else meanwhile.
trim(2 * most)

-- A token has one record: a new one replaces the old, and no list ever shows both.
for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do
  -- Most members are not worth reading: the token stands in them as it is, or with escapes.
  local may = string.find(member, token, 1, true) or string.find(member, '\\', 1, true)
  if may and member ~= record and tokens(member) == token then
    redis.call('ZREM', key, member)
  end
end

trim(most)
return evicted
