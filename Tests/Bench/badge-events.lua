-- For wrk: batches of BENCH_BATCH orders of today for badges, each with an id of its own that was
-- never used, spread over the members m0 … m<BENCH_MEMBERS - 1>.
dofile("Tests/Bench/figures.lua")
local requests = dofile("Tests/Bench/requests.lua")
local size = tonumber(os.getenv("BENCH_BATCH"))
local next_batch

local function order()
  local now = os.date("!%Y-%m-%dT%H:%M:%SZ")
  return string.format(
    '{"id":"%s","type":"order.paid","member":"%s","occurredAt":"%s","day":"%s",'
      .. '"attributes":{"amountMinor":5000}}',
    requests.key(), requests.member(), now, now:sub(1, 10))
end

local function batch()
  local events = {}
  for index = 1, size do events[index] = order() end
  return requests.request(
    "POST", "/v1/events", nil, '{"events":[' .. table.concat(events, ",") .. "]}")
end

function init() next_batch = requests.made(batch) end

function request() return next_batch() end
