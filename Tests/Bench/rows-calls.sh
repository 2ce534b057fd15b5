# Sourced by compose/bench: the rows of events, holds, reversals and statements.

row_events() {
  start_small
  compare events load_events load_live "GET /health/live" - -
  check_books
  stop_gateway
}

row_event-batches() {
  start_small
  compare event-batches load_event_batches load_batches "credits in batches" 0.6 0.8
  check_books
  stop_gateway
}

row_holds() {
  start_small
  compare holds load_holds load_credits "single credits" - -
  check_books
  stop_gateway
}

# The credits whose parts are taken back are those that the members began with.
row_reversals() {
  start_small
  curl -sS -H "Authorization: Bearer $service_token" \
    "${url_of[$at]}/v1/members/m[0-$((members - 1))]/transfers?limit=1" |
    grep -o '"id":"[^"]*"' | cut -d '"' -f 4 >"$folder/ids"
  [ "$(wc -l <"$folder/ids")" -eq "$members" ] || die "the members' first credits are not there"
  compare reversals load_reversals load_credits "single credits" - -
  check_books
  stop_gateway
}

# start_deep: a small store in which some members have statements of some 60 lines.
start_deep() {
  start_small
  seed 4 0 $((60 * deep_members)) "$deep_members" 10
}

row_statements() {
  start_deep
  compare statements load_statements load_live "GET /health/live" 0.4 0.6
  stop_gateway
}
