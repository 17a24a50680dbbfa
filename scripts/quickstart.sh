#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# From a fresh checkout to a first result: installs what is missing, builds, starts a real training job of 20 seconds,
# meters it by its process number, and says where the assessment is. Ctrl-C ends the job and the meter.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/lib/packages.sh
source "$root/scripts/lib/packages.sh"

job=
agent=

cleanup() {
    trap - EXIT
    trap '' INT TERM # a second Ctrl-C must not leave anything running
    local pid
    for pid in $agent $job; do
        kill "$pid" 2>/dev/null || true
    done
    for pid in $agent $job; do
        wait "$pid" 2>/dev/null || true
    done
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

echo "1. Building (the first time takes a minute or two)"
need_build_tools
install_missing
(cd -- "$root" && mvn -B --no-transfer-progress -q package -DskipTests -Dspotless.check.skip=true)

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
out=$root/ceait-runs
run_id=quickstart-$(date +%Y%m%d-%H%M%S)-$$

echo "2. Training a small neural network on handwritten digits for 20 seconds"
"$java" "$root/scripts/examples/TrainDigits.java" --seconds 20 --quiet &
job=$!

echo "3. Metering process $job"
"$java" -jar "$root/agent/target/agent.jar" --pid "$job" --out "$out" --run-id "$run_id" &
agent=$!

agent_code=0
wait "$agent" || agent_code=$?
agent=
job_code=0
wait "$job" || job_code=$?
job=
if ((agent_code != 0 || job_code != 0)); then
    echo "quickstart: the meter ended with code $agent_code, the training with code $job_code" >&2
    exit 1
fi

echo
echo "run directory  $out/$run_id"
for report in "$out/$run_id"/report.*.html; do
    if [[ -f $report ]]; then
        echo "report         $report"
    fi
done
