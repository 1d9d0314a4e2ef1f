#!/bin/sh
# Trains five fusion operators with and without modality dropout, measures each with a growing share of
# pictures and of questions taken away, and leaves accuracy.csv and accuracy.svg beside itself.
# usage: run.sh [FOLDER for the runs; what is trained there already is not trained again]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
runs=${1:-$here/../../runs/missing}
braid=${BRAID:-$here/../../braid}
csv=$here/accuracy.csv

train() { # NAME OVERRIDES…
  name=$1
  shift
  if [ ! -f "$runs/$name/1/test.json" ]; then
    "$braid" train "$here/spec.yaml" --runs "$runs" name="$name" "$@"
  fi
}

measure() { # OPERATOR DROPOUT NAME
  "$braid" evaluate "$runs/$3/1" --missing picture=0,25%,50%,75%,100% --missing question=25%,50%,75%,100% |
    awk -v fusion="$1" -v dropout="$2" '
      function row(input, percent, accuracy) {
        print fusion "," dropout "," input "," percent "," accuracy
      }
      / missing / { gsub(/ %/, ""); for (i = 3; i <= NF; i++) percent[$1, i] = $i }
      $1 == "accuracy" {
        for (i = 2; i <= NF; i++) {
          if (percent["question", i + 1] == 0) row("picture", percent["picture", i + 1], $i)
          if (percent["picture", i + 1] == 0) row("question", percent["question", i + 1], $i)
        }
      }' >>"$csv"
}

baseline() { # NAME INPUT RUN
  awk -F: -v name="$1" -v input="$2" '
    index($0, "\"" name "\"") { gsub(/[ ,]/, "", $2); print name ",baseline," input ",100," $2; exit }
  ' "$runs/$3/1/test.json" >>"$csv"
}

echo "fusion,modality_dropout,missing,percent,accuracy" >"$csv"
for fusion in sum concat gated mutan cross-attention; do
  case $fusion in
    mutan) options=", hidden: 64, rank: 5, output: 128" ;;
    cross-attention) options=", width: 64, heads: 4, feed_forward: 128, dropout: 0, query: question" ;;
    *) options= ;;
  esac
  for dropout in 0 0.2; do
    name=$fusion-$dropout
    train "$name" fusion="{type: $fusion$options}" \
      training.modality_dropout="{picture: $dropout, question: $dropout}"
    measure "$fusion" "$dropout" "$name"
  done
done
baseline "question only" picture sum-0
baseline majority question sum-0
java "$here/Curves.java" "$csv" "$here/accuracy.svg"
