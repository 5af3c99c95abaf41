-- Keeps a user's records in one step. ARGV: most records in a set, when the grant ends (Unix seconds) or nothing; and
-- for each record its kind, its expiry, itself and its token.
-- Returns whether an expiry has passed (then nothing is done), whether the first took the place of another, and what
-- had to go to make room.
local most, finish = tonumber(ARGV[5]), ARGV[6]
for i = 7, #ARGV, 4 do
  if tonumber(ARGV[i + 1]) <= tonumber(now) then return {1, 0} end
end
-- What is done stays done when a script fails: that a key is of another type is found out before.
for i = 7, #ARGV, 4 do redis.call('ZCARD', ARGV[i] == 'session' and sessions or refreshes) end
redis.call('ZCARD', spent)
for _, key in ipairs({about, grants}) do redis.call('HLEN', key) end
local gone, first = {}, 0
for i = 7, #ARGV, 4 do
  local kind, expiry, record, token = unpack(ARGV, i, i + 3)
  local key = kind == 'session' and sessions or refreshes
  local replaced = keep(key, expiry, record, token, most, gone)
  if not replaced then event('registered', kind, print16(token)) end
  if i == 7 and replaced then first = 1 end
  if kind == 'refresh' and finish ~= '' and not grantOf(token) then
    redis.call('HSET', grants, 'r:' .. redis.sha1hex(token), call, 'g:' .. call, redis.sha1hex(token) .. ' ' .. finish)
    redis.call('ZADD', spent, finish, redis.sha1hex(token))
  end
end
forgetSpent()
return {0, first, unpack(gone)}
