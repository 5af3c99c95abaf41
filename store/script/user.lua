-- What every script that changes what a user has begins with, after the clock and the tokens.
-- KEYS: the session set, the refresh set, and beside them about, grants, spent, suspended and outbox.
-- ARGV: a text that no other call has, the user, the cause and the actor of the events; then the script's own.
local sessions, refreshes, about, grants, spent, suspended, outbox = unpack(KEYS)
local call, user, cause, actor = unpack(ARGV, 1, 4)
local kinds = {[sessions] = 'session', [refreshes] = 'refresh'}

-- At its memory limit Redis refuses to write events. What ends a record must not fail for it.
local events = 0
local function event(transition, kind, fingerprint, why)
  events = events + 1
  redis.pcall('RPUSH', outbox, cjson.encode({
    key = call .. '-' .. events, time = now, user_id = user, kind = kind, fingerprint = fingerprint,
    transition = transition, cause = why or cause, actor = actor,
  }))
end

-- What is done stays done when a script fails: that a key is of another type is found out before.
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

-- Removes a member and what is known about it. Returns what a caller is told of it, or nil if it was not there.
local function remove(record)
  if redis.call('ZREM', record.key, record.member) == 0 then return end
  local fingerprint = record.token and print16(record.token) or ''
  -- An ending must not fail because another program gave one of the keys beside the sets another type.
  if record.token then redis.pcall('HDEL', about, fingerprint .. ':at', fingerprint .. ':used') end
  return kinds[record.key] .. ':' .. fingerprint
end

-- The grant of a refresh token that was rotated, or of a session that was (then session is true): which refresh token
-- is live, and when the grant ends, or nothing. It is kept by an ID, since each token that was spent leads to it.
local function grantOf(token)
  local entry = redis.pcall('HGET', grants, 'r:' .. redis.sha1hex(token))
  if type(entry) ~= 'string' then return end
  local id, at, kind = string.match(entry, '^(%S+) ?(%S*) ?(%S*)$')
  local live, finish = string.match(redis.call('HGET', grants, 'g:' .. id) or '', '^(%S+) ?(%S*)$')
  return {id = id, spent = tonumber(at), live = live, finish = tonumber(finish), session = kind == 'session'}
end

-- Ends what is known of a grant whose refresh token has ended. Tokens that were spent lead nowhere then.
local function forgetGrant(token)
  local grant = grantOf(token)
  if grant then redis.call('HDEL', grants, 'g:' .. grant.id) end
end

-- Members of the set of tokens that lead to a grant, of those with the same end in the order in which they go: one
-- that was spent, and one that is live.
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

-- Forgets tokens whose time has passed, and with the live one its grant.
local function forgetExpired()
  if type(redis.pcall('ZCARD', spent)) ~= 'number' or type(redis.pcall('HLEN', grants)) ~= 'number' then return end
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', spent, '-inf', now, 'LIMIT', 0, 100)) do forget(member) end
end

-- Keeps a record. Returns whether it took the place of another with its token, and adds to gone what had to go
-- to make room. ZADD comes first: at its memory limit Redis refuses it, and then nothing has changed.
local function keep(key, expiry, record, token, most, gone)
  local replaced = redis.call('ZADD', key, expiry, record) == 0
  -- A lifetime that another program gave the key would end this record early.
  redis.call('PERSIST', key)
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)

  -- The earliest expiry goes first, but never the record that has just come.
  local function trim(limit)
    local over = redis.call('ZCARD', key) - limit
    if over <= 0 then return end
    -- A score past the year 9999, as in milliseconds, is in no list: it takes no live record's place.
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

  -- However many members somebody wrote, few are read below: Redis serves nobody else meanwhile.
  trim(2 * most)

  -- A token has one record: a new one replaces the old, and no list ever shows both.
  for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do
    -- Most members are not worth reading: the token stands in them as it is, or with escapes.
    local may = string.find(member, token, 1, true) or string.find(member, '\\', 1, true)
    if may and member ~= record and tokens(member) == token then
      redis.call('ZREM', key, member)
      replaced = true
    end
  end
  local fingerprint = print16(token)
  redis.call('HSETNX', about, fingerprint .. ':at', now)
  trim(most)

  -- What is known about records that have expired goes when it is more than about those that may be there.
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

