-- Replaces the session and the refresh token of a grant, of which the refresh token is presented.
-- ARGV: most records in a set, the presented token, the grace period in seconds, and of the new session and of the new
-- refresh token: expiry, record, token.
-- Returns a word and its values:
--   done SESSION REFRESH   the new records are the grant's
--   won SESSION REFRESH    the token was already spent, by this very request or within the grace period: these are the
--                          grant's records. SESSION is "" if only the refresh token is left.
--   reused ENDED...        the token was spent longer ago: somebody has a copy of it, so the whole grant has ended
--   suspended              a session of the grant, or the user, is suspended: nothing is done
--   late END               a new record would outlive the grant, or has expired: nothing is done
--   none                   there is no such grant
local most, presented, grace = tonumber(ARGV[5]), ARGV[6], tonumber(ARGV[7])
local newSession = {expiry = ARGV[8], record = ARGV[9], token = ARGV[10]}
local newRefresh = {expiry = ARGV[11], record = ARGV[12], token = ARGV[13]}

checkTypes()
local live = {sessions = members(sessions), refreshes = members(refreshes)}
local function of(token)
  local session, refresh, all = '', nil, {}
  for _, set in ipairs({live.sessions, live.refreshes}) do
    for _, one in ipairs(set) do
      if one.refresh == token then
        if one.key == sessions then session = one.member else refresh = one.member end
        table.insert(all, one)
      end
    end
  end
  return session, refresh, all
end

local _, found, old = of(presented)
local grant = grantOf(presented)
local function isSuspended(records)
  for _, one in ipairs(records) do
    local object = one.key == sessions and (decode(one.member) or scan(one.member))
    if type(object) == 'table' and object.is_suspended == true then return true end
  end
  return redis.call('EXISTS', suspended) == 1
end
if not found or (grant and grant.spent) then
  if not grant or not grant.spent or not grant.live or grant.session then return {'none'} end
  local token
  for _, set in pairs(live) do
    for _, one in ipairs(set) do
      if one.refresh and redis.sha1hex(one.refresh) == grant.live then token = one.refresh end
    end
  end
  if not token then return {'none'} end
  local session, refresh, all = of(token)
  if tonumber(now) - grant.spent <= grace or token == newRefresh.token then
    if isSuspended(all) then return {'suspended'} end
    if not refresh then return {'none'} end
    return {'won', session, refresh}
  end
  redis.call('HDEL', grants, 'g:' .. grant.id)
  event('reused', 'refresh', print16(presented), 'reuse')
  local ended = {'reused'}
  for _, one in ipairs(all) do
    table.insert(ended, remove(one))
    event('revoked', kinds[one.key], print16(one.token), 'reuse')
  end
  return ended
end

if isSuspended(old) then return {'suspended'} end
local finish = grant and grant.finish
for _, new in ipairs({newSession, newRefresh}) do
  if tonumber(new.expiry) <= tonumber(now) or finish and tonumber(new.expiry) > finish then
    return {'late', tostring(finish or '')}
  end
end

local id = grant and grant.id or call
local sum, newSum = redis.sha1hex(presented), redis.sha1hex(newRefresh.token)
-- What Redis may refuse at its memory limit comes first, when nothing has changed yet.
local until_ = finish or math.max(tonumber(newRefresh.expiry), tonumber(redis.call('ZSCORE', spent, liveMember(sum)) or 0))
until_ = string.format('%.0f', until_)
redis.call('ZADD', spent, until_, spentMember(sum), until_, liveMember(newSum))
redis.call('ZREM', spent, liveMember(sum))
redis.call('HSET', grants, 'r:' .. sum, id .. ' ' .. now, 'r:' .. newSum, id, 'g:' .. id, newSum .. ' ' .. (finish and string.format('%.0f', finish) or ''))
-- A sign-out with the old session ends the grant, for as long as that session would have been live.
for _, one in ipairs(old) do
  if one.key == sessions and one.token and one.token ~= newSession.token then
    local oldSum = redis.sha1hex(one.token)
    redis.call('ZADD', spent, redis.call('ZSCORE', sessions, one.member), spentMember(oldSum))
    redis.call('HSET', grants, 'r:' .. oldSum, id .. ' ' .. now .. ' session')
  end
end
local gone = {}
keep(sessions, newSession.expiry, newSession.record, newSession.token, most, gone)
keep(refreshes, newRefresh.expiry, newRefresh.record, newRefresh.token, most, gone)
for _, one in ipairs(old) do
  if one.token ~= newSession.token and one.token ~= newRefresh.token then remove(one) end
end
forgetExpired()
-- The set is bounded: a spent token may be forgotten after its grace period, before its grant ends.
local over = redis.call('ZCARD', spent) - 10 * most
if over > 0 then
  for _, member in ipairs(redis.call('ZRANGE', spent, 0, math.min(over, 100) - 1)) do
    local at = tonumber(string.match(member, '^%d+'))
    if at and at / 1000 + grace < tonumber(now) then forget(member) end
  end
end
event('rotated', 'refresh', print16(presented))
return {'done', newSession.record, newRefresh.record}
