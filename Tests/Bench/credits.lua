-- For wrk: single credits of 10 points with keys that were never used, spread over the members
-- m0 … m<BENCH_MEMBERS - 1>; with BENCH_MEMBERS=1 all on one member.
dofile("Tests/Bench/figures.lua")
local requests = dofile("Tests/Bench/requests.lua")
local next_credit

function init()
  next_credit = requests.made(function()
    return requests.request(
      "POST", "/v1/credits", requests.key(), "{" .. requests.credit() .. "}")
  end)
end

function request() return next_credit() end
