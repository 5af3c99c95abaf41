-- Notes when an API key was last used. KEYS[1]: its hash. ARGV[1]: Unix seconds. Only of one that is there: one that has
-- just ended would leave a hash without a lifetime.
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], 'used', ARGV[1]) end
return 1
