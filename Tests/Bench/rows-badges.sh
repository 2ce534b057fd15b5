# Sourced by compose/bench: the rows of badges.

row_badge-events() {
  start_counted
  compare badge-events load_badge_events load_raw_counts "raw SQLite" 0.3 0.5
  check_counts
  stop_gateway
}

row_profiles() {
  start_counted
  compare profiles load_profiles load_live "GET /health/live" 0.4 0.6
  stop_gateway
}

# Members check in one after the other, with pauses in which nothing happens; each gets a badge with
# the first time.
row_badge-delay() {
  local count=$((seconds * 100)) p50 p99 most
  flush_now
  rm -f "$folder"/suite-badges.sqlite*
  start_badges "$folder/suite-badges.sqlite"
  cat >"$folder/badges.json" <<BADGES
{"zone": "Asia/Shanghai", "assets": [{"id": "points"}], "badges": [
  {"id": "first", "tiers": [{"id": "bronze", "goal": {"count": "checkin.done", "atLeast": 1}}]}]}
BADGES
  ask "$operator_token" PUT /v1/programme "$folder/badges.json"
  start_suite --badges-url "${url_of[badges]}"
  BENCH_TOKEN=$service_token watched "$folder/awards" "${url_of[checkin]##*:}" badge \
    "${url_of[badges]##*:}" "$count"
  read -r p50 p99 most <"$folder/load.log"
  checked=$count sure=0 sure_count=$count
  check_awards
  stop_suite
  at=badges
  stop_gateway
  record_limit badge-delay "$(awk -v t="$p50" 'BEGIN { printf "%.2f", t / 1000 }')" ms \
    "99 %: $(milliseconds "$p99")" 50 10
  echo "  badge-delay: most $(milliseconds "$most"), of $count check-ins"
}
