#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The agent for an hour beside a light job that starts a process each second, on simulated counters, scraped each 15 s:
# its resident memory, open files, threads and ticks at the start, after each quarter and at the end, and how far the
# ticks drifted from the clock. Fails on a drift over 1e-4, or if one of the first three grew from the first quarter on;
# up to 16 threads serve requests, and as many may come and go.
#
#   scripts/bench/soak.sh [--seconds 3600] [--interval-ms 200] [--plain]
#
# --plain: started by java -jar and not by the launcher. The jar is copied aside first, so that the next build does not
# disturb the run.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
jar=$root/agent/target/agent.jar
simulator=$root/native/target/powercapsim
seconds=3600
interval_ms=200
plain=no
while [ $# -gt 0 ]; do
  case $1 in
    --seconds) seconds=$2; shift 2 ;;
    --interval-ms) interval_ms=$2; shift 2 ;;
    --plain) plain=yes; shift ;;
    *) echo "soak.sh: unknown argument $1 (--seconds N, --interval-ms N, --plain)" >&2; exit 2 ;;
  esac
done
for file in "$jar" "$simulator"; do
  [ -f "$file" ] || { echo "soak.sh: $file is missing: build it with mvn -B package -DskipTests" >&2; exit 2; }
done

work=$(mktemp -d)
started=()
finish() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait || true
  rm -rf "$work"
}
trap finish EXIT
cp "$jar" "$simulator" "$work/"
cp "$root/scripts/ceait" "$work/"

"$work/powercapsim" run "$root/native/src/main/scenarios/two-socket-server.txt" "$work/sysfs" >"$work/simulator" &
started+=($!)
until grep -q ready "$work/simulator"; do sleep 0.1; done
bash -c 'while :; do sleep 1; done' &
job=$!
started+=("$job")

if [ $plain = yes ]; then command=(java -jar "$work/agent.jar"); else command=("$work/ceait"); fi
"${command[@]}" --pid "$job" --interval "${interval_ms}ms" --path.sysfs "$work/sysfs" --listen 127.0.0.1:0 \
  --out "$work/runs" --run-id soak --quiet &
agent=$!
started+=("$agent")
until [ -s "$work/runs/soak/run.json" ]; do sleep 0.2; done
url=$(sed -n 's/.*"endpoint" : "\(.*\)".*/\1/p' "$work/runs/soak/run.json")/metrics
began=$SECONDS

# One scrape and a look at the process, appended to the samples: seconds, resident kB, open files, threads, ticks and the
# size of the journal in kB.
sample() {
  curl -sf "$url" >"$work/scrape"
  local rss threads files
  rss=$(awk '$1 == "VmRSS:" {print $2}' "/proc/$agent/status")
  threads=$(awk '$1 == "Threads:" {print $2}' "/proc/$agent/status")
  files=$(find "/proc/$agent/fd" -mindepth 1 | wc -l)
  awk -v s=$((SECONDS - began)) -v rss="$rss" -v files="$files" -v threads="$threads" \
    -v journal="$(find "$work/runs/soak" -name 'journal*' -printf '%s\n' | awk '{s += $1} END {printf "%d", s / 1024}')" \
    '/^ceait_sample_duration_seconds_count/ {ticks = $2}
     END {printf "%d %d %d %d %d %d\n", s, rss, files, threads, ticks, journal}' "$work/scrape" >>"$work/samples"
}

show() {
  tail -n 1 "$work/samples" | awk -v label="$1" \
    '{printf "%-14s %6d s   resident %5.1f MB   open files %3d   threads %3d   ticks %8d   journal %6.1f MB\n", label, $1, $2 / 1024, $3, $4, $5, $6 / 1024}'
}

# The code of a scrape is loaded at the first ones; what stays after that is the start.
sleep 5
labels=("start" "first quarter" "half" "third quarter" "end")
for quarter in 0 1 2 3 4; do
  until ((SECONDS - began >= seconds * quarter / 4)); do
    sample
    rest=$((seconds * quarter / 4 - (SECONDS - began)))
    if ((rest > 0)); then sleep $((rest < 15 ? rest : 15)); fi
  done
  sample
  show "${labels[quarter]}"
done

kill -TERM "$agent"
wait "$agent" || true
tail -n 1 "$work/runs/soak/journal.ndjson"

# A slot that was slept through, because the machine was busy, makes an interval of two slots and no drift; what would is
# a wait that begins when the work of a tick is done.
journal() {
  find "$work/runs/soak" -name 'journal-*.gz' | sort | xargs -r zcat
  find "$work/runs/soak" -name 'journal-*.ndjson' | sort | xargs -r cat
  cat "$work/runs/soak/journal.ndjson"
}
read -r ticks slots elapsed < <(journal | sed -n 's/^{"tick":[0-9]*,.*"elapsed_ns":\([0-9]*\),"interval_ns":\([0-9]*\),.*"last":0.*/\1 \2/p' |
  awk -v interval="$interval_ms" '{if (NR > 1) {n++; slots += int($2 / interval / 1e6 + 0.5)} elapsed = $1}
    END {printf "%d %d %.6f\n", n, slots, elapsed / 1e9}')
awk -v interval="$interval_ms" -v ticks="$ticks" -v slots="$slots" -v elapsed="$elapsed" '
  {rss = $2; files = $3; threads = $4; if (rss > peak) peak = rss; n++
   if (!quarter && $1 >= limit / 4) {quarter = 1; q_rss = rss; q_files = files; q_threads = threads}}
  END {
    drift = slots * interval / 1000 / elapsed - 1
    printf "resident at most %.1f MB in %d looks; %d ticks in %d slots of %d ms in %.3f s: %d slots slept through, drift %.1e\n",
      peak / 1024, n, ticks, slots, interval, elapsed, slots - ticks, drift
    if (drift > 1e-4 || drift < -1e-4) {print "drift over 1e-4"; failed = 1}
    if (files > q_files + 2) {print "open files grew"; failed = 1}
    if (threads > q_threads + http) {print "threads grew"; failed = 1}
    if (rss > 1.1 * q_rss) {print "resident memory grew"; failed = 1}
    exit failed
  }' limit="$seconds" http=16 "$work/samples"
