# Sourced by compose/bench: the rows. Each measures our figure and its reference in turns, on a
# fresh gateway and, where it writes, checks the books afterwards.

connections=64
batch_connections=2
flushes=()

# describe ROW: what a row measures.
describe() {
  case $1 in
    fdatasync) echo "the cost of one fdatasync after a 4 KiB append" ;;
    credits) echo "single durable credits, 64 connections / GET /health/live" ;;
    credits-postgres) echo "single durable credits / pgbench, same rows, 32 clients" ;;
    one-member) echo "all credits on one member / pgbench on one account" ;;
    alone) echo "one connection alone, median / twice one fdatasync + 1 ms" ;;
    batches) echo "credits in batches of 500 / raw SQLite in C, same rows and batch" ;;
    expiry) echo "credits and reads on the night on which 1 million members' points end" ;;
    reads) echo "balance reads, 64 connections / GET /health/live" ;;
    *) return 1 ;;
  esac
}

# MARK: Loads. Each runs for so many seconds and sets `figure`.

# load SCRIPT CONNECTIONS MEMBERS AHEAD SECONDS [PATH]: runs wrk and sets `answered`, `took` and
# `middle` (microseconds). A script makes AHEAD requests for each second before the clock starts.
load() {
  local refused broken
  BENCH_TOKEN=$service_token BENCH_MEMBERS=$3 BENCH_BATCH=$batch \
    BENCH_AHEAD=$(($4 * ($5 < 20 ? $5 : 20))) \
    watched wrk -t "$(($2 < threads ? $2 : threads))" -c "$2" -d "${5}s" --timeout 10s \
    -s "Tests/Bench/$1.lua" "$url${6:-/}"
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
  load figures "$connections" 1 0 "$1" /health/live
  per_second "$answered"
}

load_reads() {
  load balances "$connections" "$members" 30000 "$1"
  per_second "$answered"
}

# load_credits CONNECTIONS MEMBERS SECONDS
load_credits() {
  load credits "$1" "$2" 20000 "$3"
  credited=$((credited + answered)) in_flight=$((in_flight + $1))
  per_second "$answered"
}

credits_of_all() { load_credits "$connections" "$members" "$1"; }
credits_of_one() { load_credits "$connections" 1 "$1"; }
postgres_of_all() { load_postgres "$members" "$1"; }
postgres_of_one() { load_postgres 1 "$1"; }

credits_alone() {
  load_credits 1 "$members" "$1"
  figure=$middle
}

load_batches() {
  load batches "$batch_connections" "$members" 100 "$1"
  ours_in_batches=$((answered * batch))
  credited=$((credited + ours_in_batches))
  in_flight=$((in_flight + batch_connections * batch))
  per_second "$ours_in_batches"
}

# load_raw: as many credits as the gateway has just had, so that both stores grow alike.
load_raw() {
  watched "$folder/raw-ledger" "$folder/raw.sqlite" "$ours_in_batches" "$batch" "$members"
  figure=$(cat "$folder/load.log")
}

load_flush() {
  figure=$("$folder/fdatasync" "$folder/flush" 200) || die "fdatasync cannot be measured"
}

# MARK: In turns

# turn WHAT LOAD UNIT: measures once, saying so; UNIT writes the figure for people.
turn() {
  printf 'round %s of %s: %s … ' "$round" "$rounds" "$1"
  "$2" "$seconds"
  echo "$("$3" "$figure")"
}

# in_turns ROW OURS REFERENCE UNIT: after a short run of both, rounds of one after the other; sets
# `ours`, `reference` and `flush` to medians.
in_turns() {
  local round all_ours=() all_references=() all_flushes=()
  "$2" 1
  "$3" 1
  for ((round = 1; round <= rounds; round++)); do
    load_flush
    all_flushes+=("$figure")
    turn "$1" "$2" "$4"
    all_ours+=("$figure")
    turn "the reference of $1" "$3" "$4"
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

# MARK: The rows

row_fdatasync() {
  local round figures=()
  for ((round = 1; round <= rounds; round++)); do
    turn fdatasync load_flush milliseconds
    figures+=("$figure")
  done
  flushes+=("${figures[@]}")
  flush=$(median "${figures[@]}")
  results+=("fdatasync|$(milliseconds "$flush")|||||$(milliseconds "$flush")|")
  echo "  fdatasync: $(milliseconds "$flush")"
}

row_credits() {
  fresh_gateway
  compare credits credits_of_all load_live "GET /health/live" 0.45 0.6
  check_books
  stop_gateway
}

row_credits-postgres() {
  fresh_gateway
  start_postgres
  compare credits-postgres credits_of_all postgres_of_all pgbench 1.3 2
  check_books
  check_postgres
  stop_postgres
  stop_gateway
}

row_one-member() {
  fresh_gateway
  start_postgres
  compare one-member credits_of_one postgres_of_one pgbench 4 8
  check_books
  check_postgres
  stop_postgres
  stop_gateway
}

row_alone() {
  fresh_gateway
  in_turns alone credits_alone load_flush milliseconds
  local limit
  limit=$(awk -v f="$reference" 'BEGIN { print 2 * f + 1000 }')
  record alone "$(milliseconds "$ours")" "$(milliseconds "$limit") allowed" \
    "$(awk -v a="$ours" -v b="$limit" 'BEGIN { print a / b }')" 1 0.5 "$reference"
  check_books
  stop_gateway
}

row_batches() {
  fresh_gateway
  rm -f "$folder"/raw.sqlite*
  cp "$folder/base.sqlite" "$folder/raw.sqlite"
  compare batches load_batches load_raw "raw SQLite" 0.6 0.8
  check_books
  stop_gateway
}

row_reads() {
  fresh_gateway
  compare reads load_reads load_live "GET /health/live" 0.6 0.75
  stop_gateway
}
