-- For wrk: batches of BENCH_BATCH events like those of events.lua.
dofile("Tests/Bench/figures.lua")
local requests = dofile("Tests/Bench/requests.lua")
local size = tonumber(os.getenv("BENCH_BATCH"))
local next_batch

local function batch()
  local events = {}
  for index = 1, size do events[index] = requests.event() end
  return requests.request(
    "POST", "/v1/events", nil, '{"events":[' .. table.concat(events, ",") .. "]}")
end

function init() next_batch = requests.made(batch) end

function request() return next_batch() end
