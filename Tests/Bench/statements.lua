-- For wrk: the newest 50 lines of the statements of m0 … m<BENCH_MEMBERS - 1>, in any order.
dofile("Tests/Bench/figures.lua")
local requests = dofile("Tests/Bench/requests.lua")
local next_read

function init()
  next_read = requests.made(function()
    return requests.request(
      "GET", "/v1/members/" .. requests.member() .. "/transfers?limit=50")
  end)
end

function request() return next_read() end
