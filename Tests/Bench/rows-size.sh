# Sourced by compose/bench: the rows of the large store, of 1 million members. All use one copy of
# it, which grows from row to row; those that want it as it was made come first.

# compare_sizes ROW LOAD MINIMUM AIM [START]: a load against the large store and against the small
# one, in turns.
compare_sizes() {
  "${5:-start_small}"
  start_large
  compare "$1" "on_large $2" "on_small $2" "10 thousand members" "$3" "$4"
  for at in small large; do
    [ "${written[$at]}" = 0 ] || check_books
    stop_gateway
  done
}

row_credits-1m() { compare_sizes credits-1m load_credits 0.8 0.95; }
row_batches-1m() { compare_sizes batches-1m load_batches 0.8 0.95; }
row_reads-1m() { compare_sizes reads-1m load_reads 0.8 0.95; }
row_statements-1m() { compare_sizes statements-1m load_statements - - start_deep; }

row_bytes() {
  local bytes
  flush_now
  bytes=$(awk -v b="$(stat -c %s "$large")" -v n="$large_rows" 'BEGIN { printf "%.0f", b / n }')
  record_limit bytes "$bytes" B "$large_rows transfers" 400 250
}

# The kernel keeps the largest resident size of a process, so nothing is missed between samples.
row_memory() {
  local largest
  flush_now
  start_large
  load_credits $((seconds * rounds))
  load_reads $((seconds * rounds))
  largest=$(awk '/^VmHWM/ { printf "%.0f", $2 * 1.024 / 1000 }' "/proc/${pid_of[$at]}/status")
  check_books
  stop_gateway
  record_limit memory "$largest" MB "$large_members members" 150 80
}

# time_start: starts the gateway on the large store; sets `figure` to the seconds until it is ready.
time_start() {
  local began=$EPOCHREALTIME line
  start_gateway large "$folder/large.sqlite"
  until exec {ready}<>"/dev/tcp/127.0.0.1/${url_of[$at]##*:}" &&
    printf 'GET /health/ready HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n' >&"$ready" &&
    read -r line <&"$ready" && [[ $line = *" 200 "* ]]; do
    kill -0 "${pid_of[$at]}" 2>/dev/null || die "the gateway does not start"
  done
  figure=$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f", b - a }')
  exec {ready}>&-
}

# crash: ends the gateway by SIGKILL while it is loaded.
crash() {
  BENCH_TOKEN=$service_token BENCH_MEMBERS=$large_members BENCH_AHEAD=40000 \
    wrk -t 1 -c "$connections" -d 60s -s Tests/Bench/credits.lua "${url_of[$at]}" \
    >/dev/null 2>&1 &
  load_pid=$!
  sleep 3
  kill -KILL "${pid_of[$at]}"
  wait "${pid_of[$at]}" 2>/dev/null || true
  unset "pid_of[$at]"
  end "$load_pid"
  load_pid=
}

row_start() {
  local round took=() after_crash
  flush_now
  for round in 1 2 3 4 5; do
    time_start
    took+=("$figure")
    stop_gateway
  done
  start_large
  crash
  time_start
  after_crash=$figure
  stop_gateway
  record_limit start "$(median "${took[@]}")" s "$after_crash s after a crash" 1 0.3
}

# MARK: Latency at a steady rate

# steady RATE SECONDS: credits at a rate, or as fast as they are answered where that is 0; sets
# `per_second`, and the percentiles `p50` `p99` `p999` `most` in microseconds.
steady() {
  local count refused
  BENCH_TOKEN=$service_token watched "$folder/steady" "${url_of[$at]##*:}" \
    "${population[$at]}" "$connections" "$1" "$2"
  read -r count refused per_second p50 p99 p999 most <"$folder/load.log"
  [ "$refused" = 0 ] || die "of $count answers $refused were no success"
  wrote "$count" 0
}

# at_seventy ROW: the latency at 70 % of what the gateway that we are at can take.
at_seventy() {
  local capacity
  flush_now
  steady 0 1
  steady 0 $((2 * seconds))
  capacity=$per_second
  steady $((capacity * 7 / 10)) $((4 * seconds))
  check_books
  stop_gateway
  echo "  $1: median $(milliseconds "$p50"), 99.9 % $(milliseconds "$p999"), most $(milliseconds \
    "$most"), at 70 % of $capacity /s"
  record_limit "$1" "$(awk -v t="$p99" 'BEGIN { printf "%.1f", t / 1000 }')" ms \
    "70 % of $capacity /s" 20 10
}

row_p99() {
  start_small
  at_seventy p99
}

row_p99-1m() {
  start_large
  at_seventy p99-1m
}
