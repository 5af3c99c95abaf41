-- Stores a key until it expires. KEYS: its hash, its outbox, and the marker that it was made. ARGV: its event, its
-- expiry (Unix milliseconds), until when it must not be made again (Unix milliseconds, or ''), and the fields and
-- values of the hash. Returns 1; 0 if the expiry has passed; 2 if it was made before.
local expiry, once = ARGV[2], ARGV[3]
if tonumber(expiry) <= tonumber(now) * 1000 then return 0 end
if once ~= '' then
  if redis.call('HSETNX', KEYS[3], 'at', now) == 0 then return 2 end
  redis.call('PEXPIREAT', KEYS[3], once)
end
redis.call('HSET', KEYS[1], unpack(ARGV, 4))
-- This key has one writer and one expiry, so it can have a TTL.
redis.call('PEXPIREAT', KEYS[1], expiry)
redis.call('RPUSH', KEYS[2], (string.gsub(ARGV[1], '"time":""', '"time":"' .. now .. '"')))
return 1
