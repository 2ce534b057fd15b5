# Sourced by compose/bench: a gateway and a check-in that pays through it, both with empty stores
# and the starter programme, and whether every check-in is paid once.

# The first member who has not checked in; a day's first check-in awards so many points.
next_member=0 award=
# What has been answered since the books were opened, what may have been under way beside it, and
# the members from `sure` on of whom `sure_count` have been answered one after the other.
checked=0 underway=0 sure=0 sure_count=0
# What services had counted when the books were opened.
checkins_before=0 points_before=0

# start_suite FLAG…: starts both, the check-in with flags, and is `at` the check-in.
start_suite() {
  rm -f "$folder"/suite-*.sqlite*
  settle_disk
  start_service gateway gateway "$folder/suite-gateway.sqlite"
  publish_programme
  written[gateway]=0 in_flight[gateway]=0
  start_service checkin checkin "$folder/suite-checkin.sqlite" \
    --gateway-url "${url_of[gateway]}" --service-key "$folder/suite/secrets/checkin.secret" \
    "$@"
  publish_programme checkin 2
  next_member=0 population[checkin]=0
  read_award
  open_awards
}

# read_award: asks what a first check-in would award.
read_award() {
  award=$(curl -sS -H "Authorization: Bearer $service_token" -H 'Content-Type: application/json' \
    -d '{"member":"nobody"}' "${url_of[$at]}/v1/checkins?dryRun=true" |
    sed -n 's/.*"total":\[{[^]]*"amount":\([0-9]*\)[^]]*\].*/\1/p')
  [ -n "$award" ] || die "a first check-in awards no points"
}

stop_suite() {
  for at in checkin gateway; do stop_gateway; done
}

# stop_neighbour: the gateway goes, whose address the check-in still has.
stop_neighbour() {
  at=gateway
  stop_gateway
  at=checkin
}

# restart_neighbour: the gateway comes back at its address.
restart_neighbour() {
  next_port=${url_of[gateway]##*:}
  start_service gateway gateway "$folder/suite-gateway.sqlite"
  next_port=0 points_before=0 # a process counts anew
  at=checkin
}

# MARK: Loads

# load_checkins SECONDS: members who have not checked in check in.
load_checkins() {
  local threads=1 # another thread would send the same members
  BENCH_FIRST=$next_member load checkins "$connections" 20000 "$1"
  # Requests were sent in the order of the members, so that only the last may have no answer.
  sure=$next_member sure_count=$((answered - connections))
  [ "$sure_count" -gt 0 ] || die "only $answered members have checked in"
  checked=$((checked + answered)) underway=$((underway + connections))
  next_member=$((next_member + answered + connections))
  per_second "$answered"
}

# load_checkins_paid SECONDS: the same, of which the gateway gets the points meanwhile. What is
# measured next does not share the processors with the rest of the delivery.
load_checkins_paid() {
  load_checkins "$1"
  metric jifen_outbox_pending 'neighbour="gateway"'
  printf '(%s of %s awards still owed at its end) ' "$value" "$answered"
  await_delivery
}

# MARK: Delivery

# gateway_points: sets `value` to the points that the gateway has credited as a process.
gateway_points() {
  local at=gateway
  metric jifen_points_credited_total 'asset="points"'
}

# await_delivery: until nothing is owed to the gateway, at most two minutes from now; nothing is
# parked then, and no check-in is under way any more.
await_delivery() {
  local start=$SECONDS before= count=
  value=-
  until [ "$value" = 0 ] && [ "$before" = "$count" ]; do
    [ $((SECONDS - start)) -lt 120 ] || die "after two minutes $value awards are still owed"
    sleep 0.2
    before=$count
    metric jifen_checkins_total
    count=$value
    metric jifen_outbox_pending 'neighbour="gateway"'
  done
  metric jifen_outbox_parked 'neighbour="gateway"'
  [ "$value" = 0 ] || die "$value awards are parked"
}

# time_delivery: sets `figure` to the points that the gateway is credited in a second while the
# relay works off what it owes: between the first and the last sample that was taken meanwhile.
time_delivery() {
  local start=$SECONDS before=
  value=
  : >"$folder/delivery"
  until [ "${value:-0}" -gt 0 ] && [ "$value" = "$before" ]; do
    [ $((SECONDS - start)) -lt 120 ] || die "the relay has not delivered within two minutes"
    sleep 0.1
    before=$value
    gateway_points
    echo "$EPOCHREALTIME $value" >>"$folder/delivery"
  done
  figure=$(awk '$2 > 0 { n++; at[n] = $1; points[n] = $2 } END {
    last = n
    while (last > 0 && points[last] == points[n]) last--
    if (last > 1) print (points[last] - points[1]) / (at[last] - at[1])
  }' "$folder/delivery")
  [ -n "$figure" ] || die "the relay was done too soon to be measured; --seconds must be more"
}

# MARK: Books

# open_awards: from here on, check-ins and what the gateway credits for them are counted.
open_awards() {
  checked=0 underway=0
  at=gateway
  open_books 1
  gateway_points
  points_before=$value
  at=checkin
  metric jifen_checkins_total
  checkins_before=$value
}

# check_awards: whether every check-in that was answered is paid once, and nothing else: by the
# number of check-ins, of the ledger's rows, by the points, and by some members' statements.
check_awards() {
  local rows count
  await_delivery
  metric jifen_checkins_total
  count=$((value - checkins_before))
  [ "$count" -ge "$checked" ] && [ "$count" -le $((checked + underway)) ] ||
    die "$checked check-ins were answered, the service counts $count"
  at=gateway
  count_rows
  rows=$((rows - ${rows_before[gateway]}))
  [ "$rows" -eq "$count" ] || die "of $count check-ins the ledger holds $rows credits"
  gateway_points
  [ $((value - points_before)) -eq $((count * award)) ] ||
    die "$count check-ins award $((count * award)) points, $((value - points_before)) were credited"
  check_members
  at=checkin
}

# check_members: whether 500 of those who checked in last, or all where they are fewer, have one
# row each, which left them the points of one award.
check_members() {
  local step=$((sure_count > 500 ? sure_count / 500 : 1)) wrong
  wrong=$(curl -sS -H "Authorization: Bearer $service_token" -w '\n' \
    "${url_of[$at]}/v1/members/m[$sure-$((sure + sure_count - 1)):$step]/transfers?limit=2" |
    awk -v award="$award" '$0 !~ "\"balanceAfter\":" award "[,}]" ||
      gsub("\"balanceAfter\":", "&") != 1' | head -n 1)
  [ -z "$wrong" ] || die "a member has not one award: $wrong"
}
