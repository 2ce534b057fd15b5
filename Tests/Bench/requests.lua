-- What the loads for wrk share: keys, credits, whole requests, and a store of requests that are
-- made before the clock starts, so that the load generator takes little of the processors that
-- the gateway needs. Each thread of wrk has a Lua of its own; settings come by the environment.
local requests = {}

local members = tonumber(os.getenv("BENCH_MEMBERS"))
local ahead = tonumber(os.getenv("BENCH_AHEAD"))
local token = os.getenv("BENCH_TOKEN")

-- Each thread and each run has other keys: the seed is 52 bits of the system's randomness.
local function seed()
  local file = assert(io.open("/dev/urandom", "rb"))
  local value = 0
  for byte in file:read(6):gmatch(".") do value = value * 256 + byte:byte() end
  file:close()
  math.randomseed(value)
end

-- A key like a UUID of version 4, as a host would send it.
function requests.key()
  local random = math.random
  return string.format(
    "%04x%04x-%04x-4%03x-%04x-%04x%08x", random(0, 65535), random(0, 65535), random(0, 65535),
    random(0, 4095), random(32768, 49151), random(0, 65535), random(0, 4294967295))
end

-- A member who exists, each as likely as any other.
function requests.member()
  return "m" .. math.random(0, members - 1)
end

-- The members of a credit's body.
function requests.credit()
  return string.format('"member":"%s","amount":10,"reason":"order"', requests.member())
end

-- An event that earns 1 point by the starter programme, which grants a member at most 500 a day.
function requests.event()
  return string.format(
    '{"id":"%s","type":"order.paid","member":"%s","occurredAt":"%s","amountMinor":100}',
    requests.key(), requests.member(), os.date("!%Y-%m-%dT%H:%M:%SZ"))
end

-- A whole request; `key` and `body` may be absent.
function requests.request(method, path, key, body)
  local headers = { ["Authorization"] = "Bearer " .. token, ["Idempotency-Key"] = key }
  if body then headers["Content-Type"] = "application/json" end
  return wrk.format(method, path, headers, body)
end

-- A function that hands out what `make` makes; the first are made now.
function requests.made(make)
  seed()
  local store, used = {}, 0
  for index = 1, ahead do store[index] = make() end
  return function()
    used = used + 1
    return store[used] or make()
  end
end

return requests
