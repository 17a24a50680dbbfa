#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Tests the command line of the NVML simulator. Usage: nvmlsim_tool_test.sh NVMLSIM
set -euo pipefail

tool=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
failures=0

check() { # what, expected output, command...
    local what=$1 expected=$2 answer code=0
    shift 2
    answer=$("$@" 2>&1) || code=$?
    if [[ "$code $answer" == "$expected" ]]; then
        echo "ok      $what"
    else
        echo "FAILED  $what: '$code $answer', not '$expected'"
        failures=$((failures + 1))
    fi
}

cat >scenario <<'SCENARIO'
gpu name="One" uuid=GPU-1
    power const 100
    power square low=0 high=100 period_s=2
    process 42 start=1 stop=4
        sm const 50
    process self
        sm const 10
    process slot:0
        sm const 20
SCENARIO
epoch=1700000000000000000
at() { echo $((epoch + $1 * 1000000000)); }

check "makes a control file" "0 epoch_ns=$epoch" "$tool" ctl c --virtual --epoch $epoch
check "never overwrites one" "1 nvmlsim: cannot make c: File exists" "$tool" ctl c
check "truth" "0 600.000000000" "$tool" truth scenario c 0 "$(at 0)" "$(at 4)"
check "SM use within the life of a process" "0 1.500000000" "$tool" sm scenario c 0 42 "$(at 0)" "$(at 9)"
check "SM use of self" "0 0.400000000" "$tool" sm scenario c 0 self "$(at 0)" "$(at 4)"
"$tool" pid c 0 4711
check "SM use by a number in a slot" "0 0.800000000" "$tool" sm scenario c 0 4711 "$(at 0)" "$(at 4)"
check "SM use of a slot" "0 0.800000000" "$tool" sm scenario c 0 slot:0 "$(at 0)" "$(at 4)"
check "an unknown process" "2 nvmlsim: no process '43' on gpu 0" "$tool" sm scenario c 0 43 "$(at 0)" "$(at 4)"
check "an unknown GPU" "2 nvmlsim: gpu: not '1'" "$tool" truth scenario c 1 "$(at 0)" "$(at 4)"
check "lists" "0 gpu 0 GPU-1 One (hopper, 9.0) energy power
3 processes, 0 faults, 0 events" "$tool" list scenario
check "sets a fault" "0 " "$tool" fault c 3 return call=nvmlDeviceGetPowerUsage gpu=0 code=15
check "takes a fault away" "0 " "$tool" fault c 3 none
check "refuses a fault" "2 nvmlsim: unknown kind of fault 'explode'" "$tool" fault c 3 explode
check "refuses a slot" "2 nvmlsim: slot: not '32'" "$tool" fault c 32 none
check "sets the time" "0 " "$tool" time c 12.5
check "lets calls go" "0 " "$tool" release c
check "counts nothing yet" "0 " "$tool" calls c
echo nonsense >bad
check "refuses a scenario" "2 nvmlsim: bad:1: unknown word 'nonsense'" "$tool" list bad
check "refuses another file" "2 nvmlsim: bad is not a control file" "$tool" calls bad
"$tool" ctl real >/dev/null
check "keeps its hands off real time" "2 nvmlsim: real runs in real time: make it with --virtual" "$tool" time real 1
((failures == 0))
