# Sourced by compose/bench: the night on which the points of all members end. Credits and reads
# go on while the background job works through them; their figures stand beside those of the same
# gateway when it has nothing else to do.

expiring=${BENCH_EXPIRING:-1000000}

# memory: sets `value` to the gateway's resident memory in MiB.
memory() { value=$(awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/${pid_of[$at]}/status"); }

# make_expiring_store: a store of members whose points ended at midnight in Shanghai, made under a
# test clock that stands at noon of the day before.
make_expiring_store() {
  local yesterday
  yesterday=$(date -u -d yesterday +%F)
  echo "making a store in which the points of $expiring members have ended"
  gateway_flags=(--test-clock)
  start_gateway expiring "$folder/expiring.sqlite"
  gateway_flags=()
  printf '{"now": "%sT04:00:00Z"}' "$yesterday" >"$folder/clock.json"
  ask "$operator_token" PUT /v1/clock "$folder/clock.json"
  publish_programme
  seed 1 0 "$expiring" "$expiring" 10 "$yesterday"
  stop_gateway
}

# wait_for_the_job: until the job has settled its first members; sets `began` to the seconds since
# the gateway was ready.
wait_for_the_job() {
  local start=$SECONDS
  until metric jifen_due_settled_total && [ "$value" -gt 0 ]; do
    [ $((SECONDS - start)) -lt 60 ] || die "the job has not begun within a minute"
    sleep 0.2
  done
  began=$((SECONDS - start))
}

# loads_of_the_night: credits, then reads, once; sets `night_credits` and `night_reads`.
loads_of_the_night() {
  load_credits "$seconds"
  night_credits=$figure
  load_reads "$seconds"
  night_reads=$figure
}

row_expiry() {
  local start began before largest credits=() reads=() usual_credits=() usual_reads=() round
  make_expiring_store
  start_gateway expiring "$folder/expiring.sqlite"
  population[$at]=$expiring written[$at]=0 in_flight[$at]=0
  memory
  before=$value largest=$value start=$SECONDS
  wait_for_the_job
  while metric jifen_due_oldest_seconds && [ "$value" -gt 0 ]; do
    loads_of_the_night
    metric jifen_due_settled_total
    printf '  %s members done; credits %s, reads %s meanwhile\n' "$value" \
      "$(rate "$night_credits")" "$(rate "$night_reads")"
    credits+=("$night_credits") reads+=("$night_reads")
    memory
    [ "$value" -le "$largest" ] || largest=$value
  done
  local lasted=$((SECONDS - start))
  for ((round = 1; round <= rounds; round++)); do
    load_flush
    flushes+=("$figure")
    loads_of_the_night
    usual_credits+=("$night_credits") usual_reads+=("$night_reads")
  done
  compare_nights expiry-credits "${credits[*]}" "${usual_credits[*]}"
  compare_nights expiry-reads "${reads[*]}" "${usual_reads[*]}"
  memory
  echo "  expiry: begun after $began s, done after $lasted s; memory $before MiB at the start," \
    "$largest MiB at most, $value MiB now"
  count_rows
  rows=$((rows - 2 * expiring))
  if [ "$rows" -lt "${written[$at]}" ] ||
    [ "$rows" -gt $((${written[$at]} + ${in_flight[$at]})) ]; then
    die "${written[$at]} credits were answered and $expiring lots ended," \
      "the ledger has $rows more rows"
  fi
  stop_gateway
}

# compare_nights ROW FIGURES USUAL: the medians, and what the job leaves of the usual one.
compare_nights() {
  local ours reference
  ours=$(median $2)
  reference=$(median $3)
  flush=$(median "${flushes[@]}")
  record "$1" "$(rate "$ours")" "$(rate "$reference") without the job" \
    "$(awk -v a="$ours" -v b="$reference" 'BEGIN { print a / b }')" 0.25 0.4 "$flush"
}
