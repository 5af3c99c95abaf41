-- Records when records were last used. KEYS[1]: about. ARGV: fingerprints and times, Unix seconds. Unknown records
-- are skipped, or one that has just ended would leave something behind.
for i = 1, #ARGV, 2 do
  if redis.call('HEXISTS', KEYS[1], ARGV[i] .. ':at') == 1 then
    redis.call('HSET', KEYS[1], ARGV[i] .. ':used', ARGV[i + 1])
  end
end
return 1
