# Sourced by compose/bench: the rows of the games.

# load_draws SECONDS: draws of the fair stream, each of a nonce of its own, on one core.
load_draws() {
  watched .build/release/draw-bench "$1"
  figure=$(cat "$folder/load.log")
}

# load_hmac SECONDS: what openssl makes of HMAC-SHA256 over 192 bytes, on one core.
load_hmac() {
  watched openssl speed -seconds "$1" -bytes 192 -hmac sha256
  figure=$(awk '/^hmac/ { print $NF * 1000 / 192 }' "$folder/load.log")
  [ -n "$figure" ] || die "openssl gave no figure"
}

row_draws() {
  compare draws load_draws load_hmac "openssl, 192 bytes" 0.5 0.6
}

row_free-draws() {
  start_games
  compare free-draws load_free_plays load_live "GET /health/live" 0.5 0.6
  check_plays
  stop_games
}

row_paid-draws() {
  start_games
  compare paid-draws load_paid_plays load_live "GET /health/live" 0.2 0.3
  check_plays
  stop_games
}

# All win until the stock is gone, which is within the first second; all who play then get another
# chance instead.
row_hot-prize() {
  start_games
  compare hot-prize load_hot_plays load_free_plays "free draws" - -
  given hot hot
  [ "$value" = 1000 ] || die "of 1,000 pieces $value were given"
  check_plays
  stop_games
}
