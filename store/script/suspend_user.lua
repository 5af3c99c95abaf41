-- Suspends all of a user's sessions, those registered later included, or resumes them. ARGV: 1 or 0.
-- Returns whether anything changed.
if ARGV[5] == '1' then
  -- At its memory limit Redis refuses what comes first, unless it frees memory: a suspension must not fail for that.
  redis.call('HDEL', suspended, 'again')
  if redis.call('HSETNX', suspended, 'since', now) == 0 then
    redis.call('HSET', suspended, 'again', now) -- so that replicas can be waited for
    return 0
  end
  event('suspended', 'user', '')
  return 1
end
if redis.call('DEL', suspended) == 0 then return 0 end
event('resumed', 'user', '')
return 1
