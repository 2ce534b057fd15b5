-- For wrk: holds of 1 point; each that was answered is captured or released by a next request, in
-- turns.
dofile("Tests/Bench/figures.lua")
local requests = dofile("Tests/Bench/requests.lua")
local next_hold
local held = {}
local ends = "capture"

function init()
  next_hold = requests.made(function()
    return requests.request(
      "POST", "/v1/holds", requests.key(),
      string.format('{"member":"%s","amount":1,"reason":"table"}', requests.member()))
  end)
end

function request()
  local id = table.remove(held)
  if not id then return next_hold() end
  ends = ends == "capture" and "release" or "capture"
  return requests.request("POST", "/v1/holds/" .. id .. "/" .. ends, requests.key(), "{}")
end

function response(status, headers, body)
  if not body:find('"kind":"hold"', 1, true) then return end
  held[#held + 1] = body:match('"id":"([^"]+)"')
end
