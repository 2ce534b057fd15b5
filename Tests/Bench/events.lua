-- For wrk: single events order.paid over 1.00, each with an id of its own that was never used, of
-- which each earns 1 point by the starter programme.
dofile("Tests/Bench/figures.lua")
local requests = dofile("Tests/Bench/requests.lua")
local next_event

function init()
  next_event = requests.made(function()
    return requests.request("POST", "/v1/events", nil, requests.event())
  end)
end

function request() return next_event() end
