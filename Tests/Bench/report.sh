# Sourced by compose/bench: from figures to the table, and to the exit code.

# median FIGURE…: the middle one, or the mean of the two in the middle.
median() {
  printf '%s\n' "$@" | sort -g | awk '{ f[NR] = $1 }
    END { print (NR % 2 ? f[(NR + 1) / 2] : (f[NR / 2] + f[NR / 2 + 1]) / 2) }'
}

# rate FIGURE: a number of a second, for people.
rate() { awk -v f="$1" 'BEGIN { printf "%.0f /s", f }'; }

# milliseconds MICROSECONDS: for people.
milliseconds() { awk -v f="$1" 'BEGIN { printf "%.3f ms", f / 1000 }'; }

results=() missed=()

# record ROW OURS REFERENCE RATIO MINIMUM AIM FLUSH: keeps a line of the table. Where the minimum
# is below the aim more is better, else less. OURS and REFERENCE are texts, FLUSH is the cost of
# one fdatasync meanwhile in microseconds.
record() {
  local verdict
  verdict=$(awk -v ratio="$4" -v minimum="$5" -v aim="$6" 'BEGIN {
    more = minimum < aim
    if (more ? ratio >= aim : ratio <= aim) print "aim reached"
    else if (more ? ratio >= minimum : ratio <= minimum) print "minimum reached"
    else print "MISSED" }')
  [ "$verdict" != MISSED ] || missed+=("$1")
  results+=("$1|$2|$3|$(printf '%.2f' "$4")|$5|$6|$(milliseconds "$7")|$verdict")
  echo "  $1: $2, reference $3, ratio $(printf '%.2f' "$4"): $verdict"
}

# machine: where the figures come from.
machine() {
  local name
  name=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
  echo "machine  $(nproc) × ${name:-$(uname -m)}, $(uname -sr)"
  echo "stores   $(stat -f -c %T "$folder") on $(df --output=source "$folder" | tail -n 1)"
  echo "date     $(date -u +%Y-%m-%dT%H:%MZ), commit $(git rev-parse --short HEAD 2>/dev/null ||
    echo unknown)"
}

# busy: how much of the processors others use, in percent, over one second.
busy() {
  local line='/^cpu / { idle = $5 + $6; for (i = 2; i <= 9; i++) all += $i; print all, idle }'
  local before after
  before=$(awk "$line" /proc/stat)
  sleep 1
  after=$(awk "$line" /proc/stat)
  echo "$before $after" | awk '{ printf "%.0f", 100 - 100 * ($4 - $2) / ($3 - $1) }'
}

# print_table: all rows, and what the columns mean.
print_table() {
  local line
  echo
  machine
  echo "flush    $(milliseconds "$(median "${flushes[@]}")"): one fdatasync after a 4 KiB append"
  echo "others   used $others % of the processors before the start"
  echo "load     $rounds rounds of $seconds s in turns, medians, wrk -t$threads, pgbench -c$clients"
  echo
  {
    echo "row|ours|reference|ratio|at least|aim|fdatasync|verdict"
    for line in ${results[@]+"${results[@]}"}; do echo "$line"; done
  } | awk -F '|' '{ printf "%-17s %-11s %-28s %5s %9s %5s  %-9s  %s\n",
      $1, $2, $3, $4, $5, $6, $7, $8 }'
  if [ "${#missed[@]}" -gt 0 ]; then
    printf '\nbelow what must be reached: %s\n' "${missed[*]}"
    return 1
  fi
}
