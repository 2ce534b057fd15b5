# Sourced by compose/bench: what the rows are, and those of single calls, on 10 thousand members.
# Each row measures our figure and its reference in turns, on a fresh gateway and, where it writes,
# checks the books afterwards.

flushes=()
rows=(fdatasync credits credits-postgres one-member alone batches reads events event-batches holds
  reversals statements p99 checkins checkins-suite award-latency relay draws
  free-draws paid-draws hot-prize badge-events profiles badge-delay
  start memory bytes reads-1m statements-1m credits-1m batches-1m p99-1m)
# Rows that are measured only where they are named, since they take minutes.
long_rows=(expiry)
# Rows that need the small store, those that need the large one, and those that need the counters.
rows_of_small=" credits credits-postgres one-member alone batches reads events event-batches holds
 reversals statements p99 reads-1m statements-1m credits-1m batches-1m "
rows_of_large=" start memory bytes reads-1m statements-1m credits-1m batches-1m p99-1m "
rows_of_counted=" badge-events profiles "

# describe ROW: what a row measures.
describe() {
  case $1 in
    fdatasync) echo "the cost of one fdatasync after a 4 KiB append" ;;
    credits) echo "single durable credits, 64 connections / GET /health/live" ;;
    credits-postgres) echo "single durable credits / pgbench, same rows, 32 clients" ;;
    one-member) echo "all credits on one member / pgbench on one account" ;;
    alone) echo "one connection alone, median / twice one fdatasync + 1 ms" ;;
    batches) echo "credits in batches of 500 / raw SQLite in C, same rows and batch" ;;
    reads) echo "balance reads, 64 connections / GET /health/live" ;;
    events) echo "single events that earn by the starter's rule / GET /health/live" ;;
    event-batches) echo "such events in batches of 500 / credits in batches of 500" ;;
    holds) echo "holds, each captured or released by the next call / single credits" ;;
    reversals) echo "reversals of a part of a credit, single / single credits" ;;
    statements) echo "the newest 50 lines of a statement of 60 / GET /health/live" ;;
    p99) echo "99th percentile of single credits at 70 % of capacity, steady rate" ;;
    checkins) echo "check-ins of distinct members, the gateway down / GET /health/live" ;;
    checkins-suite) echo "such check-ins, paid by the relay meanwhile / GET /health/live" ;;
    award-latency) echo "from a check-in's answer to its points in the balance, median, idle" ;;
    relay) echo "points credited by the relay from a backlog / credits in batches of 500" ;;
    draws) echo "draws of the fair stream on one core / openssl's HMAC-SHA256 of 192 bytes" ;;
    free-draws) echo "free plays of a lottery, 64 members / GET /health/live" ;;
    paid-draws) echo "plays that the gateway charges and pays / GET /health/live" ;;
    hot-prize) echo "plays for one prize of which there are 1,000 / free plays" ;;
    badge-events) echo "events counted in batches of 500 / raw SQLite in C, same changes" ;;
    profiles) echo "member pages with ranks, 1 million members / GET /health/live" ;;
    badge-delay) echo "from a check-in's answer to its badge on the page, median, idle" ;;
    start) echo "from exec to ready with 1 million members; beside it after a crash" ;;
    memory) echo "resident memory at most, credits then reads, 1 million members" ;;
    bytes) echo "bytes on disk for each of 10 million transfers, with all indexes" ;;
    credits-1m) echo "single credits with 1 million members / with 10 thousand" ;;
    batches-1m) echo "credits in batches with 1 million members / with 10 thousand" ;;
    reads-1m) echo "balance reads with 1 million members / with 10 thousand" ;;
    statements-1m) echo "statements of 50 with 1 million members / with 10 thousand" ;;
    p99-1m) echo "as p99, with 1 million members" ;;
    expiry) echo "credits and reads on the night on which 1 million members' points end" ;;
    *) return 1 ;;
  esac
}

# is_needed ROWS: whether one of the chosen rows is among them.
is_needed() {
  local row
  for row in "${chosen[@]}"; do [[ ${1//$'\n'/} != *" $row "* ]] || return 0; done
  return 1
}

row_fdatasync() {
  local round figures=()
  for ((round = 1; round <= rounds; round++)); do
    turn fdatasync milliseconds load_flush
    figures+=("$figure")
  done
  flushes+=("${figures[@]}")
  flush=$(median "${figures[@]}")
  results+=("fdatasync|$(milliseconds "$flush")|||||$(milliseconds "$flush")|")
  echo "  fdatasync: $(milliseconds "$flush")"
}

row_credits() {
  start_small
  compare credits load_credits load_live "GET /health/live" 0.45 0.6
  check_books
  stop_gateway
}

# compare_with_postgres ROW OURS REFERENCE MINIMUM AIM
compare_with_postgres() {
  start_small
  start_postgres
  compare "$1" "$2" "$3" pgbench "$4" "$5"
  check_books
  check_postgres
  stop_postgres
  stop_gateway
}

row_credits-postgres() {
  compare_with_postgres credits-postgres load_credits load_postgres_of_all 1.3 2
}

row_one-member() {
  compare_with_postgres one-member load_credits_of_one load_postgres_of_one 4 8
}

row_alone() {
  local limit
  start_small
  in_turns alone load_credits_alone load_flush milliseconds
  limit=$(awk -v f="$reference" 'BEGIN { print 2 * f + 1000 }')
  record alone "$(milliseconds "$ours")" "$(milliseconds "$limit") allowed" \
    "$(awk -v a="$ours" -v b="$limit" 'BEGIN { print a / b }')" 1 0.5 "$reference"
  check_books
  stop_gateway
}

row_batches() {
  start_small
  rm -f "$folder"/raw.sqlite*
  cp "$folder/base.sqlite" "$folder/raw.sqlite"
  compare batches load_batches load_raw "raw SQLite" 0.6 0.8
  check_books
  stop_gateway
}

row_reads() {
  start_small
  compare reads load_reads load_live "GET /health/live" 0.6 0.75
  stop_gateway
}
