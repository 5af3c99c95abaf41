-- Ends records of one user. KEYS: the session set, the refresh set.
-- ARGV: fingerprint, and 'grant' or 'others'.
-- Returns how many live records were ended, or -1 if no live record has the fingerprint.
--
-- A grant is a session, its refresh token, and every other record that names the same refresh
-- token: ending one without the others would let the refresh token bring it back (RFC 7009 2.1).
local fingerprint, which = ARGV[1], ARGV[2]

local function text(value)
  if type(value) == 'string' and value ~= '' then return value end
end

local records = {}
for i, key in ipairs(KEYS) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
  for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do
    local ok, object = pcall(cjson.decode, member)
    if not ok or type(object) ~= 'table' then object = {} end
    local token = text(object.token)
    table.insert(records, {
      key = key,
      member = member,
      found = token ~= nil and string.sub(redis.sha1hex(token), 1, #fingerprint) == fingerprint,
      refresh = text(i == 1 and object.refresh_token or i == 2 and object.token),
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
  local inGrant = record.found or (record.refresh ~= nil and refresh[record.refresh] == true)
  if inGrant == (which == 'grant') then
    ended = ended + redis.call('ZREM', record.key, record.member)
  end
end
return ended
