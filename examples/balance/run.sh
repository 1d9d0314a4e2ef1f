#!/bin/sh
# Trains the spec with each method against a dominating caption, over three seeds, and leaves accuracy.csv.
# usage: run.sh [FOLDER for data and runs; what is trained there already is not trained again]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
runs=${1:-$here/../../runs/balance}
braid=${BRAID:-$here/../../braid}
csv=$here/accuracy.csv

if [ ! -f "$runs/data/test.jsonl" ]; then
  java "$here/Generate.java" "$runs/data"
fi
data=$(cd "$runs/data" && pwd)

figure() { # FILE NAME: the last value of that name in it, or nothing
  grep -o "\"$2\" *: *[0-9.]*" "$1" | tail -n 1 | sed 's/.*: *//'
}

trial() { # METHOD SEED OVERRIDES…
  method=$1
  seed=$2
  shift 2
  name=$method-$seed
  run=$runs/$name/1
  if [ ! -f "$run/test.json" ]; then
    "$braid" train "$here/spec.yaml" --runs "$runs" name="$name" data.root="$data" \
      training.seed="$seed" "$@" >"$runs/$name.log"
  fi
  echo "$method,$seed,$(sed -n '/"measures"/,$p' "$run/test.json" | grep -m 1 '"accuracy"' | tr -cd '0-9.')\
,$(figure "$run/metrics.jsonl" auxiliary.caption.accuracy),$(figure "$run/metrics.jsonl" auxiliary.picture.accuracy)" >>"$csv"
}

watch='{ogm_ge: {alpha: 0, noise: false}}'
echo "method,seed,test_accuracy,caption_head,picture_head" >"$csv"
for seed in 1 2 3; do
  trial caption-alone $seed inputs.picture=null
  trial picture-alone $seed inputs.caption=null
  trial none $seed training.balance="$watch"
  trial modality-dropout $seed training.balance="$watch" training.modality_dropout='{caption: 0.3}'
  trial auxiliary-0.3 $seed training.balance='{auxiliary: {weight: 0.3}}'
  trial auxiliary-1 $seed training.balance='{auxiliary: {weight: 1}}'
  trial ogm-ge-0.5 $seed training.balance='{ogm_ge: {alpha: 0.5}}'
  trial ogm-ge-1 $seed training.balance='{ogm_ge: {alpha: 1}}'
  trial gradient-blending $seed training.balance='{gradient_blending: {}}'
done
awk -F, 'NR > 1 { k = $1; n[k]++; s[k] += $3; q[k] += $3 * $3; c[k] += $4; p[k] += $5; if (n[k] == 1) order[++z] = k }
  END {
    for (i = 1; i <= z; i++) {
      k = order[i]; mean = s[k] / n[k]; v = (q[k] - n[k] * mean * mean) / (n[k] - 1)
      heads = c[k] > 0 ? sprintf("%.3f | %.3f", c[k] / n[k], p[k] / n[k]) : "– | –"
      printf "| %s | %.3f ± %.3f | %s |\n", k, mean, sqrt(v > 0 ? v : 0), heads
    }
  }' "$csv"
