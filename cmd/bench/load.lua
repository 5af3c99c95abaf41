-- Sends one request for each bearer token in the file args[1], one per line, in a cycle that starts after line
-- args[2].
local requests, at = {}, 0

function init(args)
  for bearer in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", nil, { Authorization = "Bearer " .. bearer })
  end
  at = tonumber(args[2])
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary)
  local errors = summary.errors
  io.write(string.format("answers %d micros %d bad %d\n", summary.requests, summary.duration,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
