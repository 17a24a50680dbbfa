#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Self test of the powercap simulator. Usage: powercapsim_test.sh SIMULATOR SCENARIO_FOLDER
# A counter read between the wall-clock moments a and b must lie within the true energies of a and b, so
# the checks hold on a slow and busy machine too; only LAG, the age of the last update, is a guess.
set -euo pipefail
LC_ALL=C # EPOCHREALTIME with a point

simulator=$(realpath "$1")
scenarios=$(realpath "$2")
work=$(mktemp -d)
pid=
failures=0
LAG=250000000 # ns

cleanup() {
    [[ -z $pid ]] || kill "$pid" 2>/dev/null || true
    chmod -R u+rwX "$work" && rm -rf "$work"
}
trap cleanup EXIT

check() { # what, command...
    local what=$1
    shift
    if "$@"; then echo "ok      $what"; else echo "FAILED  $what"; failures=$((failures + 1)); fi
}

now_ns() { echo "${EPOCHREALTIME/./}000"; }

start() { # scenario, options...: sets pid, epoch, tree, zone (the class folder)
    local scenario=$1
    shift
    tree=$work/tree
    zone=$tree/class/powercap
    mkfifo "$work/out"
    "$simulator" run "$scenario" "$tree" --clean "$@" >"$work/out" &
    pid=$!
    read -r line <"$work/out"
    rm "$work/out"
    epoch=${line##*epoch_ns=}
}

stop() { # the exit code must be 0 (a sanitizer's finding is not) and the tree gone
    kill -TERM "$pid" 2>/dev/null || true
    local code=0
    wait "$pid" || code=$?
    pid=
    check "$1: exit code 0 after SIGTERM" test "$code" = 0
    check "$1: the tree is gone" test ! -e "$tree"
}

until_s() { # scenario time
    while (( $(now_ns) < epoch + $1 * 1000000000 )); do sleep 0.05; done
}

read_counter() { # zone id: sets before, value, after
    before=$(now_ns)
    value=$(<"$zone/$1/energy_uj")
    after=$(now_ns)
}

true_uj() { # scenario, zone id, from, to
    "$simulator" truth "$1" "$epoch" "$2" "$3" | awk -v id="$4" '$1 == id { printf "%.0f\n", $3 * 1e6 }'
}

within() { (( $1 <= $2 && $2 <= $3 )); }

rejected() { # line number of the culprit, scenario text
    local code=0
    printf '%s' "$2" >"$work/bad.txt"
    "$simulator" truth "$work/bad.txt" 0 0 1 >/dev/null 2>"$work/err" || code=$?
    [[ $code == 2 && $(wc -l <"$work/err") == 1 ]] && grep -q "^$work/bad.txt:$1: " "$work/err"
}

# --- mistakes in a scenario: one sentence with file and line, exit 2
check "unknown word" rejected 1 $'zones a\n'
check "unknown key" rejected 2 $'# x\nzone a colour=red\n'
check "bad number" rejected 2 $'zone a\nwave const many\n'
check "missing key" rejected 2 $'zone a\nwave sine mean=3 amplitude=1\n'
check "negative power" rejected 2 $'zone a\nwave sine mean=3 amplitude=4 period_s=1\n'
check "start beyond range" rejected 1 $'zone a range_uj=10 start_uj=10\n'
check "unknown parent" rejected 1 $'zone a parent=b\n'
check "path as a name" rejected 1 $'zone ../a\n'
check "unknown zone in a fault" rejected 2 $'zone a\nfault b at=1 kind=stuck\n'
check "ambiguous zone" rejected 3 $'zone a\nzone a\nfault a at=1 kind=stuck\n'
check "overlapping faults" rejected 3 $'zone a\nfault a at=1 kind=stuck\nfault a at=2 kind=eio\n'
check "chained like" rejected 2 $'zone a\nwave like b\nzone b\nwave like a\n'
check "reset with a length" rejected 2 $'zone a\nfault a at=1 for=2 kind=reset\n'

# --- integrals against the rectangle rule
cat >"$work/waves.txt" <<'END'
zone a
wave sine mean=50 amplitude=30 period_s=3 phase=0.1
zone b
wave square low=10 high=90 period_s=2 duty=0.3 phase=0.8
zone c
wave saw low=10 high=70 period_s=4 phase=0.4
zone d
wave ramp from=20 to=80 at=1.5 over=3
zone e
wave like a factor=2
wave ramp from=5 to=8 at=2 over=0
END
expected=$(awk 'BEGIN {
    pi = atan2(0, -1); n = 700000
    for (i = 0; i < n; i++) {
        t = 0.5 + 7 * (i + 0.5) / n
        a += 50 + 30 * sin(2 * pi * (t / 3 + 0.1))
        x = t / 2 + 0.8; b += x - int(x) < 0.3 ? 90 : 10
        x = t / 4 + 0.4; c += 10 + 60 * (x - int(x))
        d += t < 1.5 ? 20 : t < 4.5 ? 20 + 20 * (t - 1.5) : 80
        e += t < 2 ? 5 : 8
    }
    h = 7 / n
    printf "%.2f %.2f %.2f %.2f %.2f", a * h, b * h, c * h, d * h, e * h + 2 * a * h
}')
found=$("$simulator" truth "$work/waves.txt" 0 500000000 7500000000 | awk '{ printf "%s%.2f", sep, $3; sep = " " }')
check "integrals: $found, by rectangles $expected" test "$found" = "$expected"
check "no energy before the epoch" test "$("$simulator" truth "$work/waves.txt" 9000 0 9000 | awk '{ s += $3 } END { print s + 0 }')" = 0

# --- a server: shape of the tree, counters, wraps
server=$scenarios/two-socket-server.txt
start "$server"
check "psys sits at intel-rapl:1" test "$(<"$zone/intel-rapl:1/name")" = psys
check "a zone nested" test "$(realpath "$zone/intel-rapl:2:0")" = "$(realpath "$tree")/devices/virtual/powercap/intel-rapl/intel-rapl:2/intel-rapl:2:0"
check "its device link" test "$zone/intel-rapl:2:0/device" -ef "$zone/intel-rapl:2"
check "its subsystem link" test "$zone/intel-rapl:2:0/subsystem" -ef "$zone"
check "the control type's link" test "$zone/intel-rapl:2/device" -ef "$zone/intel-rapl"
check "no dangling link" test -z "$(find "$tree" -xtype l)"
code=0
"$simulator" run "$server" "$tree" 2>/dev/null || code=$?
check "a second run in the same place is refused" test "$code" = 2
ids=(intel-rapl:0 intel-rapl:0:0 intel-rapl:0:1 intel-rapl:1 intel-rapl:2 intel-rapl:2:0 intel-rapl:2:1 intel-rapl-mmio:0)
declare -A first_value first_before first_after
for id in "${ids[@]}"; do
    read_counter "$id"
    first_value[$id]=$value first_before[$id]=$before first_after[$id]=$after
done
until_s 10
for id in "${ids[@]}"; do
    range=$(<"$zone/$id/max_energy_range_uj")
    read_counter "$id"
    # An update may be LAG old: the energy seen lies between those of the shortest and the longest span.
    low=$(($(true_uj "$server" "${first_after[$id]}" $((before - LAG)) "$id") - 1))
    high=$(($(true_uj "$server" $((first_before[$id] - LAG)) "$after" "$id") + 1))
    seen=$((value - first_value[$id]))
    wraps=0
    while ((seen < low)); do
        seen=$((seen + range)) wraps=$((wraps + 1))
    done
    check "$id: $low <= $seen <= $high uJ, $wraps wraps" within "$low" "$seen" "$high"
done
check "package 0 has wrapped" test "$(<"$zone/intel-rapl:0/energy_uj")" -lt 10000000000
stop server

# --- flat shape
start "$scenarios/dies.txt" --flat
check "flat: plain directories" test -z "$(find "$tree" -type l)" -a -d "$zone/intel-rapl:1:0"
check "flat: nothing nested" test -z "$(find "$zone" -mindepth 2 -name 'intel-rapl*')"
stop flat

# --- faults, one second each, five zones at once
cat >"$work/faults.txt" <<'END'
zone a
wave const 100
fault a at=1 for=1 kind=stuck
fault a at=2 for=1 kind=garbage
fault a at=3 for=1 kind=vanish
zone b
wave const 100
fault b at=1 for=1 kind=eio
fault b at=3 for=1 kind=deny
zone c start_uj=5000000000
wave const 100
fault c at=1 kind=reset
fault c at=2 kind=spike:7000000000
zone d
wave const 100
zone e parent=d
wave const 10
fault d at=1 for=2 kind=unplug
END
start "$work/faults.txt"
mid() { while (( $(now_ns) < epoch + $1 * 100000000 )); do sleep 0.02; done; } # tenths of a second
mid 13
first=$(<"$zone/intel-rapl:0/energy_uj")
code=0
cat "$zone/intel-rapl:1/energy_uj" 2>"$work/err" || code=$?
check "eio: the read fails ($(tail -c 22 "$work/err"))" test "$code" != 0
check "reset: from 0" test "$(<"$zone/intel-rapl:2/energy_uj")" -lt 100000000
check "unplug: zone and child gone" test ! -e "$zone/intel-rapl:3" -a ! -e "$zone/intel-rapl:3:0"
mid 17
check "stuck: the file keeps its value" test "$(<"$zone/intel-rapl:0/energy_uj")" = "$first"
mid 23
check "garbage: no number" test "$(<"$zone/intel-rapl:0/energy_uj")" = not-a-number
check "eio: over" test "$(<"$zone/intel-rapl:1/energy_uj")" -gt 200000000
value=$(<"$zone/intel-rapl:2/energy_uj")
check "spike: added once" within 7100000000 "$value" 7200000000
mid 33
check "vanish: no file" test ! -e "$zone/intel-rapl:0/energy_uj"
check "deny: mode 0" test "$(stat -L -c %a "$zone/intel-rapl:1/energy_uj")" = 0
check "unplug: back, with the truth" test "$(<"$zone/intel-rapl:3/energy_uj")" -gt 300000000 -a -e "$zone/intel-rapl:3:0/name"
mid 43
check "vanish: over, with the truth" test "$(<"$zone/intel-rapl:0/energy_uj")" -gt 400000000
check "deny: over" test "$(stat -L -c %a "$zone/intel-rapl:1/energy_uj")" = 400
stop faults

# --- the scenarios that ship
for scenario in "$scenarios"/*.txt; do
    code=0
    "$simulator" run "$scenario" "$work/tree" --duration 0.2 --clean >/dev/null || code=$?
    check "${scenario##*/} runs" test "$code" = 0 -a ! -e "$work/tree"
done

echo "$failures failed"
((failures == 0))
