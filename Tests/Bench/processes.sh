# Sourced by compose/bench: what it starts, and how all of it ends.

load_pid= postgres_folder= unfinished=
# The gateways that run, by name: their processes and addresses.
declare -A pid_of=() url_of=()

# die WORD…: says what is wrong and ends; the trap below clears up.
die() {
  echo "compose/bench: $*" >&2
  exit 1
}

# end PID: stops a process that this script started: gracefully, after 10 s by force.
end() {
  local pid=$1 tries=0
  kill "$pid" 2>/dev/null || return 0
  while kill -0 "$pid" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 200 ] || kill -KILL "$pid" 2>/dev/null || true
    sleep 0.05
  done
  wait "$pid" 2>/dev/null || true
}

# clear_up: ends every process and removes the temporary folder, and a store that is not whole.
clear_up() {
  local status=$? pid
  trap - EXIT INT TERM HUP
  [ -z "$load_pid" ] || end "$load_pid"
  for pid in ${pid_of[@]+"${pid_of[@]}"}; do end "$pid"; done
  [ -z "$postgres_folder" ] || stop_postgres || true
  [ -z "$unfinished" ] || rm -f "$unfinished"*
  [ -z "${folder:-}" ] || rm -rf "$folder"
  exit "$status"
}

# clear_up_at_end: clears up however the script ends, but by SIGKILL.
clear_up_at_end() {
  trap clear_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

# watched COMMAND…: runs a load, its words going to load.log. It runs beside the script, which
# waits for it, so that a signal ends both at once.
watched() {
  "$@" >"$folder/load.log" 2>&1 9>&- &
  load_pid=$!
  wait "$load_pid" || {
    cat "$folder/load.log" >&2
    die "failed: $1"
  }
  load_pid=
}
