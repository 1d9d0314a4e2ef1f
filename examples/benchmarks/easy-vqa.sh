#!/bin/sh
# Samples per second of training on easy-VQA, Braid against a PyTorch program, by turns:
#   easy-vqa.sh PYTORCH_SCRIPT DATA_ROOT [ROUNDS] [THREADS]
# The script takes --data, --epochs, --batch, --max-steps and --threads and prints a line of JSON with
# "samples_per_s" for each epoch. Both sides warm up for STEPS steps and are measured over as many more.
set -eu
if [ $# -lt 2 ]; then
  sed -n '2,5s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
script=$1
data=$(cd "$2" && pwd)
rounds=${3:-3}
threads=${4:-2}
steps=${STEPS:-100}
batch=${BATCH:-64}
python=${PYTHON:-/usr/bin/python3}
here=$(cd "$(dirname "$0")" && pwd)
spec=$here/../vqa/easy-vqa.yaml
results=$(mktemp -d)
trap 'rm -r "$results"' EXIT

pytorch() {
  "$python" "$script" --data "$data" --epochs 2 --batch "$batch" --max-steps "$steps" --threads "$threads" |
    sed -n 's/.*"epoch": 2,.*"samples_per_s": \([0-9.]*\).*/\1/p'
}

braid() {
  "$here/run.sh" Throughput "$spec" "$steps" "data.root=$data" "training.threads=$threads" \
    "training.batch=$batch" "$@"
}

median() {
  sort -n "$1" | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

echo "batch $batch, $threads threads, $steps steps measured; samples per second:"
echo "round    PyTorch    Braid, each picture encoded    Braid as in easy-vqa.yaml (group_by)"
for round in $(seq "$rounds"); do
  pytorch >>"$results/pytorch"
  braid training.group_by=null >>"$results/plain"
  braid >>"$results/grouped"
  printf '%5d %10s %30s %39s\n' "$round" \
    "$(tail -n 1 "$results/pytorch")" "$(tail -n 1 "$results/plain")" "$(tail -n 1 "$results/grouped")"
done
p=$(median "$results/pytorch")
echo "medians: PyTorch $p"
for kind in plain grouped; do
  b=$(median "$results/$kind")
  awk -v b="$b" -v p="$p" -v kind="$kind" \
    'BEGIN { printf "Braid (%s) %.1f, ratio to PyTorch %.2f\n", kind, b, b / p }'
done
