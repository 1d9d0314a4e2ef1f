#!/bin/sh
# Pre-trains on pairs without labels, then learns from 100, 500 and 2,000 labels with and without it, over three seeds.
# Leaves accuracy.csv and accuracy.svg beside this script. Stop it when you like: what is trained is not trained again.
# usage: run.sh [shapes | emoji FOLDER]    FOLDER as examples/emoji/fetch.sh leaves it
set -eu
here=$(cd "$(dirname "$0")" && pwd)
braid=${BRAID:-$here/../../braid}
set_=${1:-shapes}
runs=${RUNS:-$here/../../runs}/pretraining-$set_
csv=$here/$set_.csv

train() { # NAME SPEC OVERRIDES…
  name=$1
  spec=$2
  shift 2
  if [ ! -f "$runs/$name/1/test.json" ]; then
    mkdir -p "$runs"
    rm -rf "${runs:?}/$name"
    "$braid" train "$spec" --runs "$runs" name="$name" "$@" >"$runs/$name.log" 2>&1 ||
      { tail -n 5 "$runs/$name.log" >&2; exit 1; }
  fi
}

case $set_ in
  shapes)
    first=$here/pretrain.yaml
    second=$here/answer.yaml
    sizes="100 500 2000"
    parts="encoders.picture.*, fusion.*"
    more=
    ;;
  emoji)
    first=$here/../emoji/spec.yaml
    second=$here/../emoji/group.yaml
    sizes="100 500 1500"
    parts="encoders.*"
    more=data.root=$(cd "${2:?the folder that fetch.sh filled}" && pwd)
    ;;
  *)
    echo "run.sh: there is no set '$set_'; known: shapes, emoji" >&2
    exit 2
    ;;
esac

train pairs "$first" $more
echo "start,labels,seed,accuracy" >"$csv"
for labels in $sizes; do
  # As many updates for every number of labels, so that few labels are not also little training.
  for seed in 1 2 3; do
    for start in nothing pairs; do
      weights=null
      if [ "$start" = pairs ]; then
        weights="{run: $runs/pairs/1, parts: [$parts]}"
      fi
      name=$start-$labels-$seed
      case $set_ in
        shapes) rows=data.pictures=$labels ;;
        emoji) rows=data.train=labels-$labels.jsonl ;;
      esac
      train "$name" "$second" $more "$rows" training.seed="$seed" \
        training.epochs=1000 training.max_steps=1500 weights="$weights"
      accuracy=$(sed -n '/"measures"/,$p' "$runs/$name/1/test.json" | grep -m 1 '"accuracy"' | tr -cd '0-9.')
      echo "$start,$labels,$seed,$accuracy" >>"$csv"
    done
  done
done
java "$here/Curve.java" "$csv" "$here/$set_.svg"
