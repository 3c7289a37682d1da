#!/usr/bin/env bash
# bench.sh [ROWS] - one synthetic Lingbi roster from CSV to CSV: seconds and peak memory, each way of deciding.
set -euo pipefail
cd "$(dirname "$0")/.."

rows=${1:-1000000}
canbao="${CANBAO_BUILD:-build}/canbao"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Runs a command; leaves its peak memory in MB and its seconds in peak and took.
measure() {
  local from=$EPOCHREALTIME line
  "$@" >"$work/said" 2>&1 &
  local pid=$!
  peak=0
  while kill -0 "$pid" 2>/dev/null; do
    line=$(grep VmHWM "/proc/$pid/status" 2>/dev/null || true)
    [[ $line =~ ([0-9]+) ]] && peak=$((BASH_REMATCH[1] / 1024))
    sleep 0.05
  done
  wait "$pid" || { cat "$work/said" >&2; exit 1; }
  took=$(LC_ALL=C awk -v a="$from" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.2f", b - a }')
}

report() { printf '%-28s %8s s %8s MB\n' "$1" "$took" "$peak"; }

measure "$canbao" synth lingbi/2023 -n "$rows" --seed 1 -o "$work/roster.csv" --no-progress
report "synth, $rows rows"
measure "$canbao" eval lingbi/2023 "$work/roster.csv" --as-of 2023-03-01 --reference -o "$work/a.csv" --no-progress
report "eval --reference"
measure "$canbao" eval lingbi/2023 "$work/roster.csv" --as-of 2023-03-01 -o "$work/b.csv" --no-progress
report "eval"
cmp "$work/a.csv" "$work/b.csv" && echo "both results are the same, byte for byte"
