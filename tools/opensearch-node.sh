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
# an ordinary user (nobody, when root starts it) with 512 MB of heap, or what
# OPENSEARCH_HEAP says (1g). What was fetched stays in a cache: XUNZHANG_CACHE,
# else /var/cache/xunzhang for root and $XDG_CACHE_HOME/xunzhang for others.
# OPENSEARCH_OPTIONS are further options of the node, such as those of a cluster
# of several. OPENSEARCH_VERSION is the newest version that this script knows, or
# 2.19.5, which needs Java from 11 to 23.
set -u -o pipefail

version="${OPENSEARCH_VERSION:-3.8.0}"
artifact=org.opensearch.distribution.integ-test-zip:opensearch:$version:zip
plugin=org.apache.maven.plugins:maven-dependency-plugin:3.8.1

if [ "$(id -u)" = 0 ]; then
	cache="${XUNZHANG_CACHE:-/var/cache/xunzhang}"
	ordinary=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
else
	cache="${XUNZHANG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/xunzhang}"
	ordinary=()
fi
heap="${OPENSEARCH_HEAP:-512m}"
home="$cache/opensearch-$version"

fail() {
	echo "$*" >&2
	exit 1
}

case "$version" in
3.8.0)
	java_least=21 java_most=99
	java_options=(--add-modules=jdk.incubator.vector --add-opens=java.base/java.nio=ALL-UNNAMED -javaagent:agent/opensearch-agent.jar)
	;;
2.19.5)
	java_least=11 java_most=23
	java_options=(-Djava.security.manager=allow)
	;;
*) fail "OPENSEARCH_VERSION is 3.8.0 or 2.19.5, not $version" ;;
esac

# checksums are the SHA-256 of what is fetched.
checksums="$(cd "$(dirname "$0")" && pwd)/opensearch-node.sums"

# java_here prints a Java of a version that will do, which the node's user can run.
java_here() {
	local java major
	for java in "${JAVA:-}" java /usr/lib/jvm/*/bin/java; do
		[ -n "$java" ] && command -v "$java" >/dev/null || continue
		major="$("${ordinary[@]}" "$java" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p')"
		[ "${major:-0}" -ge $java_least ] && [ "$major" -le $java_most ] && command -v "$java" && return
	done
	return 1
}

# copy ARTIFACT FOLDER fetches a file, and checks that it is the one that it was.
copy() {
	local group name of kind file
	IFS=: read -r group name of kind <<<"$1"
	file="$name-$of.${kind:-jar}"
	mkdir -p "$2"
	timeout 300 mvn -q -B "$plugin:copy" -Dartifact="$1" -DoutputDirectory="$2" >"$work/log" 2>&1 ||
		{ tail -n 20 "$work/log" >&2 && fail "Maven cannot fetch $1"; }
	(cd "$2" && grep "  $file\$" "$checksums" | sha256sum --check --quiet --strict >&2) || fail "the checksum of $1 is wrong"
}

# add_modules FOLDER adds what a distribution of 2.19 lacks and an index needs:
# scripts, deleting by a query, analyzers.
add_modules() {
	local artifact
	for artifact in org.opensearch.plugin:lang-painless:2.19.5 org.opensearch.plugin:opensearch-scripting-painless-spi:2.19.5 \
		org.antlr:antlr4-runtime:4.13.1 org.ow2.asm:asm{,-analysis,-commons,-tree,-util}:9.7; do
		copy "$artifact" "$1/lang-painless"
	done
	for artifact in org.opensearch.plugin:reindex-client:2.19.5 org.opensearch:opensearch-ssl-config:2.19.5 \
		org.opensearch.client:opensearch-rest-client:2.19.5 org.apache.httpcomponents:{httpclient:4.5.14,httpcore:4.4.16,httpasyncclient:4.1.5,httpcore-nio:4.4.16} \
		commons-codec:commons-codec:1.16.1 commons-logging:commons-logging:1.2; do
		copy "$artifact" "$1/reindex"
	done
	copy org.opensearch.plugin:analysis-common:2.19.5 "$1/analysis-common"
	describe "$1/lang-painless" org.opensearch.painless.PainlessPlugin
	describe "$1/reindex" org.opensearch.index.reindex.ReindexPlugin
	describe "$1/analysis-common" org.opensearch.analysis.common.CommonAnalysisPlugin
	printf 'grant {\n\tpermission java.lang.RuntimePermission "createClassLoader";\n\tpermission java.lang.RuntimePermission "getClassLoader";\n};\n' \
		>"$1/lang-painless/plugin-security.policy"
}

# describe FOLDER CLASS makes a module of a folder of jars.
describe() {
	printf '%s\n' "name=${1##*/}" "description=${1##*/}" version=$version opensearch.version=$version java.version=11 "classname=$2" >"$1/plugin-descriptor.properties"
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
	copy "$artifact" "$work"
	unzip -q "$work/opensearch-$version.zip" -d "$work/new" || fail "the distribution cannot be unpacked"
	[ "$version" != 2.19.5 ] || add_modules "$work"/new/*/modules
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
	java="$(java_here)" || fail "a Java from $java_least to $java_most is missing: install one (openjdk-21-jre-headless, openjdk-17-jre-headless), or name it in JAVA"
	fetch
	[ -n "$dir" ] || dir="$(mktemp -d "$cache/node-XXXXXX")" || exit 1
	mkdir -p "$dir"/{config,data,logs,tmp,snapshots}
	rm -f "$dir/logs/http.ports"
	cp "$home/config/log4j2.properties" "$dir/config/" && : >"$dir/config/opensearch.yml"
	[ ${#ordinary[@]} = 0 ] || chown -R nobody:nogroup "$dir" || exit 1
	chmod a+rx "$dir"
	# shellcheck disable=SC2086 # options are words
	(cd "$home" && exec setsid "${ordinary[@]}" "$java" -Xms"$heap" -Xmx"$heap" -XX:+UseG1GC -XX:TieredStopAtLevel=1 -Djna.nosys=true \
		-Dfile.encoding=UTF-8 -Djava.io.tmpdir="$dir/tmp" "${java_options[@]}" \
		-Dopensearch.path.home="$home" -Dopensearch.path.conf="$dir/config" \
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
