#!/usr/bin/env bash
# Asks a server with the sample articles what its OpenAPI document promises, and
# what it forbids, with schemathesis (https://schemathesis.readthedocs.io, MIT).
#
#   tools/schemathesis/run.sh BINARY SCRATCH [SEED [EXAMPLES]]
#
# BINARY is xunzhang, SCRATCH a folder to work in. The requests follow from SEED, which
# is always the same one unless given, and from EXAMPLES, how many are drawn for each
# operation at most: no clock ends the run, so that a slow machine is asked the same as
# a quick one. The usual number takes about a minute once schemathesis is installed.
# Exit code 0: it found nothing; 1: it did, and says what; 3: it cannot be run here.
set -u -o pipefail

binary="$1" scratch="$2/schemathesis" seed="${3-20261128}" examples="${4-20}" version=4.32.5
here="$(cd "$(dirname "$0")" && pwd)"
mkdir -p "$scratch" && cd "$scratch" || exit 3

if ! command -v python3 >/dev/null; then
	echo "python3 is missing"
	exit 3
fi
if ! { python3 -m venv venv && venv/bin/pip install --quiet "schemathesis==$version"; } >install 2>&1; then
	tail -n 3 install
	echo "schemathesis cannot be installed"
	exit 3
fi

"$binary" keys create --keys keys.jsonl --scope admin >key 2>/dev/null || exit 3
"$binary" serve --index none --addr 127.0.0.1:0 --admin "" --keys keys.jsonl --mcp --drain-delay 0s >address 2>log &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null' EXIT
for _ in $(seq 120); do
	grep -q http address && break
	kill -0 "$server" 2>/dev/null || break
	sleep 0.5
done
if ! grep -q http address; then
	tail -n 5 log
	echo "the server does not come up"
	exit 3
fi

venv/bin/st --config-file "$here/schemathesis.toml" run "$(cat address)/openapi.json" \
	--header "Authorization: Bearer $(cat key)" --phases examples,coverage,fuzzing --max-examples "$examples" \
	--generation-database none --seed "$seed" --warnings off --continue-on-failure >found 2>&1 && tail -n 12 found && exit 0
cat found
echo "seed $seed"
exit 1
