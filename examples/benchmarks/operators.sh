#!/bin/sh
# Milliseconds of a training step (forward and backward) of every fusion operator, Braid against PyTorch, by turns:
#   operators.sh REFERENCE.py [THREADS] [ROUNDS]
# REFERENCE.py has create(type, {input: width}, **options), which makes a torch.nn.Module; see operators.py.
# Both sides take operators.json. Prints Markdown; SECONDS_EACH is how long each operator warms up and is measured.
# ABSENT=yes takes the first input away from the first sample, so that both sides have something to select.
# Both sides have the memory settings of ./braid; with SAME_MEMORY=no PyTorch has its own, as a user starts it.
set -eu
if [ $# -lt 1 ]; then
  sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
reference=$1
threads=${2:-1}
rounds=${3:-3}
seconds=${SECONDS_EACH:-0.3}
python=${PYTHON:-/usr/bin/python3}
absent=${ABSENT:+absent}
here=$(cd "$(dirname "$0")" && pwd)
results=$(mktemp -d)
trap 'rm -r "$results"' EXIT

# The settings of run.sh, which sets its own.
if [ "${SAME_MEMORY:-yes}" = yes ]; then
  . "$here/memory.sh"
fi

for round in $(seq "$rounds"); do
  echo "round $round of $rounds" >&2
  "$python" "$here/operators.py" measure "$reference" "$here/operators.json" "$threads" "$seconds" $absent >>"$results/pytorch"
  "$here/run.sh" Operators "$here/operators.json" "$threads" "$seconds" $absent >>"$results/braid"
done
"$python" "$here/operators.py" report "$results/braid" "$results/pytorch"
