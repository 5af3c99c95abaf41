-- Stores records of a user. ARGV: most records in a set, when the grant ends (Unix seconds) or ''; and for each
-- record its kind, expiry, text and token.
-- Returns 1 if an expiry has passed and 2 if a token was rotated away (then nothing is done), else 0; whether the
-- first replaced another record; and what was evicted to make room.
local most, finish = tonumber(ARGV[5]), ARGV[6]
for i = 7, #ARGV, 4 do
  if tonumber(ARGV[i + 1]) <= tonumber(now) then return {1, 0} end
end
for i = 7, #ARGV, 4 do redis.call('ZCARD', ARGV[i] == 'session' and sessions or refreshes) end
checkTypes()
-- A token that was rotated away stays so: a registration that comes late, or twice, must not bring it back.
for i = 7, #ARGV, 4 do
  local grant = grantOf(ARGV[i + 3])
  if grant and grant.spent then return {2, 0} end
end
local gone, first = {}, 0
for i = 7, #ARGV, 4 do
  local kind, expiry, record, token = unpack(ARGV, i, i + 3)
  local key = kind == 'session' and sessions or refreshes
  local replaced = keep(key, expiry, record, token, most, gone)
  if not replaced then event('registered', kind, print16(token)) end
  if i == 7 and replaced then first = 1 end
  if kind == 'refresh' and finish ~= '' and not grantOf(token) then
    redis.call('HSET', grants, 'r:' .. redis.sha1hex(token), call, 'g:' .. call, redis.sha1hex(token) .. ' ' .. finish)
    redis.call('ZADD', spent, finish, liveMember(redis.sha1hex(token)))
  end
end
forgetExpired()
local result = {0, first}
for _, ended in ipairs(gone) do table.insert(result, ended) end
return result
