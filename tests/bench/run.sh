#!/usr/bin/env bash
# run.sh - builds what `make bench` measures with, fetches DuckDB from the npm registry into the build directory, and runs
# bench.mjs. Called by make, which says how to compile (BENCH_COMPILE, BENCH_LIBS).
set -euo pipefail
cd "$(dirname "$0")/../.."

build=${CANBAO_BUILD:-build}
mkdir -p "$build/bench"
BENCH_DIR=$(cd "$build/bench" && pwd)
BENCH_CANBAO=$(cd "$build" && pwd)/canbao
export BENCH_DIR BENCH_CANBAO CANBAO_RULES="$PWD/rules" LC_ALL=C.UTF-8

for tool in node npm; do
  command -v $tool >/dev/null || { echo "make bench needs $tool: apt-get install nodejs npm" >&2; exit 1; }
done

compile() { # program, its own sources
  local out=$1
  shift
  # shellcheck disable=SC2086 # words of a command
  $BENCH_COMPILE -Itests/bench "$@" tests/bench/bench.c "$build/libcanbao.a" $BENCH_LIBS -o "$BENCH_DIR/$out"
}
compile phases tests/bench/phases.c tests/bench/synced.c -Wl,--wrap=fsync
# The program as it is, but that it says how long it waited for the disk.
compile canbao-synced tests/bench/synced.c "$build"/obj/engine/cli/*.o -Wl,--wrap=fsync
compile loop tests/bench/loop.c tests/bench/by_hand.c
compile timed tests/bench/timed.c

if ! cmp -s tests/bench/package.json "$BENCH_DIR/package.json" || [ ! -d "$BENCH_DIR/node_modules/@duckdb/node-api" ]; then
  cp tests/bench/package.json "$BENCH_DIR/package.json"
  npm install --prefix "$BENCH_DIR" --no-audit --no-fund --no-package-lock --loglevel=error ||
    { rm -f "$BENCH_DIR/package.json"; echo "make bench needs DuckDB from the npm registry" >&2; exit 1; }
fi

exec node tests/bench/bench.mjs
