# Sourced by compose/bench: the gateway under load, its keys, its stores, and whether its books
# are right afterwards.

members=10000
batch=500
gateway=.build/release/gateway
# Flags of the next gateway beside the usual ones.
gateway_flags=()

# secret: 32 random bytes in hexadecimal.
secret() { od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n'; }

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

# token KEY ROLE SUBJECT SECRET: a JSON Web Token, signed with HS256, valid for a day.
token() {
  local claims signed
  claims=$(printf '{"sub":"%s","role":"%s","exp":%d}' "$3" "$2" $(($(date +%s) + 86400)))
  signed=$(printf '{"alg":"HS256","typ":"JWT","kid":"%s"}' "$1" | base64url)
  signed+=.$(printf '%s' "$claims" | base64url)
  printf '%s.%s' "$signed" \
    "$(printf '%s' "$signed" | openssl dgst -sha256 -hmac "$4" -binary | base64url)"
}

# make_keys: writes the file of keys, and makes a token of an operator and one of a service.
make_keys() {
  local for_operators for_services
  for_operators=$(secret)
  for_services=$(secret)
  cat >"$folder/keys.json" <<KEYS
{"keys": [
  {"id": "operators", "algorithm": "HS256", "roles": ["operator"], "secret": "$for_operators"},
  {"id": "bench", "algorithm": "HS256", "roles": ["service"], "sub": "bench",
   "secret": "$for_services"}]}
KEYS
  operator_token=$(token operators operator bench "$for_operators")
  service_token=$(token bench service bench "$for_services")
}

# start_gateway STORE: starts a gateway on a free port, and waits until it listens.
start_gateway() {
  : >"$folder/gateway.log" # so that the address of an earlier gateway is not read again
  "$gateway" --keys "$folder/keys.json" --store "sqlite:$1" --port 0 --member-rate 0 \
    --log-level warning ${gateway_flags[@]+"${gateway_flags[@]}"} >"$folder/gateway.log" 2>&1 &
  gateway_pid=$!
  local tries=0
  until url=$(grep -m1 -o 'http://127\.0\.0\.1:[0-9]*' "$folder/gateway.log"); do
    tries=$((tries + 1))
    if [ "$tries" -gt 400 ] || ! kill -0 "$gateway_pid" 2>/dev/null; then
      cat "$folder/gateway.log" >&2
      die "the gateway does not start"
    fi
    sleep 0.05
  done
}

stop_gateway() {
  end "$gateway_pid"
  gateway_pid=
}

# ask TOKEN METHOD PATH [FILE]: calls the gateway, whose answer goes to answer.json; FILE is the
# body of the request.
ask() {
  local status
  status=$(curl -sS -o "$folder/answer.json" -w '%{http_code}' -X "$2" \
    -H "Authorization: Bearer $1" -H 'Content-Type: application/json' \
    ${4:+--data-binary "@$4"} "$url$3") || die "$2 $3 has no answer"
  [ "$status" = 200 ] || die "$2 $3 answered $status: $(cat "$folder/answer.json")"
}

# number NAME: the first member of that name in the answer, a whole number; nothing without one.
number() {
  { grep -o "\"$1\":[0-9]*" "$folder/answer.json" || true; } | awk -F : 'NR == 1 { print $2 }'
}

# write_programme: the section that every gateway here publishes.
write_programme() {
  cat >"$folder/programme.json" <<'PROGRAMME'
{"zone": "Asia/Shanghai",
 "assets": [{"id": "points", "name": "积分", "expiry": {"policy": "yearEnd", "years": 1}},
            {"id": "tickets", "name": "抽奖券"}]}
PROGRAMME
}

# make_base: makes the store that every measurement starts from, closed: a programme, and all
# members with one credit each.
make_base() {
  echo "making a store of $members members"
  local first
  start_gateway "$folder/base.sqlite"
  ask "$operator_token" PUT /v1/programme "$folder/programme.json"
  for ((first = 0; first < members; first += batch)); do
    awk -v first="$first" -v count="$batch" 'BEGIN {
      printf "{\"operations\":["
      for (n = first; n < first + count; n++)
        printf "%s{\"key\":\"open-%d\",\"type\":\"credit\",\"member\":\"m%d\"," \
          "\"amount\":10,\"reason\":\"order\"}", (n > first ? "," : ""), n, n
      printf "]}" }' >"$folder/batch.json"
    ask "$service_token" POST /v1/batches "$folder/batch.json"
  done
  stop_gateway
  [ ! -s "$folder/base.sqlite-wal" ] || die "the gateway has not closed its store"
}

# fresh_gateway: starts a gateway on a copy of the base, with nothing credited yet.
fresh_gateway() {
  rm -f "$folder"/row.sqlite*
  cp "$folder/base.sqlite" "$folder/row.sqlite"
  start_gateway "$folder/row.sqlite"
  credited=0 in_flight=0
}

# count_rows: sets `rows` to the number of the ledger's rows, when no more are added: what wrk had
# under way at the end of a run is still committed after it.
count_rows() {
  local before=
  rows=
  until [ -n "$rows" ] && [ "$rows" = "$before" ]; do
    before=$rows
    sleep 0.2
    ask "$operator_token" GET /v1/chain
    rows=$(number number)
  done
}

# check_books: whether the ledger holds every credit that was answered, and nothing else but what
# wrk had under way at the end of a run; and whether statements and balances agree.
check_books() {
  local rows member balance after
  count_rows
  rows=$((rows - members))
  if [ "$rows" -lt "$credited" ] || [ "$rows" -gt $((credited + in_flight)) ]; then
    die "$credited credits were answered, the ledger holds $rows"
  fi
  for member in m0 m1 "m$((members / 2))" "m$((members - 1))"; do
    ask "$service_token" GET "/v1/members/$member/balance"
    balance=$(number available)
    ask "$service_token" GET "/v1/members/$member/transfers?limit=1"
    after=$(number balanceAfter)
    [ -n "$balance" ] && [ "$balance" = "$after" ] ||
      die "$member has $balance points, but $after by its statement"
  done
}
