-- For wrk with one thread: check-ins of the members m<BENCH_FIRST>, the next one and so on, each
-- of whom checks in once.
dofile("Tests/Bench/figures.lua")
local requests = dofile("Tests/Bench/requests.lua")
local next_member = tonumber(os.getenv("BENCH_FIRST"))
local next_checkin, looked_at

function init()
  next_checkin = requests.made(function()
    local body = string.format('{"member":"m%d"}', next_member)
    next_member = next_member + 1
    return requests.request("POST", "/v1/checkins", nil, body)
  end)
end

-- Before wrk starts it looks at one request that it does not send; it gets it again.
function request()
  if looked_at == nil then
    looked_at = next_checkin()
    return looked_at
  elseif looked_at then
    local first = looked_at
    looked_at = false
    return first
  end
  return next_checkin()
end
