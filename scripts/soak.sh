#!/usr/bin/env bash
# soak.sh [ROUNDS] - decide one dirty roster again and again: every result must be the same, byte for byte.
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${1:-200}
canbao="${CANBAO_BUILD:-build}/canbao"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$canbao" synth lingbi/2023 -n 20000 --seed 7 --dirty -o "$work/roster.csv" --no-progress >/dev/null
for ((i = 1; i <= rounds; i++)); do
  mode=()
  ((i % 2)) && mode=(--reference)
  "$canbao" eval lingbi/2023 "$work/roster.csv" --as-of 2023-03-01 ${mode[@]+"${mode[@]}"} -o "$work/out.csv" \
    --no-progress >/dev/null || [ $? -eq 1 ]
  [ -e "$work/first.csv" ] || cp "$work/out.csv" "$work/first.csv"
  cmp "$work/first.csv" "$work/out.csv"
done
echo "$rounds rounds, one result"
