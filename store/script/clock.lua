-- The time by the clock of Redis, Unix seconds: that of whoever runs a script may be wrong.
local time = redis.call('TIME')
local now = string.format('%s.%06d', time[1], time[2])

