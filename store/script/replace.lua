-- Replaces one member by another with the same expiry, if it is still there.
-- KEYS[1]: the user's set. ARGV: SHA-1 of the member (so that no token stands in the command
-- twice), the member that replaces it. Returns 1 if it was replaced, 0 if it was gone.
local members = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
for i = 1, #members, 2 do
  if redis.sha1hex(members[i]) == ARGV[1] then
    redis.call('ZREM', KEYS[1], members[i])
    redis.call('ZADD', KEYS[1], members[i + 1], ARGV[2])
    return 1
  end
end
return 0
