-- Keeps a key until it expires. KEYS: its hash, the outbox beside it. ARGV: the event of it, expiry (Unix
-- milliseconds), and the fields and values of the hash. Returns 1, or 0 if the expiry has passed.
local expiry = ARGV[2]
if tonumber(expiry) <= tonumber(now) * 1000 then return 0 end
redis.call('HSET', KEYS[1], unpack(ARGV, 3))
-- This key has one writer and one expiry, so its lifetime can be given.
redis.call('PEXPIREAT', KEYS[1], expiry)
redis.call('RPUSH', KEYS[2], (string.gsub(ARGV[1], '"time":""', '"time":"' .. now .. '"')))
return 1
