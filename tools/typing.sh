#!/usr/bin/env bash
# Measures the time from the last key of a query to its painted results, in Chromium:
# 40 queries, typed at 120 ms a key into the page of a server of the given index. The
# figures go to standard output and, with FILE, into that file as well.
#
#   tools/typing.sh INDEX [FILE]
set -eu -o pipefail
cd "$(dirname "$0")/.."
index="${1:?usage: tools/typing.sh INDEX [FILE]}"
file="${2:-/dev/null}"
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$folder"' EXIT

CGO_ENABLED=0 go build -o "$folder/xunzhang" ./cmd/xunzhang
CGO_ENABLED=0 go test -c -o "$folder/typing.test" ./server
"$folder/xunzhang" serve --index "$index" --addr 127.0.0.1:0 --admin "" --drain-delay 0s --log "$folder/log" > "$folder/out" 2>&1 &
server=$!
until address=$(grep -o -m 1 'http://127.0.0.1:[0-9]*$' "$folder/out"); do
	kill -0 "$server" 2>/dev/null || { cat "$folder/out" >&2; exit 1; }
	sleep 0.2
done
curl -sf "$address/completions?q=a" > /dev/null # what suggestions need is built before

{
	echo "$(date -u +%F), commit $(git rev-parse --short HEAD), $(nproc) cores, load $(cut -d ' ' -f 1 /proc/loadavg), index $index"
	cd server
	XUNZHANG_TYPING="$address" "$folder/typing.test" -test.run '^$' -test.bench Typing -test.benchtime 1x |
		sed -n 's|^ *browser_typing_test.go:[0-9]*: ||p'
} | tee "$file"
