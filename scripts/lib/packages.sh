# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Finds out what is missing on a Debian machine and installs that alone. To be sourced.

missing_packages=()

# need PACKAGE COMMAND...: the package is missing unless the command succeeds.
need() {
    local package=$1
    shift
    "$@" >/dev/null 2>&1 || missing_packages+=("$package")
}

# The version of the Java compiler that comes first, or 0.
javac_version() {
    local java_compiler=${JAVA_HOME:+$JAVA_HOME/bin/}javac version
    version=$("$java_compiler" -version 2>&1) || version=
    version=${version#javac }
    version=${version%%[.-]*}
    [[ $version =~ ^[0-9]+$ ]] || version=0
    echo "$version"
}

need_build_tools() {
    if (($(javac_version) < 17)); then
        missing_packages+=(jdk)
    fi
    need maven command -v mvn
    need gcc command -v "${CC:-cc}"
    need make command -v make
    need libc6-dev test -e /usr/include/stdio.h
}

# Installs what need() found missing; needs root or sudo only if there is something to install.
install_missing() {
    ((${#missing_packages[@]} > 0)) || return 0
    local as_root=() log i
    if ((EUID != 0)); then
        as_root=(sudo)
    fi
    if ! command -v apt-get >/dev/null || ! command -v "${as_root[0]:-apt-get}" >/dev/null; then
        echo "missing: ${missing_packages[*]}; install them, or run this as root on Debian" >&2
        return 1
    fi
    log=$(mktemp)
    "${as_root[@]}" apt-get -qq update >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; return 1; }
    for i in "${!missing_packages[@]}"; do
        if [[ ${missing_packages[i]} == jdk ]]; then
            # Java 17 is the oldest that will do; newer Debians have only newer ones.
            missing_packages[i]=default-jdk-headless
            if [[ -n $(apt-cache madison openjdk-17-jdk-headless 2>/dev/null) ]]; then
                missing_packages[i]=openjdk-17-jdk-headless
            fi
        fi
    done
    echo "installing ${missing_packages[*]}"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
        "${missing_packages[@]}" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; return 1; }
    rm -f "$log"
    missing_packages=()
}
