-- Replaces sessions by others with the same expiry: all of them, or none if one is gone. ARGV: the fingerprint, the
-- transition ('suspended', 'resumed', or '' if nothing changes), and pairs of the SHA-1 of a member (so that the
-- command does not hold its token twice) and the member that replaces it. Returns 1 if they were replaced, else 0.
local all = redis.call('ZRANGE', sessions, 0, -1, 'WITHSCORES')
local at = {}
for i = 1, #all, 2 do at[redis.sha1hex(all[i])] = i end
for i = 7, #ARGV, 2 do
  if not at[ARGV[i]] then return 0 end
end
for i = 7, #ARGV, 2 do
  local old = at[ARGV[i]]
  redis.call('ZREM', sessions, all[old])
  redis.call('ZADD', sessions, all[old + 1], ARGV[i + 1])
end
if ARGV[6] ~= '' then event(ARGV[6], 'session', ARGV[5]) end
return 1
