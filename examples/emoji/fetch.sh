#!/bin/sh
# Fetches the pictures and their names with npm, checks them and writes the tables that spec.yaml reads.
# usage: fetch.sh [FOLDER: where to put them, by default "data" beside this script]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "${1:-$here/data}"
data=$(cd "${1:-$here/data}" && pwd)
for tool in node npm tar; do
  command -v "$tool" >/dev/null || { echo "fetch.sh: $tool is missing; install Node.js 18 or newer (and tar)" >&2; exit 2; }
done

# name, version, SHA-256 of the package
fetch() {
  file=$data/$1-$2.tgz
  if [ ! -f "$file" ]; then
    echo "fetching $1@$2"
    (cd "$data" && npm pack --silent "$1@$2" >/dev/null)
  fi
  sum=$(node -e '
    const hash = require("crypto").createHash("sha256");
    hash.update(require("fs").readFileSync(process.argv[1]));
    console.log(hash.digest("hex"));' "$file")
  if [ "$sum" != "$3" ]; then
    echo "fetch.sh: $file is not what was published: its SHA-256 is $sum and should be $3; delete it and try again" >&2
    exit 2
  fi
}

# Pictures: Twemoji, CC BY 4.0. Names and tags: emojibase (MIT), from Unicode CLDR.
fetch emoji-datasource-twitter 16.0.0 f64a530c63bca463bd8317fdc4615ce63a53a0c65018e4ce2d848aaba7a28877
fetch emojibase-data 17.0.0 d01d0e2ca4e22cb402679532155342c71e2e871f25c32223c013b8b166ebdf5a
mkdir -p "$data/pictures" "$data/names"
tar xzf "$data/emoji-datasource-twitter-16.0.0.tgz" -C "$data/pictures" --strip-components=1 \
  package/emoji.json package/img/twitter/64
tar xzf "$data/emojibase-data-17.0.0.tgz" -C "$data/names" --strip-components=1
node "$here/prepare.mjs" "$data"
