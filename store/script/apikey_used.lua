-- Records when an API key was last used. KEYS[1]: its hash. ARGV[1]: Unix seconds. A key that is gone stays gone:
-- otherwise this would leave a hash without a TTL.
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], 'used', ARGV[1]) end
return 1
