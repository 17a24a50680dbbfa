#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Looks for inputs that a parser of the agent neither reads nor refuses as it promises, guided by the branches that inputs
# reach (Jazzer). One process, one target after the other.
#
#   scripts/fuzz.sh                     lists the targets
#   scripts/fuzz.sh TARGET [SECONDS]    one of them, for a minute unless stated
#   scripts/fuzz.sh all [SECONDS]       all of them, each that long
#
# Begins with the inputs that are kept below agent/src/test/resources/fuzz/TARGET and with those that earlier runs found
# interesting, in agent/target/fuzz/TARGET. A finding ends the target; its input is kept in agent/target/fuzz/findings, to
# be copied to the first folder once the parser is mended: every build then tries it.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd -- "$root"
kept=agent/src/test/resources/fuzz
work=agent/target/fuzz

usage() {
    sed -n 's/^#   //p' "$0"
    echo
    find "$kept" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort | column -c 100
}

if (($# == 0)); then
    usage
    exit 0
fi
seconds=${2:-60}
[[ $seconds =~ ^[1-9][0-9]*$ ]] || { echo "fuzz.sh: $seconds is no number of seconds" >&2; exit 2; }
if [[ $1 == all ]]; then
    mapfile -t targets < <(find "$kept" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort)
elif [[ -d $kept/$1 ]]; then
    targets=("$1")
else
    echo "fuzz.sh: there is no target $1; there are:" >&2
    usage >&2
    exit 2
fi

mvn -B -q -ntp -Pfuzz -pl native,agent test-compile \
    org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath \
    -Dmdep.outputFile=target/fuzz-classpath.txt -Dmdep.includeScope=test
classpath=agent/target/test-classes:agent/target/classes:$(cat agent/target/fuzz-classpath.txt)
mkdir -p "$work/findings"

# Jazzer's own detectors stay but for three: harnesses open the files that they have made themselves, talk to a server of
# their own, and an expression of --progress-pattern is the user's.
not_hooked='com.code_intelligence.jazzer.sanitizers.FilePathTraversal:com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery:com.code_intelligence.jazzer.sanitizers.RegexInjection'
failed=()
for target in "${targets[@]}"; do
    mkdir -p "$work/$target"
    if java -cp "$classpath" -Xmx1g -Xss1m -XX:+EnableDynamicAgentLoading -XX:+UseSerialGC \
        com.code_intelligence.jazzer.Jazzer \
        --target_class=io.ceait.fuzz.JazzerEntry --target_args="$target" \
        --instrumentation_includes='io.ceait.**:com.fasterxml.jackson.**:org.snakeyaml.**:picocli.**' \
        --instrumentation_excludes='io.ceait.fuzz.**' --custom_hook_excludes='org.assertj.**' \
        --disabled_hooks="$not_hooked" --reproducer_path="$work/findings" \
        -artifact_prefix="$work/findings/$target-" \
        -max_total_time="$seconds" -max_len=16384 -timeout=60 -rss_limit_mb=3072 -use_value_profile=1 \
        "$work/$target" "$kept/$target" >"$work/$target.log" 2>&1; then
        printf '%-24s nothing found; %s\n' "$target" "$(sed -n 's/^Done \(.*\)/\1/p' "$work/$target.log")"
    else
        failed+=("$target")
        printf '%-24s FOUND, see %s: %s\n' "$target" "$work/$target.log" \
            "$(sed -n 's/^== Java Exception: \(.*\)/\1/p' "$work/$target.log" | head -n 1)"
    fi
done
((${#failed[@]} == 0))
