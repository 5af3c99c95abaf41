-- Ends records of one user. ARGV: a fingerprint or ''; 'grant', 'others' or 'all'; 1, or 0 for a dry run; and the
-- token of the fingerprint, or ''. Returns 'none' if no live record has the fingerprint, else 'ended' and what ended.
--
-- A grant is a session, its refresh token, and every other record that names the same refresh token: ending one
-- without the others would let the refresh token bring it back (RFC 7009, section 2.1).
local fingerprint, which, doit = ARGV[5], ARGV[6], ARGV[7] == '1'

local records = members(sessions)
for _, record in ipairs(members(refreshes)) do table.insert(records, record) end

local found, refresh = which == 'all', {}
for _, record in ipairs(records) do
  record.found = record.token ~= nil and print16(record.token) == fingerprint
  if record.found then
    found = true
    if record.refresh then refresh[record.refresh] = true end
  end
end
-- A spent token stands for its grant, so that a sign-out that races with a rotation in another tab works.
local grant = ARGV[8] ~= '' and grantOf(ARGV[8])
if grant and grant.spent and grant.live then
  for _, record in ipairs(records) do
    if record.refresh and redis.sha1hex(record.refresh) == grant.live then
      found = true
      refresh[record.refresh] = true
    end
  end
end
if not found then return {'none'} end

local ended = {'ended'}
for _, record in ipairs(records) do
  local inGrant = record.found or record.refresh ~= nil and refresh[record.refresh] == true
  if which == 'all' or inGrant == (which == 'grant') then
    local name = kinds[record.key] .. ':' .. (record.token and print16(record.token) or '')
    if doit then
      remove(record)
      if record.token then event('revoked', kinds[record.key], print16(record.token)) end
      if record.refresh then forgetGrant(record.refresh) end
    end
    table.insert(ended, name)
  end
end
if doit then
  redis.call('ZREMRANGEBYSCORE', sessions, '-inf', now)
  redis.call('ZREMRANGEBYSCORE', refreshes, '-inf', now)
  forgetExpired()
  -- Also delete what is not live: scores in milliseconds, spent tokens.
  if which == 'all' then redis.call('DEL', sessions, refreshes, about, grants, spent) end
end
return ended
