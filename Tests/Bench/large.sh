# Sourced by compose/bench: stores that are kept between runs, and one of them, of 1 million members
# with 10 million transfers. They are made by a real service, which takes minutes; each run works on
# a copy.

large_members=${BENCH_LARGE:-1000000}
# So many steps make its history; ten of them go once over all members, and add 5 lines to the
# statements of the first 2,000, which so get 60.
large_steps=100
deep_members=$((large_members < 2000 ? large_members : 2000))
large_rows=$((10 * large_members + 50 * deep_members))

# name_large: sets `large` to where the large store is kept; its name changes with what decides
# its content. The year belongs to it, since points end with years.
name_large() {
  local hash
  hash=$({
    cat Services/Gateway/Service/Ledger/LedgerTables*.swift Shared/Storage/Migration.swift \
      Shared/ServiceHost/Programme/ProgrammeStore.swift compose/programmes/starter.yaml \
      Tests/Bench/large.sh Tests/Bench/seed.c Tests/Bench/batches.h
    echo "$large_members"
    TZ=Asia/Shanghai date +%Y
  } | openssl dgst -sha256 -r)
  large=$seeds/members-$large_members-${hash:0:16}.sqlite
}

# need_room BYTES PLACE: ends where a place has less room.
need_room() {
  local free
  free=$(df --output=avail -B1 "$2" | tail -n 1)
  [ "$free" -ge "$1" ] ||
    die "$2 has $((free / 1000000)) MB free, but the large store needs $(($1 / 1000000)) MB there"
}

# keep MAKE STORE BYTES COPY…: has a store made by MAKE where it is not there yet, and copies it for
# this run; each COPY has room to grow by so many bytes.
keep() {
  local copy
  mkdir -p "$seeds"
  # Two runs at once make it once. Children leave 9 closed, or one that outlives us keeps the lock.
  exec 9>"$seeds/lock"
  flock -n 9 || {
    echo "another run is making a large store; waiting for it"
    flock 9
  }
  [ -f "$2" ] || "$1"
  for copy in "${@:4}"; do
    need_room $(($3 + $(stat -c %s "$2"))) "$folder"
    echo "copying the large store"
    cp --reflink=auto "$2" "$folder/$copy.sqlite"
  done
  exec 9>&-
  settle_disk
}

# prepare_large: has the large store made where it is not there yet, and copies it for this run.
prepare_large() {
  name_large
  keep make_large "$large" $((large_rows * 200)) large
}

# begin_kept PREFIX STORE BYTES: removes kept stores of other content, and sets `unfinished` to where
# one is made that will have so many bytes.
begin_kept() {
  find "$seeds" -maxdepth 1 -name "$1-*" -exec rm -f {} +
  need_room "$3" "$seeds"
  unfinished=$2.unfinished.$$
}

# end_kept STORE: the service that we are at has made it, and stops.
end_kept() {
  stop_gateway
  is_folded "$unfinished"
  rm -f "$unfinished.lock"
  mv "$unfinished" "$1"
  unfinished=
}

# make_large: members who have earned and spent since July of last year, by the test clock of a
# real gateway. So they have points that end with two different years, and none that have ended.
make_large() {
  local step began=$SECONDS from till
  till=$(date +%s)
  from=$(date -u -d "$(($(TZ=Asia/Shanghai date +%Y) - 1))-07-01" +%s)
  begin_kept members "$large" $((large_rows * 450))
  echo "making a store of $large_members members and $large_rows transfers, which is kept in $seeds"
  gateway_flags=(--test-clock)
  start_gateway large "$unfinished"
  gateway_flags=()
  for ((step = 0; step < large_steps; step++)); do
    printf '{"now": "%s"}' "$(date -u +%FT%TZ \
      -d "@$((from + (till - from) * step / large_steps))")" >"$folder/clock.json"
    ask "$operator_token" PUT /v1/clock "$folder/clock.json"
    [ "$step" -gt 0 ] || publish_programme
    seed 2 $((step * large_members / 10)) $((large_members / 10)) "$large_members" 10
    seed 3 $((step * deep_members / 2)) $((deep_members / 2)) "$deep_members" 10
    [ $(((step + 1) % 10)) -ne 0 ] ||
      printf '  %s %%, %s s\n' $(((step + 1) * 100 / large_steps)) $((SECONDS - began))
  done
  count_rows
  [ "$rows" -eq "$large_rows" ] || die "the store has $rows transfers instead of $large_rows"
  end_kept "$large"
}

# start_large: starts a gateway on this run's copy of the large store, which grows from row to row.
start_large() {
  cat "$folder/large.sqlite" >/dev/null # the kernel may have forgotten it since the last row
  start_gateway large "$folder/large.sqlite"
  open_books "$large_members"
}
