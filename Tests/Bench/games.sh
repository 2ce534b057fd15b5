# Sourced by compose/bench: a gateway and the games that charge and pay through it, both with empty
# stores, and whether every play is charged and paid once.

# What every member has at first, what a paid play costs, and what each play wins.
purse=1000000000 price=2 prize=1
# What has been answered by each lottery since the suite was started.
declare -A plays=()

# start_games: starts both with a programme of three lotteries, and is `at` the games: one whose
# free chances never end, one that costs points, one with a stock of 1,000 that everybody wins.
start_games() {
  rm -f "$folder"/suite-*.sqlite*
  settle_disk
  start_service gateway gateway "$folder/suite-gateway.sqlite"
  publish_programme
  fill_purses
  start_service games games "$folder/suite-games.sqlite" \
    --gateway-url "${url_of[gateway]}" --service-key "$folder/suite/secrets/games.secret" \
    --seed-keys "$folder/suite/secrets/games-seeds.keys"
  cat >"$folder/games.json" <<GAMES
{"zone": "Asia/Shanghai", "assets": [{"id": "points"}], "lotteries": [
  {"id": "free", "free": {"atStart": 1000}, "pity": [{"pool": "p", "tier": 1, "hard": 30}],
   "prizes": [
     {"id": "again", "chances": 10, "weight": 50, "tier": 1},
     {"id": "point", "points": $prize, "weight": 25, "stock": 1000000000, "substitute": "none"},
     {"id": "none", "nothing": true, "weight": 25}]},
  {"id": "paid", "cost": $price, "prizes": [{"id": "point", "points": $prize, "weight": 1}]},
  {"id": "hot", "free": {"atStart": 1000}, "prizes": [
     {"id": "hot", "points": $prize, "weight": 1, "stock": 1000, "substitute": "again"},
     {"id": "again", "chances": 1, "weight": 0}]}]}
GAMES
  ask "$operator_token" PUT /v1/programme "$folder/games.json"
  population[games]=$connections plays=([free]=0 [paid]=0 [hot]=0)
}

# fill_purses: gives every member its points, and writes their tokens.
fill_purses() {
  local place
  : >"$folder/tokens"
  for ((place = 0; place < connections; place++)); do
    token member member "m$place" "$for_members" >>"$folder/tokens"
    echo >>"$folder/tokens"
    curl -sS -o "$folder/answer.json" -H "Authorization: Bearer $service_token" \
      -H 'Content-Type: application/json' -H "Idempotency-Key: purse-$place" \
      -d "{\"member\":\"m$place\",\"amount\":$purse,\"reason\":\"bench\"}" \
      "${url_of[$at]}/v1/credits" || die "the gateway credits nothing"
  done
}

stop_games() {
  for at in games gateway; do stop_gateway; done
}

# load_plays GAME SECONDS: members play a lottery.
load_plays() {
  BENCH_GAME=$1 BENCH_TOKENS=$folder/tokens load draws "$connections" 10000 "$2"
  plays[$1]=$((${plays[$1]} + answered))
  per_second "$answered"
}

load_free_plays() { load_plays free "$1"; }
load_paid_plays() { load_plays paid "$1"; }
load_hot_plays() { load_plays hot "$1"; }

# given GAME PRIZE: sets `value` to how many of a prize were given.
given() {
  ask "$operator_token" GET "/v1/games/$1/stock"
  value=$(grep -o "\"prize\":\"$2\"[^}]*\"given\":[0-9]*" "$folder/answer.json" | sed 's/.*://')
  [ -n "$value" ] || die "of $2 in $1 nothing is known"
}

# check_plays: whether all points that were paid and won are in the members' balances, once each,
# and the games' own books agree.
check_plays() {
  local start=$SECONDS won=0 paid place sum=0
  value=-
  until [ "$value" = 0 ]; do
    [ $((SECONDS - start)) -lt 120 ] || die "after two minutes $value prizes are still owed"
    sleep 0.2
    metric jifen_outbox_pending 'neighbour="gateway"'
  done
  ask "$operator_token" GET /v1/intents
  [ "$(number pending)" = 0 ] || die "plays are pending"
  given free point && won=$value
  given paid point && won=$((won + value)) && paid=$value
  given hot hot && won=$((won + value))
  [ "$value" -le 1000 ] || die "$value have won a prize with a stock of 1,000"
  [ "$paid" -ge "${plays[paid]}" ] || die "${plays[paid]} paid plays were answered, $paid drawn"
  ask "$operator_token" GET /v1/reconciliation
  grep -q '"differences":\[\]' "$folder/answer.json" || die "$(cat "$folder/answer.json")"
  at=gateway
  for ((place = 0; place < connections; place++)); do
    ask "$service_token" GET "/v1/members/m$place/balance"
    sum=$((sum + $(number available)))
  done
  [ "$sum" -eq $((connections * purse + won * prize - paid * price)) ] ||
    die "the members have $sum points, $won were won and $paid plays paid"
  at=games
}
