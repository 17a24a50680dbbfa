#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Runs every check of the project, from a fresh Debian with nothing but Git: installs what is missing, checks the
# scripts, the Prometheus files and the simulators, builds, and runs the unit and end-to-end tests. Stops at the first
# failure. Maven comes last, so that its "Tests run:" lines close the output.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd -- "$root"
# shellcheck source=scripts/lib/packages.sh
source "$root/scripts/lib/packages.sh"

section() {
    printf '\n==== %s\n' "$1"
}

section "Tools"
need_build_tools
need prometheus command -v promtool
need prometheus-pushgateway command -v prometheus-pushgateway
need prometheus-node-exporter command -v prometheus-node-exporter
need chromium command -v chromium
need curl command -v curl
need openssl command -v openssl
need shellcheck command -v shellcheck
need procps command -v ps
need util-linux command -v setpriv
need systemd command -v systemd-analyze
install_missing
echo "Java compiler $(javac_version), $(mvn -B -v | sed -n "1s,[^[:print:]]\[[0-9;]*m,,gp"), $(shellcheck --version | sed -n 's/^version: /shellcheck /p')"

section "Newer Java"
newer=()
for java in /usr/lib/jvm/*/bin/java; do
    [[ -x $java ]] || continue
    version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')
    if [[ $version =~ ^[0-9]+$ ]] && ((version >= 21)); then
        newer+=("Java $version ($java)")
    fi
done
if ((${#newer[@]} > 0)); then
    printf 'the end-to-end tests start the jar on %s, too\n' "${newer[@]}"
else
    echo "no Java 21 or newer below /usr/lib/jvm: the jar is started on one Java alone"
fi

section "Scripts"
scripts=()
for folder in scripts .ci native/src config; do
    [[ -d $folder ]] || continue
    while IFS= read -r -d '' file; do
        if head -n 1 -- "$file" | grep -aqE '^#!.*\b(ba)?sh\b|^# shellcheck shell='; then
            scripts+=("$file")
        fi
    done < <(find "$folder" -type f -size -200k -print0 | sort -z)
done
shellcheck --external-sources "${scripts[@]}"
echo "shellcheck: ${#scripts[@]} scripts are clean"

section "Prometheus files"
checked=0
if [[ -d config/prometheus ]]; then
    while IFS= read -r -d '' file; do
        if grep -q '^tests:' "$file"; then
            promtool test rules "$file"
        elif grep -q '^groups:' "$file"; then
            promtool check rules "$file"
        elif grep -q '^scrape_configs:' "$file"; then
            promtool check config --syntax-only "$file"
        else
            continue
        fi
        checked=$((checked + 1))
    done < <(find config/prometheus -type f \( -name '*.yml' -o -name '*.yaml' \) -print0 | sort -z)
fi
echo "promtool: $checked files are valid"

section "Service unit"
# Tenths of the exposure level that the security documentation promises to stay below.
systemd-analyze security --offline=true --threshold=20 --no-pager config/systemd/ceait.service | tail -n 1

section "Simulators under the sanitizers"
make --no-print-directory -C native check

section "Build, unit tests, end-to-end tests"
mvn -B --no-transfer-progress verify
