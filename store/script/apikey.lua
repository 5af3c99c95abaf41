-- Keeps an API key until it expires. KEYS: its hash, the index of all API keys.
-- ARGV: ID, made at (Unix seconds), expiry (Unix milliseconds), and the fields and values of the hash.
-- Returns 1, or 0 if the expiry has passed.
--
-- The index comes first: where it is of another type nobody gets a key that no list shows.
local id, created, expiry = ARGV[1], ARGV[2], ARGV[3]
if tonumber(expiry) <= tonumber(now) * 1000 then return 0 end
redis.call('ZADD', KEYS[2], created, id)
redis.call('HSET', KEYS[1], unpack(ARGV, 4))
-- This key has one writer and one expiry, so its lifetime can be given.
redis.call('PEXPIREAT', KEYS[1], expiry)
return 1
