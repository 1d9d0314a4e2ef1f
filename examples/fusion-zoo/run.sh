#!/bin/sh
# Compares every fusion operator over three seeds, takes their times again one after the other, and prints the table.
# Stop it when you like: run it again and it goes on.
# usage: run.sh [JOBS: trials at once, by default one per processor]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
jobs=${1:-$(getconf _NPROCESSORS_ONLN)}
cd "$root"
./braid compare "$here/spec.yaml" --sweep "$here/sweep.yaml" --jobs "$jobs"
# What runs beside a trial changes its times, so they are taken alone: one seed, one epoch of fewer pictures.
./braid compare "$here/spec.yaml" name=fusion-zoo-times --sweep "$here/sweep.yaml" --seeds 1 --jobs 1 \
  training.epochs=1 data.pictures=1500 data.test_pictures=300
newest() {
  ls -d "comparisons/$1/"* | sort -t/ -k3 -n | tail -n 1
}
java "$here/Table.java" "$(newest fusion-zoo)" --times "$(newest fusion-zoo-times)" relation colour shape
