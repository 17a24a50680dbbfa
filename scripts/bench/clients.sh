#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What a crowd of readers does to the ticks: the lateness of ticks at 100 Hz with nobody, with fifty scrapers (each once a
# second) and twenty event streams, and with nobody again. The crowd runs on the same processors and takes from them, too.
#
#   scripts/bench/clients.sh [--java PATH] [--seconds N] [--scrapers N] [--streams N]
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
jar=$root/agent/target/agent.jar
java=java
seconds=20
scrapers=50
streams=20
while [ $# -gt 0 ]; do
  case $1 in
    --java) java=$2; shift 2 ;;
    --seconds) seconds=$2; shift 2 ;;
    --scrapers) scrapers=$2; shift 2 ;;
    --streams) streams=$2; shift 2 ;;
    *) echo "clients.sh: unknown argument $1 (--java PATH, --seconds N, --scrapers N, --streams N)" >&2; exit 2 ;;
  esac
done
[ -f "$jar" ] || { echo "clients.sh: $jar is missing: build it with mvn -B package -DskipTests" >&2; exit 2; }

work=$(mktemp -d)
agent=
finish() {
  if [ -n "$agent" ]; then kill "$agent" 2>/dev/null || true; wait "$agent" || true; fi
  rm -rf "$work"
}
trap finish EXIT

CEAIT_JAR=$jar "$root/scripts/ceait" --machine --interval 10ms --listen 127.0.0.1:0 --out "$work" --run-id crowd --quiet &
agent=$!
journal=$work/crowd/journal.ndjson
until [ -s "$journal" ]; do sleep 0.1; done
url=$(sed -n 's/.*"endpoint" : "\(.*\)".*/\1/p' "$work/crowd/run.json")
sleep 8

# Percentiles, in microseconds behind the slot, of the ticks since line $1 of the journal.
lateness() {
  tail -n +"$1" "$journal" | sed -n 's/.*"elapsed_ns":\([0-9]*\).*/\1/p' | awk '{print ($1 % 10000000) / 1000}' | sort -n |
    awk '{v[NR] = $1} END {printf "%.0f %.0f %.0f\n", v[int(NR * .5) + 1], v[int(NR * .9) + 1], v[int(NR * .99) + 1]}'
}
cpu_ticks() { awk '{sub(/.*\) /, ""); print $12 + $13}' "/proc/$agent/stat"; }

phase() {
  local from before
  from=$(wc -l <"$journal")
  before=$(cpu_ticks)
  "${@:2}"
  read -r p50 p90 p99 < <(lateness "$((from + 1))")
  printf '%-40s p50 %5d us   p90 %5d us   p99 %5d us behind the slot   agent %4.1f %% of a core\n' \
    "$1" "$p50" "$p90" "$p99" "$(awk -v t=$(($(cpu_ticks) - before)) -v s="$seconds" 'BEGIN {print t / s}')"
}

phase "nobody" sleep "$seconds"
alone="$p50 $p90 $p99"
phase "$scrapers scrapers, $streams streams" \
  "$java" "$root/scripts/bench/Clients.java" "$url" "$scrapers" "$streams" "$seconds" >"$work/said"
cat "$work/said"
crowd="$p50 $p90 $p99"
phase "nobody again" sleep "$seconds"
echo "$alone $crowd" | awk '{printf "with / without: p50 %.2f, p90 %.2f, p99 %.2f\n", $4 / $1, $5 / $2, $6 / $3}'
