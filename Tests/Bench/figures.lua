-- For wrk: at the end, one line of figures that a script can read:
--   figures ANSWERED MICROSECONDS MEDIAN REFUSED BROKEN
-- answers of any status, the length of the run, the median of an answer's time in microseconds,
-- answers of 400 or above, errors of connections. Alone it sends plain GET requests.
function done(summary, latency)
  local errors = summary.errors
  local broken = errors.connect + errors.read + errors.write + errors.timeout
  io.write(
    string.format(
      "figures %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
      errors.status, broken))
end
