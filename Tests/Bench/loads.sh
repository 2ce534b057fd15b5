# Sourced by compose/bench: the loads. Each runs against the gateway that we are `at`, for so many
# seconds, and sets `figure`.

connections=64
batch=500
batch_connections=2

# load SCRIPT CONNECTIONS AHEAD SECONDS [PATH]: runs wrk and sets `answered`, `took` and `middle`
# (microseconds). A script makes AHEAD requests for each second before the clock starts.
load() {
  local refused broken
  BENCH_TOKEN=$service_token BENCH_MEMBERS=${of_members:-${population[$at]}} BENCH_BATCH=$batch \
    BENCH_IDS=$folder/ids BENCH_AHEAD=$(($3 * ($4 < 20 ? $4 : 20))) \
    watched wrk -t "$(($2 < threads ? $2 : threads))" -c "$2" -d "${4}s" --timeout 10s \
    -s "Tests/Bench/$1.lua" "${url_of[$at]}${5:-/}"
  read -r answered took middle refused broken \
    < <(sed -n 's/^figures //p' "$folder/load.log") || die "wrk gave no figures"
  if [ "$refused" != 0 ] || [ "$broken" != 0 ] || [ "$answered" = 0 ]; then
    cat "$folder/load.log" >&2
    die "$1: of $answered answers $refused were no success; $broken connections failed"
  fi
}

# per_second COUNT: sets `figure` to what COUNT in the run of the load makes of a second.
per_second() { figure=$(awk -v n="$1" -v t="$took" 'BEGIN { print n / t * 1e6 }'); }

load_live() {
  load figures "$connections" 0 "$1" /health/live
  per_second "$answered"
}

load_reads() {
  load balances "$connections" 30000 "$1"
  per_second "$answered"
}

load_statements() {
  of_members=$deep_members load statements "$connections" 20000 "$1"
  per_second "$answered"
}

# load_single SCRIPT CONNECTIONS SECONDS: requests of which each adds one row to the ledger.
load_single() {
  load "$1" "$2" 20000 "$3"
  wrote "$answered" "$2"
  per_second "$answered"
}

load_credits() { load_single credits "$connections" "$1"; }
load_events() { load_single events "$connections" "$1"; }
load_holds() { load_single holds "$connections" "$1"; }
load_reversals() { load_single reversals "$connections" "$1"; }

load_credits_of_one() { of_members=1 load_credits "$1"; }

load_credits_alone() {
  load_single credits 1 "$1"
  figure=$middle
}

# load_many SCRIPT SECONDS: batches, of which each adds `batch` rows to the ledger.
load_many() {
  load "$1" "$batch_connections" 100 "$2"
  in_batches=$((answered * batch))
  wrote "$in_batches" $((batch_connections * batch))
  per_second "$in_batches"
}

load_batches() { load_many batches "$1"; }
load_event_batches() { load_many event-batches "$1"; }

# load_raw: as many credits as the gateway has just had, so that both stores grow alike.
load_raw() {
  watched "$folder/raw-ledger" "$folder/raw.sqlite" "$in_batches" "$batch" "$members"
  figure=$(cat "$folder/load.log")
}

load_postgres_of_all() { load_postgres "$members" "$1"; }
load_postgres_of_one() { load_postgres 1 "$1"; }

load_flush() {
  figure=$("$folder/fdatasync" "$folder/flush" 200) || die "fdatasync cannot be measured"
}

# flush_now: sets `flush` to what a fdatasync costs, where a row measures nothing in turns.
flush_now() {
  load_flush
  flush=$figure
  flushes+=("$flush")
}

# on_small LOAD SECONDS, on_large LOAD SECONDS: the load against one of two gateways.
on_small() { at=small && "$1" "$2"; }
on_large() { at=large && "$1" "$2"; }

# MARK: In turns

# turn WHAT UNIT LOAD…: measures once, saying so; UNIT writes the figure for people.
turn() {
  printf 'round %s of %s: %s … ' "$round" "$rounds" "$1"
  "${@:3}" "$seconds"
  echo "$("$2" "$figure")"
}

# in_turns ROW OURS REFERENCE UNIT: after a short run of both, rounds of one after the other; sets
# `ours`, `reference` and `flush` to medians. OURS and REFERENCE are a load, or one of two words.
in_turns() {
  local round all_ours=() all_references=() all_flushes=()
  $2 1
  $3 1
  for ((round = 1; round <= rounds; round++)); do
    load_flush
    all_flushes+=("$figure")
    turn "$1" "$4" $2
    all_ours+=("$figure")
    turn "the reference of $1" "$4" $3
    all_references+=("$figure")
  done
  ours=$(median "${all_ours[@]}")
  reference=$(median "${all_references[@]}")
  flush=$(median "${all_flushes[@]}")
  flushes+=("${all_flushes[@]}")
}

# compare ROW OURS REFERENCE WHAT MINIMUM AIM: a row whose figures are numbers of a second.
compare() {
  in_turns "$1" "$2" "$3" rate
  record "$1" "$(rate "$ours")" "$(rate "$reference") $4" \
    "$(awk -v a="$ours" -v b="$reference" 'BEGIN { print a / b }')" "$5" "$6" "$flush"
}
