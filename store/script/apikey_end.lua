-- Ends a key, whatever is kept in its place. KEYS: its hash, the outbox beside it. ARGV: the event of it.
-- Returns whether there was one.
if redis.call('DEL', KEYS[1]) == 0 then return 0 end
redis.pcall('RPUSH', KEYS[2], (string.gsub(ARGV[1], '"time":""', '"time":"' .. now .. '"')))
return 1
