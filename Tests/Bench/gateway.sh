# Sourced by compose/bench: the gateways under load, their keys, and whether their books are
# right afterwards. Several may run at once; each has a name, and `at` is the name of the one that
# is loaded and asked.

at=
# Flags of the next gateway beside the usual ones.
gateway_flags=()
# The port of the next service that is started: a free one.
next_port=0
# What was written to each gateway: operations that were answered, those that may have been under
# way when a load ended, the rows of the ledger before, and the members m0 … m<population - 1>.
declare -A written=() in_flight=() rows_before=() population=()

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

# make_keys: writes the file of keys, a folder in which `jifen` finds the operators' secret and
# services their own, and makes a token of an operator and one of a service; `for_members` signs
# members' tokens.
make_keys() {
  local for_operators for_services for_checkin for_games
  for_operators=$(secret)
  for_services=$(secret)
  for_checkin=$(secret)
  for_games=$(secret)
  for_members=$(secret)
  mkdir -p "$folder/suite/secrets"
  printf %s "$for_operators" >"$folder/suite/secrets/operator.secret"
  printf %s "$for_checkin" >"$folder/suite/secrets/checkin.secret"
  printf %s "$for_games" >"$folder/suite/secrets/games.secret"
  printf 'bench %s\n' "$(secret)" >"$folder/suite/secrets/games-seeds.keys"
  cat >"$folder/keys.json" <<KEYS
{"keys": [
  {"id": "operator", "algorithm": "HS256", "roles": ["operator"], "secret": "$for_operators"},
  {"id": "bench", "algorithm": "HS256", "roles": ["service"], "sub": "bench",
   "secret": "$for_services"},
  {"id": "checkin", "algorithm": "HS256", "roles": ["service"], "sub": "checkin",
   "secret": "$for_checkin"},
  {"id": "games", "algorithm": "HS256", "roles": ["service"], "sub": "games",
   "secret": "$for_games"},
  {"id": "member", "algorithm": "HS256", "roles": ["member"], "secret": "$for_members"}]}
KEYS
  operator_token=$(token operator operator bench "$for_operators")
  service_token=$(token bench service bench "$for_services")
}

# start_gateway NAME STORE: starts a gateway, waits until it listens, and is `at` it.
start_gateway() {
  start_service "$1" gateway "$2" ${gateway_flags[@]+"${gateway_flags[@]}"}
}

# start_service NAME PROGRAM STORE FLAG…: the same with any service.
start_service() {
  local log=$folder/$1.log tries=0
  at=$1
  : >"$log" # so that the address of an earlier gateway is not read again
  ".build/release/$2" --keys "$folder/keys.json" --store "sqlite:$3" --port "$next_port" \
    --member-rate 0 --log-level warning "${@:4}" >"$log" 2>&1 9>&- &
  pid_of[$at]=$!
  until url_of[$at]=$(grep -m1 -o 'http://127\.0\.0\.1:[0-9]*' "$log"); do
    tries=$((tries + 1))
    if [ "$tries" -gt 24000 ] || ! kill -0 "${pid_of[$at]}" 2>/dev/null; then
      cat "$log" >&2
      die "the $2 does not start"
    fi
    sleep 0.005
  done
}

# stop_gateway: stops the one that we are at.
stop_gateway() {
  end "${pid_of[$at]}"
  unset "pid_of[$at]"
}

# ask TOKEN METHOD PATH [FILE]: calls the gateway, whose answer goes to answer.json; FILE is the
# body of the request.
ask() {
  local status
  status=$(curl -sS -o "$folder/answer.json" -w '%{http_code}' -X "$2" \
    -H "Authorization: Bearer $1" -H 'Content-Type: application/json' \
    ${4:+--data-binary "@$4"} "${url_of[$at]}$3") || die "$2 $3 has no answer"
  [ "$status" = 200 ] || die "$2 $3 answered $status: $(cat "$folder/answer.json")"
}

# number NAME: the first member of that name in the answer, a whole number; nothing without one.
number() {
  { grep -o "\"$1\":[0-9]*" "$folder/answer.json" || true; } | awk -F : 'NR == 1 { print $2 }'
}

# metric NAME [LABEL]: sets `value` to a metric of the service that we are at, 0 where it has none
# with that label.
metric() {
  value=$(curl -sS "${url_of[$at]}/metrics" | awk -v name="$1" -v label="${2:-}" '
    index($1, name) == 1 && (label == "" || index($1, label)) { v = $2 }
    END { printf "%.0f", v }')
}

# publish_programme [PROGRAM ABOVE]: the starter programme, as an operator publishes it, at the one
# that we are at: a gateway, or else a service whose port lies so far above the suite's first.
publish_programme() {
  local port=${url_of[$at]##*:}
  echo $((port - ${2:-1})) >"$folder/suite/port-base"
  echo "${1:-gateway}" >"$folder/suite/services"
  .build/release/jifen apply compose/programmes/starter.yaml --data "$folder/suite" \
    >"$folder/apply.log" 2>&1 || die "the starter programme: $(cat "$folder/apply.log")"
}

# MARK: Books

# open_books MEMBERS: from here on, what is written to the gateway is counted.
open_books() {
  local rows
  population[$at]=$1 written[$at]=0 in_flight[$at]=0
  count_rows
  rows_before[$at]=$rows
}

# wrote COUNT UNDERWAY: a load was answered so many operations, and ended with others under way.
wrote() {
  written[$at]=$((${written[$at]} + $1))
  in_flight[$at]=$((${in_flight[$at]} + $2))
}

# count_rows: sets `rows` to the number of the ledger's rows, when no more are added: what a load
# had under way at its end is still committed after it.
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

# check_books: whether the ledger holds every operation that was answered, and nothing else but
# what loads had under way when they ended; and whether statements and balances agree.
check_books() {
  local rows member balance after last=$((${population[$at]} - 1))
  count_rows
  rows=$((rows - ${rows_before[$at]}))
  if [ "$rows" -lt "${written[$at]}" ] ||
    [ "$rows" -gt $((${written[$at]} + ${in_flight[$at]})) ]; then
    die "${written[$at]} operations were answered, the ledger holds $rows"
  fi
  for member in m0 m1 "m$((last / 2))" "m$last"; do
    ask "$service_token" GET "/v1/members/$member/balance"
    balance=$(number available)
    ask "$service_token" GET "/v1/members/$member/transfers?limit=1"
    after=$(number balanceAfter)
    [ -n "$balance" ] && [ "$balance" = "$after" ] ||
      die "$member has $balance points, but $after by its statement"
  done
}
