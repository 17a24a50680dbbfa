#!/usr/bin/env bash
# What the agent costs beside a job: start, CPU by rate and by size of the job, memory, the end of a long run.
# Figures are medians; compare them by ratio within one run of this script, for machines differ.
#
#   scripts/bench/cost.sh [--java PATH] [--seconds N] [start|cpu|tree|gpu|end|slowdown]...
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
jar=$root/agent/target/agent.jar
simulator=$root/native/target/powercapsim
java=java
seconds=20
parts=()
while [ $# -gt 0 ]; do
  case $1 in
    --java) java=$2; shift 2 ;;
    --seconds) seconds=$2; shift 2 ;;
    start | cpu | tree | gpu | end | slowdown) parts+=("$1"); shift ;;
    *) echo "cost.sh: unknown argument $1 (start, cpu, tree, gpu, end, slowdown, --java PATH, --seconds N)" >&2; exit 2 ;;
  esac
done
[ ${#parts[@]} -gt 0 ] || parts=(start cpu tree gpu end slowdown)
[ -f "$jar" ] || { echo "cost.sh: $jar is missing: build it with mvn -B package -DskipTests" >&2; exit 2; }

# The launcher's own, so that what is measured is what users start.
read -ra small_flags < <(sed -n 's/^set -- \(-XX.*\) -jar .*/\1/p' "$root/scripts/ceait")
work=$(mktemp -d)
started=()
finish() {
  for pid in "${started[@]}"; do
    pkill -P "$pid" 2>/dev/null || true
    kill "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap finish EXIT

median() { sort -n | awk '{v[NR] = $1} END {print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2}'; }
cpu_ticks() { awk '{sub(/.*\) /, ""); print $12 + $13}' "/proc/$1/stat"; }
field() { awk -v key="$2:" '$1 == key {printf "%.1f", $2 / 1024}' "/proc/$1/status"; }
now_ms() { date +%s%3N; }

# A job of $1 processes that sleep, so that what is measured is the agent's own work.
job() {
  bash -c "for i in \$(seq $(($1 - 1))); do sleep 100000 & done; exec sleep 100000" &
  job_pid=$!
  started+=("$job_pid")
  sleep 1
}

simulated_machine() {
  "$simulator" run "$root/native/src/main/scenarios/two-socket-server.txt" "$work/sysfs" >"$work/simulator" &
  started+=($!)
  until grep -q ready "$work/simulator"; do sleep 0.1; done
}

# flags are in the array jvm
measure_cpu() {
  local label=$1 interval=$2 scrape=$3
  shift 3
  "$java" "${jvm[@]}" -jar "$jar" --pid "$job_pid" --interval "$interval" --out "$work/runs" --quiet \
    --path.sysfs "$work/sysfs" --listen 127.0.0.1:0 "$@" &
  local agent=$!
  sleep 8
  local before after start_ms end_ms url=""
  if [ "$scrape" = yes ]; then
    url=$(sed -n 's/.*"endpoint" : "\(.*\)".*/\1/p' "$(find "$work/runs" -name run.json -newer "$work/mark" | tail -1)")/metrics
    # The code of a scrape is compiled in the course of the first ones.
    for _ in $(seq 30); do curl -s -o /dev/null "$url"; done
  fi
  before=$(cpu_ticks "$agent")
  start_ms=$(now_ms)
  if [ "$scrape" = yes ]; then
    for _ in $(seq $((seconds / 5))); do
      sleep 5
      curl -s -o /dev/null "$url"
    done
  else
    sleep "$seconds"
  fi
  after=$(cpu_ticks "$agent")
  end_ms=$(now_ms)
  printf '%-44s %8.3f %% of a core   resident %6s MB   peak %6s MB\n' "$label" \
    "$(awk -v a="$before" -v b="$after" -v t=$((end_ms - start_ms)) 'BEGIN {print (b - a) * 10 / t * 100}')" \
    "$(field "$agent" VmRSS)" "$(field "$agent" VmHWM)"
  kill -TERM "$agent"
  wait "$agent" || true
}

part_start() {
  echo "== start to first sample, plain and with the launcher's flags (7 runs each)"
  job 10
  for kind in plain small; do
    jvm=()
    [ $kind = plain ] || jvm=("${small_flags[@]}")
    : >"$work/wall"
    : >"$work/cpu"
    for _ in $(seq 7); do
      rm -rf "$work/runs"
      local begin
      begin=$(now_ms)
      "$java" "${jvm[@]}" -jar "$jar" --pid "$job_pid" --duration 500ms --out "$work/runs" --quiet \
        --path.sysfs "$work/sysfs" --listen 127.0.0.1:0
      sed -n '2s/.*"time_ms":\([0-9]*\).*/\1/p' "$work"/runs/*/journal.ndjson |
        awk -v b="$begin" '{print ($1 - b) / 1000}' >>"$work/wall"
      sed -n 's/.*"cpu_s" : \(.*\),/\1/p' "$work"/runs/*/summary.json >>"$work/cpu"
    done
    printf '%-44s %8.3f s wall; whole run of 0.5 s: %.2f CPU s\n' "$kind" "$(median <"$work/wall")" "$(median <"$work/cpu")"
  done
}

part_cpu() {
  echo "== CPU and memory, job of 10 processes, simulated two-socket server"
  job 10
  for kind in plain small; do
    jvm=()
    [ $kind = plain ] || jvm=("${small_flags[@]}")
    touch "$work/mark"
    measure_cpu "$kind 1 Hz" 1s no
    touch "$work/mark"
    measure_cpu "$kind 1 Hz, scrape each 5 s" 1s yes
    measure_cpu "$kind 10 Hz" 100ms no
    measure_cpu "$kind 100 Hz" 10ms no
  done
  jvm=("${small_flags[@]}")
  touch "$work/mark"
  measure_cpu "small 500 Hz" 2ms no
  lateness
}

# How far each tick came behind its slot, from the journal: the slot is the first one after the tick before.
lateness() {
  sed -n 's/.*"elapsed_ns":\([0-9]*\).*/\1/p' "$(find "$work/runs" -name journal.ndjson -newer "$work/mark" | tail -1)" |
    awk 'NR > 500 {print ($1 - (int(before / 2000000) + 1) * 2000000) / 1000} {before = $1}' | sort -n |
    awk '{v[NR] = $1} END {printf "%-44s p50 %.0f us, p99 %.0f us, p99.9 %.0f us behind the slot\n", "small 500 Hz", v[int(NR * .5)], v[int(NR * .99)], v[int(NR * .999)]}'
}

part_tree() {
  echo "== growth with the number of processes, 1 Hz"
  for n in 1 100 500 1000; do
    job "$n"
    jvm=("${small_flags[@]}")
    measure_cpu "small, $n processes" 1s no
    pkill -P "$job_pid" || true
  done
}

# Calls of the driver so far, of all GPUs; $1: a name or a part of one.
calls() { "$root/native/target/nvmlsim" calls "$work/driver/nvmlsim.ctl" | awk -v name="$1" '$2 ~ name {n += $3} END {print n + 0}'; }

part_gpu() {
  echo "== eight simulated GPUs; their driver answers in microseconds, a real one may take longer"
  mkdir "$work/driver"
  cp "$root/native/target/nvml/r550/libnvidia-ml.so.1" "$work/driver/"
  cp "$root/native/src/main/scenarios/nvml/eight-gpus.txt" "$work/driver/nvmlsim.txt"
  "$root/native/target/nvmlsim" ctl "$work/driver/nvmlsim.ctl" >/dev/null
  job 10
  local kind interval before
  for kind in plain small; do
    jvm=()
    [ $kind = plain ] || jvm=("${small_flags[@]}")
    for interval in 1s 100ms; do
      measure_cpu "$kind, no GPU, $interval" $interval no
      before=$(calls nvml)
      measure_cpu "$kind, 8 GPUs, $interval" $interval no --nvml-library "$work/driver/libnvidia-ml.so.1"
      awk -v calls=$(($(calls nvml) - before)) -v s=$((seconds + 8)) \
        'BEGIN {printf "%-44s %8.1f calls of the driver per second and GPU, the start included\n", "", calls / s / 8}'
    done
  done
}

part_end() {
  echo "== the end of a long run: two minutes at 500 Hz, then everything written"
  job 2
  jvm=("${small_flags[@]}")
  "$java" "${jvm[@]}" -jar "$jar" --pid "$job_pid" --interval 2ms --out "$work/end" --quiet \
    --path.sysfs "$work/sysfs" --no-listen --duration 120s &
  local agent=$!
  wait "$agent"
  local directory ended written
  directory=$(find "$work/end" -mindepth 1 -maxdepth 1)
  # The file that was written last.
  written=$(find "$directory" -type f -printf '%T@\n' | sort -n | tail -n 1)
  ended=$(sed -n 's/.*"ended_at" : "\(.*\)",/\1/p' "$directory/summary.json")
  awk -v rows="$(($(wc -l <"$directory/samples.csv") - 1))" \
    -v ms="$(($(date -d "@$written" +%s%3N) - $(date -d "$ended" +%s%3N)))" \
    'BEGIN {printf "%d rows written in %.2f s: %.1f s for a million\n", rows, ms / 1000, ms * 1000 / rows}'
}

part_slowdown() {
  echo "== slowdown of a job on all cores by the agent at 1 Hz: 20 pairs, the agent stopped and running in turn"
  local -a loop=(bash -c "for c in \$(seq \$(nproc)); do (i=0; while [ \$i -lt 1000000 ]; do i=\$((i + 1)); done) & done; wait")
  "$java" "${small_flags[@]}" -jar "$jar" --machine --out "$work/slow" --quiet --no-listen &
  local agent=$!
  sleep 8
  : >"$work/ratio"
  for _ in $(seq 20); do
    local a b c
    kill -STOP "$agent"
    a=$(now_ms)
    "${loop[@]}"
    b=$(now_ms)
    kill -CONT "$agent"
    sleep 1
    c=$(now_ms)
    "${loop[@]}"
    awk -v without=$((b - a)) -v with=$(($(now_ms) - c)) 'BEGIN {print with / without}' >>"$work/ratio"
  done
  kill -TERM "$agent"
  wait "$agent" || true
  printf 'with / without: median %s, quartiles %s and %s\n' "$(median <"$work/ratio")" \
    "$(sort -n "$work/ratio" | sed -n 5p)" "$(sort -n "$work/ratio" | sed -n 15p)"
}

simulated_machine
for part in "${parts[@]}"; do "part_$part"; done
