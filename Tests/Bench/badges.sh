# Sourced by compose/bench: the store of a badges service with 1 million members and 10 million
# counters, made by a real one and kept between runs; the service under load, and whether it has
# counted everything.

# Of four members nine events are told; each order makes seven counters, each fourth member's
# check-in eight, and what a member earns three.
counted_events=$((large_members / 4 * 9))
counters=$((large_members / 4 * 48))

# name_counted: sets `counted` to where the store is kept; its name changes with what decides its
# content. The month belongs to it, since the leaderboard of a month does.
name_counted() {
  local hash
  hash=$({
    cat Services/Badges/Service/Store/*Tables.swift Services/Badges/Service/Store/TaskRows.swift \
      Services/Badges/Service/Store/LevelGrantRows.swift Shared/Storage/Migration.swift \
      Services/Badges/Service/Programme/Definitions.swift \
      Shared/ServiceHost/Stats/DayNumbers.swift \
      Shared/ServiceHost/Programme/ProgrammeStore.swift compose/programmes/starter.yaml \
      Tests/Bench/badges.sh Tests/Bench/seed-counts.c Tests/Bench/batches.h
    echo "$large_members"
    TZ=Asia/Shanghai date +%Y-%m
  } | openssl dgst -sha256 -r)
  counted=$seeds/counters-$large_members-${hash:0:16}.sqlite
}

# prepare_counted: has the store made where it is not there yet, and copies it for this run, for the
# service and for its reference.
prepare_counted() {
  name_counted
  keep make_counted "$counted" $((large_members * 500)) counted raw-counted
}

# make_counted: members who have ordered forty days ago, and have earned points and checked in
# today.
make_counted() {
  local step steps=20 share=$((counted_events / 20)) began=$SECONDS
  begin_kept counters "$counted" $((large_members * 4000))
  echo "making a store of $large_members members and $counters counters, which is kept in $seeds"
  start_badges "$unfinished"
  publish_programme badges 4
  for ((step = 0; step < steps; step++)); do
    BENCH_TOKEN=$service_token watched "$folder/seed-counts" "${url_of[$at]##*:}" \
      $((step * share)) $((step < steps - 1 ? share : counted_events - step * share)) \
      "$(date -u -d '-40 days' +%F)" "$(date -u -d '-40 days' +%FT%TZ)" \
      "$(date -u +%F)" "$(date -u +%FT%TZ)"
    [ $(((step + 1) % 4)) -ne 0 ] ||
      printf '  %s %%, %s s\n' $(((step + 1) * 100 / steps)) $((SECONDS - began))
  done
  metric jifen_events_counted_total
  [ "$value" -eq "$counted_events" ] || die "of $counted_events events $value were counted"
  end_kept "$counted"
}

# start_badges STORE FLAG…: starts a badges service.
start_badges() {
  start_service badges badges "$@"
  population[badges]=$large_members written[badges]=0 in_flight[badges]=0
}

# start_counted: starts one on this run's copy of the store, which grows from row to row.
start_counted() {
  cat "$folder/counted.sqlite" >/dev/null # the kernel may have forgotten it since the last row
  start_badges "$folder/counted.sqlite"
}

# load_badge_events SECONDS: orders in batches.
load_badge_events() { load_many badge-events "$1"; }

# load_raw_counts: as many events as the service has just had, so that both stores grow alike.
load_raw_counts() {
  watched "$folder/raw-counts" "$folder/raw-counted.sqlite" "$in_batches" "$batch" \
    "$large_members"
  figure=$(cat "$folder/load.log")
}

load_profiles() {
  load profiles "$connections" 20000 "$1"
  per_second "$answered"
}

# check_counts: whether every event that was answered is counted, and nothing else but what loads
# had under way when they ended; and whether the counts are what the events make of them.
check_counts() {
  local before=
  value=
  until [ -n "$value" ] && [ "$value" = "$before" ]; do
    before=$value
    sleep 0.2
    metric jifen_events_counted_total
  done
  if [ "$value" -lt "${written[$at]}" ] ||
    [ "$value" -gt $((${written[$at]} + ${in_flight[$at]})) ]; then
    die "${written[$at]} events were answered, $value were counted"
  fi
  ask "$operator_token" GET "/v1/reconciliation"
  grep -q '"differences":\[\]' "$folder/answer.json" || die "$(cat "$folder/answer.json")"
}
