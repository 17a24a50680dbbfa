#!/usr/bin/env bash
# One tick under JMH: time and bytes allocated, for a job of 10 processes and a simulated two-socket server.
#
#   scripts/bench/tick.sh [JMH OPTION...]
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
mvn -B -q -ntp -pl native,agent test-compile \
  org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath \
  -Dspotless.check.skip=true -Dmdep.outputFile=target/classpath.txt -Dmdep.includeScope=test
exec java -cp "agent/target/test-classes:agent/target/classes:$(cat agent/target/classpath.txt)" \
  org.openjdk.jmh.Main io.ceait.bench -prof gc "$@"
