# SPDX-License-Identifier: Apache-2.0
# From nvml-functions.csv: the numbers and names of the functions (output=header), or the linker's version script of one driver
# (output=map, driver=535.98).

function number(version,    part) {
    split(version, part, ".")
    return part[1] * 1000 + part[2]
}

function available(ranges,    range, bound, i, n) {
    n = split(ranges, range, ";")
    for (i = 1; i <= n; i++) {
        split(range[i], bound, "-")
        if (number(driver) >= number(bound[1]) && (bound[2] == "" || number(driver) < number(bound[2]))) return 1
    }
    return 0
}

BEGIN { FS = "," }
/^#/ || $1 == "function" { next }
{ name[count++] = $1; ranges[$1] = $2 }

END {
    if (output == "map") {
        print "{\n  global:"
        for (i = 0; i < count; i++) if (available(ranges[name[i]])) print "    " name[i] ";"
        print "    nvmlsim_*;\n  local: *;\n};"
    } else {
        print "// Made from nvml-functions.csv.\n#ifndef NVMLSIM_FUNCTIONS_H\n#define NVMLSIM_FUNCTIONS_H\n\nenum function {"
        for (i = 0; i < count; i++) print "    FN_" name[i] " = " i ","
        print "    FN_COUNT = " count "\n};\n\n#define FN_NAMES \\"
        for (i = 0; i < count; i++) print "    \"" name[i] "\", \\"
        print "\n#endif"
    }
}
