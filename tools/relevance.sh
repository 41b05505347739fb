#!/usr/bin/env bash
# Measures the ranking on the judged sets of XUNZHANG_SHARED/bench and prints a
# table of Markdown for docs/relevance.md. Indexes are kept in the folder that is
# given, and brought up to date.
#
#   tools/relevance.sh FOLDER [SET...]
set -eu -o pipefail
cd "$(dirname "$0")/.."
folder="${1:?usage: tools/relevance.sh FOLDER [SET...]}"
shift
[ $# -gt 0 ] || set -- woshipm cmrc2018 drcd dureader stard-laws crud-news
shared="${XUNZHANG_SHARED:-../shared}/bench"
mkdir -p "$folder"
CGO_ENABLED=0 go build -o "$folder/xunzhang" ./cmd/xunzhang

echo "| set | nDCG@10 | MRR@10 | P@1 | R@100 | judged@10 |"
echo "| --- | ---: | ---: | ---: | ---: | ---: |"
for set in "$@"; do
	unit=article
	[ "$set" != woshipm ] || unit=paragraph
	gunzip -c "$shared/$set/corpus.jsonl.gz" | "$folder/xunzhang" reindex --index "$folder/$set" - >/dev/null
	"$folder/xunzhang" eval --index "$folder/$set" --unit $unit --run "$folder/$set.run" \
		--queries "$shared/$set/queries.tsv" --qrels "$shared/$set/qrels.tsv" |
		tee "$folder/$set.txt" |
		awk -v set="$set" '$1 ~ /@/ { row = row " " $2 " |" } END { print "| " set " |" row }'
done
