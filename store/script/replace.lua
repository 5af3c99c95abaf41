-- Replaces members by others with the same expiry: all of them, or none if one is gone.
-- KEYS[1]: the user's set. ARGV: pairs of the SHA-1 of a member (so that no token stands in the
-- command twice) and the member that replaces it. Returns 1 if they were replaced, else 0.
local members = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
local at = {}
for i = 1, #members, 2 do at[redis.sha1hex(members[i])] = i end
for i = 1, #ARGV, 2 do
  if not at[ARGV[i]] then return 0 end
end
for i = 1, #ARGV, 2 do
  local old = at[ARGV[i]]
  redis.call('ZREM', KEYS[1], members[old])
  redis.call('ZADD', KEYS[1], members[old + 1], ARGV[i + 1])
end
return 1
