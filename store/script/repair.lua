-- Repairs a user's set. KEYS[1]: the set. ARGV: pairs of an expiry and its record, whose score was seen to be later.
-- Returns whether the set had a TTL, how many scores were lowered to the expiry, and how many expired members were
-- removed.
--
-- A score is only ever lowered, and only one that counts: no record is prolonged or revived.
local key = KEYS[1]
local lifetime = redis.call('PERSIST', key)
local ended = redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
local lowered = 0
for i = 1, #ARGV, 2 do
  local expiry, record = ARGV[i], ARGV[i + 1]
  local score = tonumber(redis.call('ZSCORE', key, record))
  if score and score > tonumber(expiry) and score <= 253402300799 then
    if tonumber(expiry) <= tonumber(now) then
      ended = ended + redis.call('ZREM', key, record)
    else
      redis.call('ZADD', key, 'XX', expiry, record)
      lowered = lowered + 1
    end
  end
end
return {lifetime, lowered, ended}
