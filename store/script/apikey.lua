-- Keeps an API key until it expires. KEYS[1]: its hash.
-- ARGV: expiry (Unix milliseconds), and the fields and values of the hash.
-- Returns 1, or 0 if the expiry has passed.
local expiry = ARGV[1]
if tonumber(expiry) <= tonumber(now) * 1000 then return 0 end
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
-- This key has one writer and one expiry, so its lifetime can be given.
redis.call('PEXPIREAT', KEYS[1], expiry)
return 1
