-- The prefix of every script that changes a user's records, after clock.lua and tokens.lua.
-- KEYS: the session set, the refresh set, and beside them about, grants, spent, suspended and outbox.
-- ARGV: a unique ID of the call; the user, the cause and the actor of the events; then the script's own.
local sessions, refreshes, about, grants, spent, suspended, outbox = unpack(KEYS)
local call, user, cause, actor = unpack(ARGV, 1, 4)
local kinds = {[sessions] = 'session', [refreshes] = 'refresh'}

-- At its memory limit Redis refuses to write events. Ending a record must not fail because of that.
local events = 0
local function event(transition, kind, fingerprint, why)
  events = events + 1
  redis.pcall('RPUSH', outbox, cjson.encode({
    key = call .. '-' .. events, time = now, user_id = user, kind = kind, fingerprint = fingerprint,
    transition = transition, cause = why or cause, actor = actor,
  }))
end

-- A script that fails is not rolled back, so wrong types are found before anything is written.
local function checkTypes()
  redis.call('ZCARD', spent)
  for _, key in ipairs({about, grants}) do redis.call('HLEN', key) end
end

local function print16(token) return string.sub(redis.sha1hex(token), 1, 16) end

-- Returns the members of a set that may be live, each with its token and refresh token, latest score first.
local function members(key)
  local found = {}
  for _, member in ipairs(redis.call('ZRANGE', key, '253402300799', '(' .. now, 'BYSCORE', 'REV')) do
    local token, refresh = tokens(member)
    table.insert(found, {key = key, member = member, token = token, refresh = key == refreshes and token or refresh})
  end
  return found
end

-- Removes a member and what is known about it. Returns what the caller is told, or nil if it was gone.
local function remove(record)
  if redis.call('ZREM', record.key, record.member) == 0 then return end
  local fingerprint = record.token and print16(record.token) or ''
  -- Ending a record must not fail because another program changed the type of a key beside the sets.
  if record.token then redis.pcall('HDEL', about, fingerprint .. ':at', fingerprint .. ':used') end
  return kinds[record.key] .. ':' .. fingerprint
end

-- Returns the grant to which a token leads, or nil: its ID, when the token was spent (if it was), the SHA-1 of the
-- live refresh token, when the grant ends (if it does), and whether the token is a session's. It has an ID, since
-- each spent token leads to it.
local function grantOf(token)
  local entry = redis.pcall('HGET', grants, 'r:' .. redis.sha1hex(token))
  if type(entry) ~= 'string' then return end
  local id, at, kind = string.match(entry, '^(%S+) ?(%S*) ?(%S*)$')
  local live, finish = string.match(redis.call('HGET', grants, 'g:' .. id) or '', '^(%S+) ?(%S*)$')
  return {id = id, spent = tonumber(at), live = live, finish = tonumber(finish), session = kind == 'session'}
end

-- Forgets the grant of a refresh token that has ended. Its spent tokens then lead nowhere.
local function forgetGrant(token)
  local grant = grantOf(token)
  if grant then redis.call('HDEL', grants, 'g:' .. grant.id) end
end

-- Members of the set of tokens that lead to a grant: a spent token, and a live one. Of those with the same score, the
-- spent ones sort first, by when they were spent.
local function spentMember(sum) return string.format('%014.0f:', now * 1000) .. sum end
local function liveMember(sum) return 'live:' .. sum end

local function forget(member)
  local sum = string.match(member, '[^:]*$')
  local id = string.match(redis.call('HGET', grants, 'r:' .. sum) or '', '^%S+')
  if id and string.match(redis.call('HGET', grants, 'g:' .. id) or '', '^%S+') == sum then
    redis.call('HDEL', grants, 'g:' .. id)
  end
  redis.call('HDEL', grants, 'r:' .. sum)
  redis.call('ZREM', spent, member)
end

-- Forgets tokens that have expired, and with a live one its grant.
local function forgetExpired()
  if type(redis.pcall('ZCARD', spent)) ~= 'number' or type(redis.pcall('HLEN', grants)) ~= 'number' then return end
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', spent, '-inf', now, 'LIMIT', 0, 100)) do forget(member) end
end

-- Stores a record. Returns whether it replaced another with its token, and adds to gone what was evicted to make
-- room. ZADD comes first: Redis may refuse it at its memory limit, and then nothing has changed.
local function keep(key, expiry, record, token, most, gone)
  local replaced = redis.call('ZADD', key, expiry, record) == 0
  -- A TTL that another program gave the key would end this record early.
  redis.call('PERSIST', key)
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)

  -- The earliest expiry goes first, but never the new record.
  local function trim(limit)
    local over = redis.call('ZCARD', key) - limit
    if over <= 0 then return end
    -- A score past the year 9999, as in milliseconds, is in no list, so it must not cost a live record its place.
    over = over - redis.call('ZREMRANGEBYSCORE', key, '(253402300799', '+inf')
    if over <= 0 then return end
    for _, member in ipairs(redis.call('ZRANGE', key, 0, over)) do
      if over > 0 and member ~= record then
        over = over - 1
        local ended = remove({key = key, member = member, token = tokens(member)})
        table.insert(gone, ended)
        event('evicted', kinds[key], string.match(ended, ':(.*)'), 'limit')
      end
    end
  end

  -- Another program may have written any number of members. Only so many are read below, while Redis serves nobody
  -- else.
  trim(2 * most)

  -- A token has one record: a new one replaces the old, and no list ever shows both.
  for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do
    -- Most members need not be decoded: the token appears in them literally, or with escapes.
    local may = string.find(member, token, 1, true) or string.find(member, '\\', 1, true)
    if may and member ~= record and tokens(member) == token then
      redis.call('ZREM', key, member)
      replaced = true
    end
  end
  local fingerprint = print16(token)
  redis.call('HSETNX', about, fingerprint .. ':at', now)
  trim(most)

  -- What is known about expired records is removed once it is more than there can be about live ones.
  if redis.call('HLEN', about) > 8 * most then
    local there = {}
    for _, set in ipairs({sessions, refreshes}) do
      for _, one in ipairs(members(set)) do
        if one.token then there[print16(one.token)] = true end
      end
    end
    for _, field in ipairs(redis.call('HKEYS', about)) do
      if not there[string.sub(field, 1, 16)] then redis.call('HDEL', about, field) end
    end
  end
  return replaced
end

