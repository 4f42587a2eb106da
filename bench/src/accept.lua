-- Hands messages over, each to another conversation of the list and with a key of its own, and reports one line at the
-- end. Arguments: the list, one conversation a line.

local conversations = {}
local prefix
local count = 0

function init(args)
  for line in io.lines(args[1]) do
    conversations[#conversations + 1] = line
  end
  prefix = os.getenv("BENCH_SEED") .. "-"
end

function request()
  count = count + 1
  local headers = {
    ["Authorization"] = "Bearer " .. os.getenv("BENCH_KEY"),
    ["Content-Type"] = "application/json",
    ["Idempotency-Key"] = prefix .. count,
  }
  local body = string.format(
    '{"conversation":"%s","text":"This is message %d: shall we talk about it on Tuesday?","mode":"async","send_at":"%s"}',
    conversations[count % #conversations + 1], count, os.getenv("BENCH_SEND_AT"))
  return wrk.format("POST", "/v1/messages", headers, body)
end

function done(summary, latency, _)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("measured %d %d %d %d %d %d\n", summary.requests, summary.duration, failed,
    latency:percentile(50), latency:percentile(99), summary.bytes))
end
