#!/usr/bin/env bash
# A real OpenSearch node on the loopback, for tests.
#
#   tools/opensearch-node.sh start [DIR]  fetches the node when it is missing, starts it with its
#                                         data in DIR (a new folder by default), waits until it
#                                         answers, prints its address and DIR
#   tools/opensearch-node.sh stop DIR     ends the node of DIR, and removes DIR
#
# It needs Maven, which fetches the distribution from its default repositories,
# and Java 21 or newer: JAVA names one, else one is looked for. The node runs as
# an ordinary user (nobody, when root starts it) with 512 MB of heap. What was
# fetched stays in a cache: XUNZHANG_CACHE, else /var/cache/xunzhang for root and
# $XDG_CACHE_HOME/xunzhang for others. OPENSEARCH_OPTIONS are further options of
# the node, such as those of a cluster of several.
set -u -o pipefail

version=3.8.0
artifact=org.opensearch.distribution.integ-test-zip:opensearch:$version:zip
checksum=8470fc447309e84216f9359030db53a85b087492e161e5ce1a29276e776d4725b802f93ba8d218ea88e4a7999addadb863be93b8e1f89e9a292163e636e62de3
plugin=org.apache.maven.plugins:maven-dependency-plugin:3.8.1

if [ "$(id -u)" = 0 ]; then
	cache="${XUNZHANG_CACHE:-/var/cache/xunzhang}"
	ordinary=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
else
	cache="${XUNZHANG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/xunzhang}"
	ordinary=()
fi
home="$cache/opensearch-$version"

fail() {
	echo "$*" >&2
	exit 1
}

# java_here prints a Java of version 21 or newer that the node's user can run.
java_here() {
	local java major
	for java in "${JAVA:-}" java /usr/lib/jvm/*/bin/java; do
		[ -n "$java" ] && command -v "$java" >/dev/null || continue
		major="$("${ordinary[@]}" "$java" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p')"
		[ "${major:-0}" -ge 21 ] && command -v "$java" && return
	done
	return 1
}

# fetch brings the distribution into the cache, whole or not at all.
fetch() {
	[ -d "$home/lib" ] && return
	command -v mvn >/dev/null || fail "Maven is missing (mvn): it fetches the node to test against"
	command -v unzip >/dev/null || fail "unzip is missing"
	mkdir -p "$cache" && chmod a+rx "$cache" || fail "no cache in $cache"
	local work
	work="$(mktemp -d "$cache/fetch-XXXXXX")" || exit 1
	trap 'rm -rf "$work"' EXIT
	timeout 300 mvn -q -B "$plugin:copy" -Dartifact="$artifact" -DoutputDirectory="$work" >"$work/log" 2>&1 ||
		{ tail -n 20 "$work/log" >&2 && fail "Maven cannot fetch $artifact"; }
	echo "$checksum  $work/opensearch-$version.zip" | sha512sum --check --quiet >&2 || fail "the checksum of $artifact is wrong"
	unzip -q "$work/opensearch-$version.zip" -d "$work/new" || fail "the distribution cannot be unpacked"
	# What a text index never needs.
	(cd "$work"/new/*/modules && rm -rf ingest-geoip ingest-user-agent transport-grpc repository-url geo percolator rank-eval opensearch-dashboards)
	chmod -R a+rX "$work/new"
	mv -T "$work"/new/* "$home" || [ -d "$home/lib" ] || fail "the distribution cannot be moved to $home"
	rm -rf "$work"
	trap - EXIT
}

# start runs a node with its data in DIR, and waits for it.
start() {
	local java dir="${1:-}" address
	java="$(java_here)" || fail "Java 21 or newer is missing: install one (openjdk-21-jre-headless, openjdk-25-jre-headless), or name it in JAVA"
	fetch
	[ -n "$dir" ] || dir="$(mktemp -d "$cache/node-XXXXXX")" || exit 1
	mkdir -p "$dir"/{config,data,logs,tmp,snapshots}
	rm -f "$dir/logs/http.ports"
	cp "$home/config/log4j2.properties" "$dir/config/" && : >"$dir/config/opensearch.yml"
	[ ${#ordinary[@]} = 0 ] || chown -R nobody:nogroup "$dir" || exit 1
	chmod a+rx "$dir"
	# shellcheck disable=SC2086 # options are words
	(cd "$home" && exec setsid "${ordinary[@]}" "$java" -Xms512m -Xmx512m -XX:+UseG1GC -XX:TieredStopAtLevel=1 -Djna.nosys=true \
		-Dfile.encoding=UTF-8 -Djava.io.tmpdir="$dir/tmp" --add-modules=jdk.incubator.vector --add-opens=java.base/java.nio=ALL-UNNAMED \
		-javaagent:agent/opensearch-agent.jar -Dopensearch.path.home="$home" -Dopensearch.path.conf="$dir/config" \
		-Dopensearch.distribution.type=zip -Dopensearch.bundled_jdk=false -cp 'lib/*' org.opensearch.bootstrap.OpenSearch \
		-Enetwork.host=127.0.0.1 -Enode.portsfile=true -Epath.data="$dir/data" -Epath.logs="$dir/logs" -Epath.repo="$dir/snapshots" \
		-Ecluster.routing.allocation.disk.threshold_enabled=false -Eindices.breaker.total.use_real_memory=false \
		-Eindices.query.bool.max_clause_count=8192 ${OPENSEARCH_OPTIONS:--Ediscovery.type=single-node -Ehttp.port=0 -Etransport.port=0} \
		>"$dir/out" 2>&1 </dev/null) &
	echo $! >"$dir/pid"
	for ((waited = 0; waited < 240; waited++)); do
		address="http://$(head -n 1 "$dir/logs/http.ports" 2>/dev/null)"
		[ "$address" != http:// ] && curl -sf -m 5 "$address/_cluster/health?wait_for_status=yellow&timeout=1s" >/dev/null && echo "$address $dir" && return
		kill -0 "$(cat "$dir/pid")" 2>/dev/null || break
		sleep 1
	done
	tail -n 40 "$dir/out" >&2
	stop "$dir"
	fail "the node did not come up within $waited s"
}

# stop ends the node of DIR.
stop() {
	local pid
	pid="$(cat "$1/pid")" || exit 1
	kill "$pid" 2>/dev/null
	for ((waited = 0; waited < 60; waited++)); do
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.5
	done
	kill -9 "$pid" 2>/dev/null
	rm -rf "$1"
}

case "${1-}" in
start) start "${2-}" ;;
stop) [ -d "${2-}" ] || fail "usage: $0 stop DIR" && stop "$2" ;;
*) fail "usage: $0 start [DIR] | stop DIR" ;;
esac
