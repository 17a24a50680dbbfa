#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Shows the meter on a server that need not exist: starts a simulated two-socket machine, whose energy
# counters move and wrap in real time, and prints the command that measures it.
set -euo pipefail

usage() {
    cat <<'END'
usage: scripts/demo-server.sh [--scenario NAME] [--gpus [NAME]] [--run [AGENT_OPTION...]]

  (nothing)         start the simulated server, print the command to type elsewhere, wait for Ctrl-C
  --run             measure it at once, for 20 seconds; further options go to the agent
  --scenario NAME   two-socket-server (default) or another file of native/src/main/scenarios
  --gpus [NAME]     with simulated GPUs: eight-gpus (default) or another file of native/src/main/scenarios/nvml
END
}

die() {
    echo "demo-server: $1" >&2
    exit "${2:-1}"
}

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
simulator=$root/native/target/powercapsim
jar=$root/agent/target/agent.jar
scenario=two-socket-server
gpus=
measure=false
agent_options=()

while (($# > 0)); do
    case $1 in
        --scenario)
            (($# > 1)) || die "--scenario needs a name" 2
            scenario=$2
            shift 2
            ;;
        --gpus)
            gpus=eight-gpus
            shift
            if (($# > 0)) && [[ $1 != --* ]]; then
                gpus=$1
                shift
            fi
            ;;
        --run)
            measure=true
            shift
            agent_options=("$@")
            break
            ;;
        -h | --help)
            usage
            exit 0
            ;;
        *)
            usage >&2
            exit 2
            ;;
    esac
done

scenario_file=$root/native/src/main/scenarios/$scenario.txt
[[ -f $scenario_file ]] || die "there is no scenario '$scenario' in native/src/main/scenarios" 2
gpu_scenario=$root/native/src/main/scenarios/nvml/$gpus.txt
[[ -z $gpus || -f $gpu_scenario ]] || die "there is no scenario '$gpus' in native/src/main/scenarios/nvml" 2
if $measure && [[ ! -f $jar ]]; then
    die "agent/target/agent.jar is missing: build it with 'mvn -q package' first"
fi
driver=$root/native/target/nvml/r550/libnvidia-ml.so.1
if [[ ! -x $simulator || $root/native/src/main/c/powercapsim.c -nt $simulator || (-n $gpus && ! -f $driver) ]]; then
    if ! command -v make >/dev/null || ! command -v "${CC:-cc}" >/dev/null; then
        die "the simulator has to be built once and needs make and a C compiler"
    fi
    make -s -C "$root/native" all BUILD=target
fi

# Counters written a thousand times a second belong in memory, not on a disk.
base=${TMPDIR:-/tmp}
[[ -d /dev/shm && -w /dev/shm ]] && base=/dev/shm
work=$(mktemp -d "$base/ceait-demo.XXXXXX")
sysfs=$work/sys
simulation=

cleanup() {
    trap - EXIT INT TERM
    if [[ -n $simulation ]]; then
        kill "$simulation" 2>/dev/null || true
        wait "$simulation" 2>/dev/null || true
    fi
    rm -rf -- "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

"$simulator" run "$scenario_file" "$sysfs" --clean >"$work/ready" &
simulation=$!
until [[ -s $work/ready ]]; do
    kill -0 "$simulation" 2>/dev/null || die "the simulator did not start"
    sleep 0.05
done

command=(java -jar agent/target/agent.jar --machine --path.sysfs "$sysfs")
[[ " ${agent_options[*]} " == *" --duration"* ]] || command+=(--duration 20s)
if [[ -n $gpus ]]; then
    # A copy of the library finds its scenario and its clock beside itself.
    mkdir "$work/driver"
    cp -- "$driver" "$work/driver/"
    cp -- "$gpu_scenario" "$work/driver/nvmlsim.txt"
    "$root/native/target/nvmlsim" ctl "$work/driver/nvmlsim.ctl" >"$work/clock"
    command+=(--nvml-library "$work/driver/libnvidia-ml.so.1")
fi
echo "A simulated server ($scenario${gpus:+, $gpus}) lives in $work"
if $measure; then
    command+=("${agent_options[@]}")
    echo "\$ ${command[*]}"
    cd "$root"
    "${command[@]}"
else
    echo "Measure it from another terminal, in the project's root:"
    echo "    ${command[*]}"
    echo "Ctrl-C ends the simulation and removes its files."
    wait "$simulation"
fi
