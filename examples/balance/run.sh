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

trial() { # HEAD METHOD SEED OVERRIDES…
  head=$1
  method=$2
  seed=$3
  shift 3
  name=$head-$method-$seed
  run=$runs/$name/1
  case $head in
    linear) hidden='[]' ;;
    *) hidden='[32]' ;;
  esac
  if [ ! -f "$run/test.json" ]; then
    "$braid" train "$here/spec.yaml" --runs "$runs" name="$name" data.root="$data" task.hidden="$hidden" \
      training.seed="$seed" "$@" >"$runs/$name.log"
  fi
  echo "$head,$method,$seed,$(sed -n '/"measures"/,$p' "$run/test.json" | grep -m 1 '"accuracy"' | tr -cd '0-9.')\
,$(figure "$run/metrics.jsonl" auxiliary.caption.accuracy),$(figure "$run/metrics.jsonl" auxiliary.picture.accuracy)" >>"$csv"
}

watch='{ogm_ge: {alpha: 0, noise: false}}'
echo "head,method,seed,test_accuracy,caption_head,picture_head" >"$csv"
for head in linear mlp; do
  for seed in 1 2 3; do
    trial $head caption-alone $seed inputs.picture=null
    trial $head picture-alone $seed inputs.caption=null
    trial $head none $seed training.balance="$watch"
    trial $head modality-dropout $seed training.balance="$watch" training.modality_dropout='{caption: 0.3}'
    trial $head auxiliary-0.3 $seed training.balance='{auxiliary: {weight: 0.3}}'
    trial $head auxiliary-1 $seed training.balance='{auxiliary: {weight: 1}}'
    trial $head ogm-ge-0.5 $seed training.balance='{ogm_ge: {alpha: 0.5}}'
    trial $head ogm-ge-1 $seed training.balance='{ogm_ge: {alpha: 1}}'
    trial $head gradient-blending $seed training.balance='{gradient_blending: {}}'
  done
done
awk -F, 'NR > 1 { k = $1 " | " $2; n[k]++; s[k] += $4; q[k] += $4 * $4; c[k] += $5; p[k] += $6; if (n[k] == 1) order[++z] = k }
  END {
    for (i = 1; i <= z; i++) {
      k = order[i]; mean = s[k] / n[k]; v = (q[k] - n[k] * mean * mean) / (n[k] - 1)
      printf "| %s | %.3f ± %.3f | %.3f | %.3f |\n", k, mean, sqrt(v > 0 ? v : 0), c[k] / n[k], p[k] / n[k]
    }
  }' "$csv"
