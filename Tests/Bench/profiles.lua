-- For wrk: reads of the pages of the members m0 … m<BENCH_MEMBERS - 1>, in any order.
dofile("Tests/Bench/figures.lua")
local requests = dofile("Tests/Bench/requests.lua")
local next_read

function init()
  next_read = requests.made(function()
    return requests.request("GET", "/v1/members/" .. requests.member() .. "/profile")
  end)
end

function request() return next_read() end
