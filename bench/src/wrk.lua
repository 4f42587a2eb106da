-- Sends one of the listed requests after the other, drawn at random, and reports one line at the end.
-- Arguments: the list; each line is a path and, behind a tab, the tag for If-None-Match, or no-cache.

local requests = {}

function init(args)
  local key = os.getenv("BENCH_KEY")
  for line in io.lines(args[1]) do
    local path, tag = line:match("^([^\t]*)\t?(.*)$")
    local headers = { ["Authorization"] = "Bearer " .. key }
    if tag == "no-cache" then
      headers["Cache-Control"] = tag
    elseif tag ~= "" then
      headers["If-None-Match"] = tag
    end
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
  math.randomseed(tonumber(os.getenv("BENCH_SEED") or "1"))
end

function request()
  return requests[math.random(#requests)]
end

function done(summary, latency, _)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("measured %d %d %d %d %d %d\n", summary.requests, summary.duration, failed,
    latency:percentile(50), latency:percentile(99), summary.bytes))
end
