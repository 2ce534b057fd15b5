# Sourced by compose/bench: the PostgreSQL that single credits are compared with, a cluster of its
# own with all settings as they are by default; it listens on a socket in its folder only.

clients=32
postgres_threads=2

# A user's settings for other servers must not lead there.
unset PGHOST PGHOSTADDR PGPORT PGUSER PGDATABASE PGOPTIONS PGSERVICE PGDATA PGPASSWORD

# postgres_programs: the folder of initdb and pg_ctl, which Debian does not put into the path.
postgres_programs() {
  local found
  found=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
  found=${found:-$(command -v initdb)} || return 1
  dirname "$found"
}

# as_postgres COMMAND…: PostgreSQL refuses to run as root.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

# start_postgres: makes and starts the cluster, with tables and members like the gateway's.
start_postgres() {
  local programs log=$folder/postgres.log
  programs=$(postgres_programs)
  postgres=$programs/pg_ctl
  mkdir "$folder/postgres"
  [ "$(id -u)" -ne 0 ] || chown postgres "$folder/postgres"
  as_postgres "$programs/initdb" -D "$folder/postgres/data" -U postgres -A trust -E UTF8 \
    --locale=C >"$log" 2>&1 || die "initdb failed: $(tail -n 3 "$log")"
  postgres_folder=$folder/postgres
  as_postgres "$postgres" -D "$postgres_folder/data" -w -l "$postgres_folder/log" \
    -o "-c listen_addresses='' -k $postgres_folder" start >"$log" 2>&1 ||
    die "PostgreSQL does not start: $(tail -n 3 "$log" "$postgres_folder/log")"
  query -q -v members="$members" -f Tests/Bench/postgres-tables.sql
  postgres_credited=$members
}

stop_postgres() {
  as_postgres "$postgres" -D "$postgres_folder/data" -w -m fast stop >/dev/null 2>&1
  rm -rf "$postgres_folder"
  postgres_folder=
}

# query WORD…: runs psql; a statement that fails ends the run.
query() {
  psql -h "$postgres_folder" -U postgres -d postgres -X -A -t -F ' ' -v ON_ERROR_STOP=1 "$@" ||
    die "PostgreSQL refuses"
}

# load_postgres MEMBERS SECONDS: credits by pgbench; sets `figure` to the credits of a second.
load_postgres() {
  watched pgbench -h "$postgres_folder" -U postgres -n -M prepared \
    -c "$clients" -j "$postgres_threads" -T "$2" -D "members=$1" \
    -f Tests/Bench/postgres-credit.sql postgres
  local done_count failed
  done_count=$(sed -n 's/^number of transactions actually processed: \([0-9]*\).*/\1/p' \
    "$folder/load.log")
  failed=$(sed -n 's/^number of failed transactions: \([0-9]*\).*/\1/p' "$folder/load.log")
  figure=$(sed -n 's/^tps = \([0-9.]*\).*/\1/p' "$folder/load.log")
  if [ "${failed:-0}" != 0 ] || [ -z "$figure" ]; then
    cat "$folder/load.log" >&2
    die "pgbench had transactions that failed"
  fi
  postgres_credited=$((postgres_credited + done_count))
}

# check_postgres: whether PostgreSQL, too, holds what was answered.
check_postgres() {
  local found
  found=$(query -f Tests/Bench/postgres-check.sql)
  [ "$found" = "$postgres_credited 0" ] ||
    die "PostgreSQL should hold $postgres_credited credits and no fault, but says: $found"
}
