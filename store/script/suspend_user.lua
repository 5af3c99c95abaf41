-- Suspends all of a user's sessions, including those registered later, or resumes them. ARGV: 1 or 0. Returns whether
-- anything changed.
if ARGV[5] == '1' then
  -- At its memory limit Redis refuses a script whose first write needs memory. HDEL frees memory, so a suspension
  -- succeeds.
  redis.call('HDEL', suspended, 'again')
  if redis.call('HSETNX', suspended, 'since', now) == 0 then
    redis.call('HSET', suspended, 'again', now) -- a write, so that WAIT covers it
    return 0
  end
  event('suspended', 'user', '')
  return 1
end
if redis.call('DEL', suspended) == 0 then return 0 end
event('resumed', 'user', '')
return 1
