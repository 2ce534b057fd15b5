-- For wrk: plays of the lottery BENCH_GAME by the members whose tokens the file BENCH_TOKENS lists,
-- one after the other, each play with a key and a client seed of its own.
dofile("Tests/Bench/figures.lua")
local requests = dofile("Tests/Bench/requests.lua")
local path = "/v1/lotteries/" .. os.getenv("BENCH_GAME") .. "/draws"
local tokens, turn = {}, 0
for line in io.lines(os.getenv("BENCH_TOKENS")) do tokens[#tokens + 1] = line end

local function play()
  turn = turn % #tokens + 1
  local key = requests.key()
  return wrk.format("POST", path, {
    ["Authorization"] = "Bearer " .. tokens[turn], ["Idempotency-Key"] = key,
    ["Content-Type"] = "application/json",
  }, '{"clientSeed":"' .. key .. '"}')
end

local next_play

function init() next_play = requests.made(play) end

function request() return next_play() end
