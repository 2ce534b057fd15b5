# Sourced by compose/bench: the rows of check-ins and of the relay that pays for them.

# The gateway's address is set, but nothing listens there: so the relay fails and tries again as it
# does in an outage, and once the gateway is back, the points show whether anything was lost.
row_checkins() {
  start_suite
  stop_neighbour
  compare checkins load_checkins load_live "GET /health/live" 0.5 0.6
  restart_neighbour
  check_awards
  stop_suite
}

row_checkins-suite() {
  start_suite
  compare checkins-suite load_checkins_paid load_live "GET /health/live" 0.3 0.4
  check_awards
  stop_suite
}

# Members check in one after the other, with pauses in which nothing happens.
row_award-latency() {
  local count=$((seconds * 100)) p50 p99 most
  flush_now
  start_suite
  BENCH_TOKEN=$service_token watched "$folder/awards" "${url_of[checkin]##*:}" points \
    "${url_of[gateway]##*:}" "$count"
  read -r p50 p99 most <"$folder/load.log"
  checked=$count sure=0 sure_count=$count
  check_awards
  stop_suite
  record_limit award-latency "$(awk -v t="$p50" 'BEGIN { printf "%.2f", t / 1000 }')" ms \
    "99 %: $(milliseconds "$p99")" 20 5
  echo "  award-latency: most $(milliseconds "$most"), of $count check-ins"
}

# The reference of the relay credits so many members, who have an account each.
account_holders=

# load_relay SECONDS: members check in while the gateway is down, for twice as long; it comes back
# and gets their points.
load_relay() {
  open_awards
  stop_neighbour
  load_checkins $((2 * $1))
  restart_neighbour
  time_delivery
  check_awards
  [ "$sure" != 0 ] || account_holders=$sure_count
}

# load_relay_reference SECONDS: the batches that the same gateway takes from two connections.
load_relay_reference() {
  at=gateway
  open_books "$account_holders"
  load_batches "$1"
  check_books
  at=checkin
}

row_relay() {
  start_suite
  compare relay load_relay load_relay_reference "credits in batches" 0.7 0.9
  stop_suite
}
