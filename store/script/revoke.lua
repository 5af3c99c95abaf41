-- Ends records of one user. KEYS: the session set, the refresh set.
-- ARGV: fingerprint, and 'grant' or 'others'.
-- Returns how many live records were ended, or -1 if no live record has the fingerprint.
--
-- A grant is a session, its refresh token, and every other record that names the same refresh
-- token: ending one without the others would let the refresh token bring it back (RFC 7009 2.1).
local fingerprint, which = ARGV[1], ARGV[2]

local records = {}
for i, key in ipairs(KEYS) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
  for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do
    local token, refresh = tokens(member)
    table.insert(records, {
      key = key,
      member = member,
      found = token ~= nil and string.sub(redis.sha1hex(token), 1, #fingerprint) == fingerprint,
      refresh = i == 1 and refresh or i == 2 and token or nil,
    })
  end
end

local found, refresh = false, {}
for _, record in ipairs(records) do
  if record.found then
    found = true
    if record.refresh then refresh[record.refresh] = true end
  end
end
if not found then return -1 end

local ended = 0
for _, record in ipairs(records) do
  local inGrant = record.found or record.refresh ~= nil and refresh[record.refresh] == true
  if inGrant == (which == 'grant') then
    ended = ended + redis.call('ZREM', record.key, record.member)
  end
end
return ended
