#!/usr/bin/env bash
# Makes the texts on which nothing may be repaired: other languages, and source code.
#
# Downloads published Debian packages by name and writes one line of text a line, UTF-8, to corpora/other/NAME.txt. Source
# code is what cargo has fetched for this project. The folder is git-ignored: nothing from it goes into the repository.
#
# Needs bash, python3, apt-get with a Debian package list (no root), dpkg-deb. A second run downloads nothing.
#
# usage: benches/other_languages.sh
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=$(dirname "$here")/corpora/other
pkg=$out/.packages
mkdir -p "$pkg"
# Downloads and texts lie here until they are whole. It is taken away at the end, and what a run left that was killed, at the start.
scratch=$pkg/.scratch
rm -rf "$scratch"
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch"

# deb NAME: the package's tree under $pkg/NAME
deb() {
  [ -d "$pkg/$1" ] && return
  local tmp=$scratch/$1
  mkdir "$tmp"
  (cd "$tmp" && apt-get -o APT::Sandbox::User=root -qq download "$1")
  dpkg-deb -x "$tmp"/*.deb "$tmp/tree"
  mv "$tmp/tree" "$pkg/$1"
  rm -rf "$tmp"
}

# extract html|code NAME FOLDER: $out/NAME.txt
extract() {
  python3 "$here/other_languages_extract.py" "$1" "$scratch/$2.txt" "$3"
  mv "$scratch/$2.txt" "$out/"
}

for language in fr ja ko pl ru en-us cs de vi; do
  deb "libreoffice-help-$language"
  extract html "$language" "$pkg/libreoffice-help-$language"
done
extract code code "${CARGO_HOME:-$HOME/.cargo}/registry/src"
