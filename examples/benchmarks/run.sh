#!/bin/sh
# Runs one of the programs of this folder: run.sh PROGRAM [argument …], such as run.sh Memory small.yaml.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
if [ $# -eq 0 ]; then
  echo "usage: run.sh Breakdown|Memory|Operators|Optimizers|Overhead|Search|Steps|Throughput [argument …]; see README.md" >&2
  exit 2
fi
program=$1
shift

built=$here/target/classpath
if [ ! -f "$built" ] || [ -n "$(find "$root"/*/src/main "$here/pom.xml" "$here/src/main" -type f -newer "$built" -print | head -n 1)" ]; then
  maven=$(command -v mvn || echo "$root/mvnw")
  (cd "$root" && "$maven" -B -q -ntp -DskipTests -pl examples/benchmarks -am package) >&2
  touch "$built" # Maven leaves it as it is where nothing in it changes
fi

. "$here/memory.sh"
export TORCH_CPP_LOG_LEVEL="${TORCH_CPP_LOG_LEVEL:-ERROR}"
# A small heap of fixed size, so that what grows is not the heap.
# shellcheck disable=SC2086 # BRAID_JAVA_OPTS holds several options
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xms768m -Xmx768m -XX:+AlwaysPreTouch -Djava.awt.headless=true \
  --enable-native-access=ALL-UNNAMED ${BRAID_JAVA_OPTS:-} \
  -cp "$here/target/classes:$(cat "$built")" "dev.example.benchmarks.$program" "$@"
