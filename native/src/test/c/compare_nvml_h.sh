#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Compares nvml-abi.csv with a real nvml.h, for those who have one: compiles a small program against it that prints sizes, offsets
# and values, and shows every difference. What the header does not have (an older one) is listed and is no failure.
# Usage: compare_nvml_h.sh PATH/nvml.h
set -euo pipefail

if [[ $# -ne 1 || ! -r $1 ]]; then
    echo "usage: ${0##*/} PATH/nvml.h" >&2
    exit 2
fi
header=$(realpath "$1")
table=$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../../main/abi/nvml-abi.csv
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One program with all rows if it compiles; otherwise each row is tried by itself, so that one missing name costs one row.
program() { # rows on stdin
    printf '#include <stddef.h>\n#include <stdio.h>\n#include "%s"\nint main(void) {\n' "$header"
    awk -F, '
        $1 == "struct" { printf "printf(\"%s,%%zu\\n\", sizeof(%s));\n", $1 "," $2 ",,", $2 }
        $1 == "field" { printf "printf(\"%s,%%zu,%%zu\\n\", offsetof(%s, %s), sizeof(((%s *) 0)->%s));\n", $1 "," $2 "," $3, $2, $3, $2, $3 }
        $1 == "constant" { printf "printf(\"%s,,%%lld,\\n\", (long long) (%s));\n", $1 "," $2, $2 }'
    printf 'return 0;\n}\n'
}

layout() { # rows in $1, answer in $2
    program <"$1" >"$work/layout.c"
    "${CC:-cc}" -w -o "$work/layout" "$work/layout.c" 2>"$work/errors" && "$work/layout" >"$2"
}

# Hexadecimal numbers of the table become decimal, as the program prints them.
rows() {
    grep -vE '^(#|kind,)' "$table" | while IFS=, read -r kind name member value size; do
        [[ $value != 0x* ]] || value=$((value))
        echo "$kind,$name,$member,$value,$size"
    done
}

rows >"$work/expected"
if ! layout "$work/expected" "$work/found"; then
    : >"$work/found"
    : >"$work/known"
    while IFS= read -r row; do
        echo "$row" >"$work/row"
        if layout "$work/row" "$work/one"; then
            cat "$work/one" >>"$work/found"
            echo "$row" >>"$work/known"
        else
            echo "not in this header: $row"
        fi
    done <"$work/expected"
    mv "$work/known" "$work/expected"
fi
if [[ ! -s $work/found ]]; then
    echo "nothing of the table is in $header" >&2
    exit 1
fi
if diff --label table "$work/expected" --label header -u0 "$work/found"; then
    echo "$(wc -l <"$work/found") rows agree"
else
    exit 1
fi
