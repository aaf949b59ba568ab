#!/usr/bin/env bash
# How fast hanmend is beside other programs, all in one run: clean text, damaged text, script conversion.
#
# Installs the others by name and version into SCRATCH (kept for the next run; by default in the system's folder for
# temporary files, never in the repository): from PyPI ftfy, plsfix, opencc, zhconv-rs, zhconv and autocorrect-py; the
# program opencc from Debian, unpacked and not installed. iconv and cat are the system's. Of what cannot be fetched it says
# so and goes on. opencc-rust binds the library that the PyPI package carries: `cargo bench --features opencc` has it.
#
# Prints for each the MB/s of user and system time, the quickest of RUNS, and its ratio to hanmend's of the same table.
# Interpreters start in a few hundredths of a second; the texts are made long enough for that not to matter.
#
# usage: benches/peers/run.sh HANS HANT          two clean texts, e.g. corpora/hans-news.txt corpora/hant-office.txt
#        SCRATCH=DIR HANMEND=PROGRAM RUNS=3 MB=20 in the environment
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
hanmend=${HANMEND:-$here/../../target/release/hanmend}
scratch=${SCRATCH:-${TMPDIR:-/tmp}/hanmend-peers}
runs=${RUNS:-3}
mb=${MB:-20}
[ $# -eq 2 ] || { sed -n 's/^# usage: /usage: /p' "$0" >&2; exit 2; }
mkdir -p "$scratch/text"
say() { printf '%s\n' "$*" >&2; }

for package in ftfy==6.3.1 plsfix==0.1.8 opencc==1.4.2 zhconv-rs==0.4.2 zhconv==1.4.3 autocorrect-py==2.14.0; do
  name=${package%%==*}
  [ -e "$scratch/$name.done" ] && continue
  say "fetching $package"
  if python3 -m pip install -q --disable-pip-version-check --target "$scratch/$name" "$package" 2> "$scratch/$name.log"; then
    touch "$scratch/$name.done"
  else
    say "  not to be had: $scratch/$name.log"
  fi
done
if [ ! -e "$scratch/debian/usr/bin/opencc" ]; then
  say 'fetching the program opencc'
  mkdir -p "$scratch/deb"
  if (cd "$scratch/deb" && apt-get -o APT::Sandbox::User=root -qq download opencc libopencc1.1 libopencc-data libmarisa0) \
    2> "$scratch/deb.log"; then
    for deb in "$scratch"/deb/*.deb; do dpkg-deb -x "$deb" "$scratch/debian"; done
  else
    say "  not to be had: $scratch/deb.log"
  fi
fi
data=$scratch/debian/usr/share/opencc
libraries=$(find "$scratch/debian" -name 'libopencc.so*' -printf '%h\n' 2> /dev/null | head -n 1)

# many FILE MB: the file repeated to so many MB, whole lines
many() { python3 -c '
import sys
text = open(sys.argv[1], "rb").read()
text = text if text.endswith(b"\n") else text + b"\n"
sys.stdout.buffer.write(text * max(1, int(float(sys.argv[2]) * 1e6) // len(text)))' "$1" "$2"; }

many "$1" "$mb" > "$scratch/text/hans"
many "$2" "$mb" > "$scratch/text/hant"
# Damaged text is slow for all that restore: less of it.
head -c 1000000 "$2" | iconv -c -f utf-8 -t utf-8 | "$hanmend" damage > "$scratch/text/damaged"
head -c 1000000 "$1" | iconv -c -f utf-8 -t utf-8 | "$hanmend" damage --misread utf-8:windows-1252 > "$scratch/text/misread"
many "$here/../../golden/found/informatization-speeches/input.txt" "$mb" > "$scratch/text/sample"
iconv -c -f utf-8 -t gb18030 "$scratch/text/hans" > "$scratch/text/gb18030"

# seconds COMMAND...: user and system time of the quickest run
seconds() {
  local best='' n times
  for ((n = 0; n < runs; n++)); do
    times=$( { TIMEFORMAT='%3U %3S'; time "$@" > /dev/null 2> "$scratch/error"; } 2>&1) || { printf failed; return; }
    best=$(printf '%s\n%s\n' "$best" "$(awk '{ print $1 + $2 }' <<< "$times")" | grep . | sort -g | head -n 1)
  done
  printf '%s' "$best"
}

# row TEXT NAME COMMAND...: COMMAND reads the text from standard input; the first row of a table is hanmend's
row() {
  local text=$scratch/text/$1 name=$2 bytes time
  shift 2
  bytes=$(stat -c %s "$text")
  time=$(seconds bash -c '"${@:2}" < "$1"' - "$text" "$@")
  if [ "$time" = failed ]; then printf '  %-44s not there\n' "$name"; return; fi
  case $name in hanmend*) [ -n "${first:-}" ] || first=$time ;; esac
  awk -v b="$bytes" -v t="$time" -v f="$first" -v n="$name" \
    'BEGIN { if (t < 0.001) t = 0.001; printf "  %-44s %9.2f MB/s  %8.3f\n", n, b / 1e6 / t, f / t }'
}

peer() { printf 'python3 %s %s %s' "$here/peers.py" "$scratch/$1" "$2"; }
table() { first=''; printf '%s\n' "$1"; }

table 'clean Simplified text; hanmend with default options'
row hans 'hanmend' "$hanmend" -j 1
row hans 'cat' cat
row hans 'iconv utf-8 utf-16' iconv -f utf-8 -t utf-16
row gb18030 'iconv gb18030 utf-8' iconv -f gb18030 -t utf-8
row hans 'ftfy' $(peer ftfy ftfy)
row hans 'plsfix' $(peer plsfix plsfix)
row hans 'autocorrect' $(peer autocorrect-py autocorrect)
table 'clean Traditional text'
row hant 'hanmend' "$hanmend" -j 1
row hant 'cat' cat
row hant 'ftfy' $(peer ftfy ftfy)
row hant 'plsfix' $(peer plsfix plsfix)
table 'damaged by glosses and cuts (the others leave it)'
row damaged 'hanmend' "$hanmend" -j 1
row damaged 'ftfy' $(peer ftfy ftfy)
row damaged 'plsfix' $(peer plsfix plsfix)
table 'the sample of the README again and again (the others leave it)'
row sample 'hanmend' "$hanmend" -j 1
row sample 'ftfy' $(peer ftfy ftfy)
row sample 'plsfix' $(peer plsfix plsfix)
table 'UTF-8 read as windows-1252'
row misread 'hanmend' "$hanmend" -j 1
row misread 'ftfy' $(peer ftfy ftfy)
row misread 'plsfix' $(peer plsfix plsfix)
for mode in s2t t2s s2twp; do
  text=hans
  [ $mode = t2s ] && text=hant
  table "script, $mode"
  row $text "hanmend --only variant --opencc $mode" "$hanmend" -j 1 --only variant --opencc $mode
  row $text "hanmend --opencc $mode, all stages" "$hanmend" -j 1 --opencc $mode
  row $text 'opencc, the program of Debian' env LD_LIBRARY_PATH="$libraries" "$scratch/debian/usr/bin/opencc" -c "$data/$mode.json"
  row $text 'opencc, the package of PyPI' $(peer opencc opencc) $mode
  row $text 'zhconv in Rust' $(peer zhconv-rs zhconv_rs) $mode
  row $text 'zhconv in Python' $(peer zhconv zhconv) $mode
done
