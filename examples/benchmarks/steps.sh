#!/bin/sh
# Milliseconds of a whole training step (forward, loss, backward, Adam, zero gradients), Braid against PyTorch, by turns:
#   steps.sh [THREADS] [ROUNDS]
# Both sides take steps.json and data made up from it; steps.py has the PyTorch models. Stops where the two do not have
# equally many parameters. Prints Markdown; STEPS is how many steps warm up, and how many more are measured.
# Both sides have the memory settings of ./braid; with SAME_MEMORY=no PyTorch has its own, as a user starts it.
set -eu
if [ "${1:-}" = --help ]; then
  sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
threads=${1:-1}
rounds=${2:-3}
steps=${STEPS:-32}
python=${PYTHON:-/usr/bin/python3}
here=$(cd "$(dirname "$0")" && pwd)
results=$(mktemp -d)
trap 'rm -r "$results"' EXIT

# The settings of run.sh, which sets its own.
if [ "${SAME_MEMORY:-yes}" = yes ]; then
  . "$here/memory.sh"
fi

for round in $(seq "$rounds"); do
  echo "round $round of $rounds" >&2
  "$python" "$here/steps.py" measure "$here/steps.json" "$threads" "$steps" >>"$results/pytorch"
  "$here/run.sh" Steps "$here/steps.json" "$threads" "$steps" >>"$results/braid"
done
"$python" "$here/steps.py" report "$results/braid" "$results/pytorch"
