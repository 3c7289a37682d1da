#!/usr/bin/env bash
# guard.sh - what `make guard` does: every script under rules/ beside itself in an earlier commit, over the county's example
# roster (or a synthetic one), held by gates. Ends with 1 when a gate is crossed or residents end in a conflict or a gap, and
# says who; with 2 when there is nothing to compare with. GATES, GUARD_BASE and GUARD_DAY come from the Makefile.
set -euo pipefail
cd "$(dirname "$0")/.."

canbao="${CANBAO_BUILD:-build}/canbao"
base=${GUARD_BASE:-HEAD~1}
read -ra gates <<<"${GATES:-undetermined<=base}"
before=$(mktemp -d)
trap 'rm -rf "$before"' EXIT

if ! git rev-parse -q --verify "$base^{commit}" >/dev/null; then
  if [ "$base" = HEAD~1 ] && [ "$(git rev-parse --is-shallow-repository)" = false ] &&
    git rev-parse -q --verify HEAD >/dev/null; then
    echo "guard: this is the first commit, so there is nothing before it"
    exit 0
  fi
  echo "guard: there is no commit $base here; in a shallow clone fetch one more (git fetch --deepen 1)" >&2
  exit 2
fi
git archive "$base" rules | tar -x -C "$before"

scripts() { # folder that holds rules/
  (cd "$1" && find rules -name '[0-9][0-9][0-9][0-9].lua' | sort)
}

roster_of() { # script, place/year: the example roster, else two thousand invented residents
  local example="examples/${2/\//_}.csv"
  if [ -e "$example" ]; then
    echo "$example"
    return
  fi
  "$canbao" synth "$1" -n 2000 --seed 1 -o "$before/${2/\//_}.csv" --no-progress >/dev/null
  echo "$before/${2/\//_}.csv"
}

options=()
for gate in "${gates[@]}"; do options+=(--gate "$gate"); done

crossed=0
while read -r script; do
  year=$(basename "$script" .lua)
  name="$(basename "$(dirname "$script")")/$year"
  if [ ! -e "$before/$script" ]; then
    echo "guard: $name is new"
    continue
  fi
  roster=$(roster_of "$script" "$name")
  compare=("$canbao" whatif "$before/$script" "$roster" --rules-dir "$before/rules" --instead "$script"
    --as-of "$year-${GUARD_DAY:-03-01}" --no-progress "${options[@]}")
  status=0
  said=$("${compare[@]}" --json 2>/dev/null) || status=$?
  if [ "$status" -eq 0 ]; then
    changed=$(sed -n 's/.*"changed_of":[[:space:]]*"\([^"]*\)".*/\1/p' <<<"$said")
    echo "guard: $name holds: $changed decisions change (${gates[*]})"
    continue
  fi
  crossed=1
  echo "guard: $name does not hold (${gates[*]}), $roster as of $year-${GUARD_DAY:-03-01}:"
  "${compare[@]}" --limit 10 || true
  if [ "$status" -eq 2 ]; then exit 2; fi
done < <(scripts .)

while read -r script; do
  if [ ! -e "$script" ]; then echo "guard: $script is gone"; fi
done < <(scripts "$before")
exit $crossed
