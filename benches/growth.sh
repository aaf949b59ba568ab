#!/usr/bin/env bash
# How the time of hanmend grows with its input: files of 1, 10, 100 and 1,000 MB.
#
# Repeats the first megabyte of TEXT, so that all of them hold the same. Each size is restored on one core by a process of its
# own, and once more in one run over as many files as make 100 MB at least, where start and tables are paid for once. Prints
# milliseconds of user and system time for each megabyte, the quickest of RUNS. Takes 2.5 GB of SCRATCH (by default in the
# system's folder for temporary files) and removes them.
#
# usage: benches/growth.sh TEXT                   a clean text, e.g. corpora/hans-news.txt
#        SCRATCH=DIR HANMEND=PROGRAM RUNS=5 in the environment
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
hanmend=${HANMEND:-$here/../target/release/hanmend}
runs=${RUNS:-5}
[ $# -eq 1 ] || { sed -n 's/^# usage: /usage: /p' "$0" >&2; exit 2; }
scratch=$(mktemp -d ${SCRATCH:+-p "$SCRATCH"})
trap 'rm -rf "$scratch"' EXIT

# Whole lines.
head -c 1000000 "$1" | sed '$d' > "$scratch/part"
part=$(stat -c %s "$scratch/part")
[ "$part" -gt 500000 ] || { echo "$1 has less than a megabyte of lines" >&2; exit 2; }

# The quickest of the runs of a command, in milliseconds for each of so many bytes' megabytes.
quickest() {
  local bytes=$1 best='' spent
  shift
  for _ in $(seq "$runs"); do
    spent=$( { TIMEFORMAT='%U %S'; time "$@" > /dev/null 2> "$scratch/errors"; } 2>&1 | awk '{ print $1 + $2 }')
    best=$(awk -v a="${best:-$spent}" -v b="$spent" 'BEGIN { print a < b ? a : b }')
  done
  awk -v s="$best" -v b="$bytes" 'BEGIN { printf "%.2f", s * 1e9 / b }'
}

printf '%8s  %22s  %22s\n' 'MB' 'a process, ms per MB' 'one run, ms per MB'
for size in 1 10 100 1000; do
  folder=$scratch/files
  mkdir "$folder"
  files=$((size < 100 ? 100 / size : 1))
  for _ in $(seq "$size"); do cat "$scratch/part"; done > "$folder/1.txt"
  for n in $(seq 2 "$files"); do ln "$folder/1.txt" "$folder/$n.txt"; done
  alone=$(quickest $((size * part)) "$hanmend" -j1 "$folder/1.txt")
  together=$(quickest $((size * part * files)) "$hanmend" -j1 "$folder"/*.txt)
  printf '%8s  %22s  %22s\n' "$size" "$alone" "$together"
  rm -r "$folder"
done
