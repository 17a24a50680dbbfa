#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Tests compare_nvml_h.sh with headers made up from our own: one that agrees, one that differs, one that lacks something.
set -euo pipefail

here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
compare=$here/compare_nvml_h.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

check() { # what, expected exit code, text in the output, header
    local what=$1 expected=$2 text=$3 code=0
    bash "$compare" "$4" >"$work/out" 2>&1 || code=$?
    if [[ $code -eq $expected ]] && grep -q "$text" "$work/out"; then
        echo "ok      $what"
    else
        echo "FAILED  $what (exit code $code)"
        cat "$work/out"
        failures=$((failures + 1))
    fi
}

ours=$here/../../main/c/nvml_abi.h
check "a header that agrees" 0 "rows agree" "$ours"
sed 's/long long timestamp, latencyUsec;/long long latencyUsec, timestamp;/' "$ours" >"$work/swapped.h"
check "two fields that changed places" 1 "^-field,nvmlFieldValue_t,timestamp,8,8" "$work/swapped.h"
sed 's/NVML_FI_DEV_POWER_INSTANT = 186/NVML_FI_DEV_POWER_INSTANT = 187/' "$ours" >"$work/value.h"
check "a constant with another value" 1 "^+constant,NVML_FI_DEV_POWER_INSTANT,,187," "$work/value.h"
sed '/NVML_ERROR_RESET_TYPE_NOT_SUPPORTED = 30,/d' "$ours" >"$work/older.h"
check "a header that lacks a constant" 0 "not in this header: constant,NVML_ERROR_RESET_TYPE_NOT_SUPPORTED" "$work/older.h"
check "no header" 2 "usage" "$work/none.h"
((failures == 0))
