-- For wrk: batches of BENCH_BATCH credits, each with a key of its own that was never used.
dofile("Tests/Bench/figures.lua")
local requests = dofile("Tests/Bench/requests.lua")
local size = tonumber(os.getenv("BENCH_BATCH"))
local next_batch

local function batch()
  local operations = {}
  for index = 1, size do
    operations[index] = string.format(
      '{"key":"%s","type":"credit",%s}', requests.key(), requests.credit())
  end
  return requests.request(
    "POST", "/v1/batches", nil, '{"operations":[' .. table.concat(operations, ",") .. "]}")
end

function init() next_batch = requests.made(batch) end

function request() return next_batch() end
