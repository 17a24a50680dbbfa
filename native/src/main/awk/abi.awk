# SPDX-License-Identifier: Apache-2.0
# From nvml-abi.csv: static assertions that hold the C declarations against the table.

BEGIN {
    FS = ","
    print "// Made from nvml-abi.csv.\n#include <stddef.h>\n"
}
/^#/ || $1 == "kind" { next }
$1 == "struct" { printf "_Static_assert(sizeof(%s) == %s, \"size of %s\");\n", $2, $5, $2 }
$1 == "field" {
    printf "_Static_assert(offsetof(%s, %s) == %s, \"offset of %s.%s\");\n", $2, $3, $4, $2, $3
    printf "_Static_assert(sizeof(((%s *) 0)->%s) == %s, \"size of %s.%s\");\n", $2, $3, $5, $2, $3
}
$1 == "constant" { printf "_Static_assert((long long) (%s) == %s, \"value of %s\");\n", $2, $4, $2 }
