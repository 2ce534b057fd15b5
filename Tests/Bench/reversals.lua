-- For wrk: reversals of 1 point of the credits whose ids stand in the file BENCH_IDS, in any order.
dofile("Tests/Bench/figures.lua")
local requests = dofile("Tests/Bench/requests.lua")
local next_reversal

function init()
  local ids = {}
  for id in io.lines(os.getenv("BENCH_IDS")) do ids[#ids + 1] = id end
  next_reversal = requests.made(function()
    return requests.request(
      "POST", "/v1/transfers/" .. ids[math.random(#ids)] .. "/reversals", requests.key(),
      '{"amount":1,"reason":"returned"}')
  end)
end

function request() return next_reversal() end
