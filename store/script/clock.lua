-- The time by the clock of Redis, in Unix seconds: the clock of the caller may be wrong.
local time = redis.call('TIME')
local now = string.format('%s.%06d', time[1], time[2])

