#!/usr/bin/env bash
# Everything that a change has to pass, on a laptop and in CI alike.
#
#   ./all.sh             format, vet, staticcheck, govulncheck, build, tests, browser tests,
#                        schemathesis, fuzz smoke; in CI (CI is set) also tests against a real
#                        OpenSearch node
#   ./all.sh long        the same with soak and fault tests (XUNZHANG_LONG=1), longer fuzzing, and the node
#   ./all.sh opensearch  nothing but the tests against a node
#
# It needs Go, and for all of it a C compiler (the race detector), Chromium
# (installed when missing, as root on a machine with apt), Python for schemathesis,
# and for the node Maven and Java 21, as tools/opensearch-node.sh says. XUNZHANG_SHARED names
# a folder with large inputs; tests that need it are skipped without.
# It does every step even when one fails, and ends with a line that says which.
set -u -o pipefail
cd "$(dirname "$0")" || exit 1

staticcheck=honnef.co/go/tools/cmd/staticcheck@v0.8.2
govulncheck=golang.org/x/vuln/cmd/govulncheck@v1.9.0

case "${1-}" in
'') fuzztime=3s timeout=15m node_skip='^(TestFullDisk|TestRedIndex|TestKilledJobs)$' ;; # those take a minute
long) fuzztime=60s timeout=90m node_skip='^$' && export XUNZHANG_LONG=1 ;;
opensearch) timeout=15m node_skip='^$' ;;
*) echo "usage: ./all.sh [long|opensearch]" >&2 && exit 2 ;;
esac
# The gate draws the same every time: it fails for what a change did and not by chance.
# Something else is drawn by `go test` alone and by the long run.
[ -n "${XUNZHANG_LONG-}" ] || export XUNZHANG_SEED="${XUNZHANG_SEED:-1}"
node_wanted="${CI:-}${1-}" # what starts one takes its time: on a laptop it is asked for
node_asked="${1-}"          # whoever asks for it by name is told when there can be none

XUNZHANG_SHARED="${XUNZHANG_SHARED:-../shared}"
[ "${XUNZHANG_SHARED#/}" != "$XUNZHANG_SHARED" ] || XUNZHANG_SHARED="$PWD/$XUNZHANG_SHARED"
export XUNZHANG_SHARED       # absolute: tests run in the folders of their packages
export CI="${CI:-all.sh}"    # nothing may be skipped for want of a browser
export CGO_ENABLED=0         # as the program is built; the race detector is the exception
unset XUNZHANG_INDEX XUNZHANG_KEYS XUNZHANG_ENGINE NO_COLOR # what is tested must not depend on the caller's own
scratch="$(mktemp -d)"
node= # folder of the OpenSearch node, while one runs
trap '[ -z "$node" ] || tools/opensearch-node.sh stop "$node"; rm -rf "$scratch"' EXIT
failed=()

# step NAME COMMAND... runs a step and says how it ended.
step() {
	local name="$1" start=$SECONDS
	shift
	echo
	echo "==> $name"
	if "$@"; then
		echo "<== $name: ok, $((SECONDS - start)) s"
	else
		echo "<== $name: FAILED, $((SECONDS - start)) s"
		failed+=("$name")
	fi
}

format() {
	local files
	files="$(gofmt -l .)" || return 1
	[ -z "$files" ] || { echo "gofmt -w these:" && echo "$files" && return 1; }
}

build() { go build -o bin/xunzhang ./cmd/xunzhang && ls -l bin/xunzhang; }

# Known faults of what the binary calls. Their list is on the network; where that
# cannot be reached nothing can be said, which is no fault of the change.
vulnerabilities() {
	go run "$govulncheck" ./... >"$scratch/vulnerabilities" 2>&1 && return
	cat "$scratch/vulnerabilities"
	grep -q '^govulncheck: fetching vulnerabilities' "$scratch/vulnerabilities" &&
		echo "the list of vulnerabilities cannot be reached: NOT CHECKED"
}

browser() {
	local name
	for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome chrome; do
		[ -n "$name" ] && command -v "$name" && return
	done
	if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
		echo "Chromium is missing: install it, or name one in CHROMIUM, and run again"
		return 1
	fi
	export DEBIAN_FRONTEND=noninteractive
	{ apt-get update && apt-get install -y chromium fonts-noto-cjk; } >"$scratch/apt" 2>&1 ||
		{ tail -n 20 "$scratch/apt" && return 1; }
	command -v chromium
}

# The race detector makes everything ten times as slow, so it sees the tests
# without large inputs and browsers (-short), and not what runs as WebAssembly; then
# all run without it.
race() {
	if command -v "$(CGO_ENABLED=1 go env CC)" >/dev/null; then
		concurrent | grep -v /article/pdf$ | CGO_ENABLED=1 xargs go test -race -short -timeout "$timeout"
	else
		echo "no C compiler: testing WITHOUT the race detector"
	fi
}

# The packages that start goroutines, or guard what several use, in their code or
# tests. The others are seen by the race detector where these use them.
concurrent() {
	local package folder
	go list -f '{{.ImportPath}} {{.Dir}}' ./... | while read -r package folder; do
		! grep -qE '"sync"|"sync/atomic"|"net/http"|errgroup|\.Parallel\(|^[[:space:]]*go [a-z]' "$folder"/*.go || echo "$package"
	done
}

tests() {
	[ -d "$XUNZHANG_SHARED" ] || echo "no $XUNZHANG_SHARED (XUNZHANG_SHARED): tests of large inputs are skipped"
	go test -timeout "$timeout" ./...
}

# Everything that must hold against a real node, which is started for it and
# ended after it.
opensearch() {
	if [ -z "$node_wanted" ]; then
		echo "not asked for: ./all.sh opensearch tests against a real node"
		return
	fi
	local started
	if ! started="$(tools/opensearch-node.sh start)"; then
		[ -z "$node_asked" ] || return 1
		echo "no node can be had here: NOT CHECKED"
		return
	fi
	on_node "$started" node_tests
}

node_tests() {
	go test -count 1 -timeout "$timeout" -skip "$node_skip" ./engine/opensearch && go test -count 1 -timeout "$timeout" -run Cluster ./cmd/xunzhang
}

# The oldest version that is supported, for the long run. It needs another Java.
opensearch_old() {
	local started
	if ! started="$(OPENSEARCH_VERSION=2.19.5 tools/opensearch-node.sh start)"; then
		echo "no node of OpenSearch 2.19 can be had here: NOT CHECKED"
		return
	fi
	XUNZHANG_LONG='' on_node "$started" go test -count 1 -timeout "$timeout" ./engine/opensearch
}

# on_node STARTED COMMAND... runs a command with the node that was started, and ends
# the node.
on_node() {
	local status
	node="${1#* }"
	echo "node at ${1% *}"
	export XUNZHANG_OPENSEARCH="${1% *}"
	"${@:2}"
	status=$?
	[ $status = 0 ] || tail -n 40 "$node/out"
	tools/opensearch-node.sh stop "$node"
	node=
	return $status
}

# fuzz_target FOLDER BINARY NAME fuzzes for a while, and again when Go stopped it
# with nothing but its own deadline.
fuzz_target() {
	local out="$2-$3.txt" again
	for again in 1 2; do
		(cd "$1" && "$2" -test.run '^$' -test.fuzz "^$3\$" -test.fuzztime "$fuzztime" \
			-test.fuzzcachedir "$2-corpus" -test.parallel 1) >"$out" 2>&1 && break
		if [ $again = 2 ] || ! grep -q 'context deadline exceeded' "$out" || grep -q 'Failing input' "$out"; then
			echo "FAIL $1 $3"
			cat "$out"
			return 1
		fi
	done
	echo "ok $1 $3: $(grep '^fuzz: elapsed' "$out" | tail -n 1)"
}

# Every target of every package, as many at once as there are cores. Each
# package is built once; nomsgpack leaves out what takes gin longest to build
# and is never used.
fuzz() {
	local folder binary
	export -f fuzz_target
	export fuzztime
	grep -rlE '^func Fuzz' --include='*_test.go' . | xargs -n 1 dirname | sort -u | while read -r folder; do
		binary="$scratch/fuzz-${folder//[.\/]/-}"
		go test -c -fuzz=. -tags nomsgpack -o "$binary" "$folder" || exit 1
		(cd "$folder" && "$binary" -test.list '^Fuzz') | sed "s#^#$folder $binary #"
	done >"$scratch/targets" &&
		xargs -P "$(getconf _NPROCESSORS_ONLN)" -L 1 bash -c 'fuzz_target "$@"' fuzz <"$scratch/targets"
}

# What schemathesis finds is a failure where CI=true; elsewhere it is printed. Where
# it cannot be run nothing can be said. The gate asks the same every time; `long` asks
# something else besides.
contract() {
	local code seed
	tools/schemathesis/run.sh "$PWD/bin/xunzhang" "$scratch"
	code=$?
	if [ $code = 0 ] && [ -n "${XUNZHANG_LONG-}" ]; then
		seed=$((RANDOM * 32768 + RANDOM))
		echo "more, of seed $seed"
		tools/schemathesis/run.sh "$PWD/bin/xunzhang" "$scratch" "$seed" 100
		code=$?
	fi
	case $code in
	0) ;;
	3) echo "schemathesis cannot be run here: NOT CHECKED" ;;
	*) [ "$CI" != true ] || return 1 ;;
	esac
}

if [ "${1-}" = opensearch ]; then
	step opensearch opensearch
	exit ${#failed[@]}
fi

echo "$(go version), $(git log -1 --format='%h %s' 2>/dev/null || echo 'no git')"
step format format
step vet go vet ./...
step build build
step staticcheck go run "$staticcheck" ./...
step govulncheck vulnerabilities
step chromium browser
step race race
step tests tests
step schemathesis contract
step opensearch opensearch
[ "${1-}" != long ] || step 'opensearch 2.19' opensearch_old
step fuzz fuzz

echo
if [ ${#failed[@]} -gt 0 ]; then
	echo "all.sh: FAILED after $SECONDS s: ${failed[*]}"
	exit 1
fi
echo "all.sh: everything passed in $SECONDS s"
