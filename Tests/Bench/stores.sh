# Sourced by compose/bench: the store that most measurements start from, of 10 thousand members,
# which is made in each run.

members=10000

# seed SET FIRST COUNT MEMBERS AMOUNT [DAY]: makes history in the gateway that we are at.
seed() {
  BENCH_TOKEN=$service_token watched "$folder/seed" "${url_of[$at]##*:}" "$@"
}

# is_folded STORE: whether a store was closed so that its file holds everything.
is_folded() { [ ! -s "$1-wal" ] || die "the gateway has not closed its store"; }

# make_small: a programme, and all members with one credit each.
make_small() {
  echo "making a store of $members members"
  start_gateway small "$folder/base.sqlite"
  publish_programme
  seed 1 0 "$members" "$members" 1000000
  stop_gateway
  is_folded "$folder/base.sqlite"
}

# settle_disk: has all that was written before reach the disk; a journalling file system otherwise
# lets the first commits wait for it.
settle_disk() { sync -f "$folder"; }

# start_small: starts a gateway on a copy of the small store.
start_small() {
  rm -f "$folder"/small.sqlite*
  cp "$folder/base.sqlite" "$folder/small.sqlite"
  settle_disk
  start_gateway small "$folder/small.sqlite"
  open_books "$members"
}
