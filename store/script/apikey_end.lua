-- Deletes a key, whatever its type. KEYS: its hash, and its outbox. ARGV: its event. Returns whether it existed.
if redis.call('DEL', KEYS[1]) == 0 then return 0 end
redis.pcall('RPUSH', KEYS[2], (string.gsub(ARGV[1], '"time":""', '"time":"' .. now .. '"')))
return 1
