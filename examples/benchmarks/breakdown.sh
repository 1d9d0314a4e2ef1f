#!/bin/sh
# Shares of a training's time, epoch by epoch: waiting for data, forward, backward, update.
#   breakdown.sh SPEC [key=value …]
# such as breakdown.sh ../vqa/easy-vqa.yaml data.root=DATA_ROOT data.limit=8000 training.threads=2
# The first epoch reads and decodes, later ones find the features in memory. EPOCHS is how many there are.
set -eu
if [ $# -lt 1 ]; then
  sed -n '2,5s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
spec=$1
shift
exec "$(dirname "$0")/run.sh" Breakdown "$spec" "${EPOCHS:-4}" "$@"
