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
