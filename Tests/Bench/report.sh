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

# judge FIGURE MUST AIM: sets `verdict`. Where what must be is below the aim more is better, else
# less; `-` where nothing must be.
judge() {
  verdict=$(awk -v figure="$1" -v must="$2" -v aim="$3" 'BEGIN {
    more = must + 0 < aim + 0
    if (must == "-") print "-"
    else if (more ? figure >= aim : figure <= aim) print "aim reached"
    else if (more ? figure >= must : figure <= must) print "minimum reached"
    else print "MISSED" }')
}

# record ROW OURS REFERENCE RATIO MUST AIM FLUSH: keeps a line of the table for a ratio. OURS and
# REFERENCE are texts, FLUSH is the cost of one fdatasync meanwhile in microseconds.
record() {
  local verdict
  judge "$4" "$5" "$6"
  [ "$verdict" != MISSED ] || missed+=("$1")
  results+=("$1|$2|$3|$(printf '%.2f' "$4")|$5|$6|$(milliseconds "$7")|$verdict")
  echo "  $1: $2, reference $3, ratio $(printf '%.2f' "$4"): $verdict"
}

# record_limit ROW FIGURE UNIT BESIDE MOST AIM: keeps a line of the table for a figure that has a
# limit itself; BESIDE is what stands where others have their reference.
record_limit() {
  local verdict
  judge "$2" "$5" "$6"
  [ "$verdict" != MISSED ] || missed+=("$1")
  results+=("$1|$2 $3|$4|-|<= $5|<= $6|$(milliseconds "$flush")|$verdict")
  echo "  $1: $2 $3, $4, at most $5 $3: $verdict"
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
  echo "took     $((SECONDS / 60)) min $((SECONDS % 60)) s"
  echo
  {
    echo "row|ours|reference|ratio|must|aim|fdatasync|verdict"
    for line in ${results[@]+"${results[@]}"}; do echo "$line"; done
  } | awk -F '|' '{ printf "%-17s %-11s %-29s %5s %7s %7s  %-9s  %s\n",
      $1, $2, $3, $4, $5, $6, $7, $8 }'
  if [ "${#missed[@]}" -gt 0 ]; then
    printf '\nbelow what must be reached: %s\n' "${missed[*]}"
    return 1
  fi
}
