package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/eval"
)

// sharedFile is a file of the folder of large inputs.
func sharedFile(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv("XUNZHANG_SHARED")
	if dir == "" {
		dir = "../../../shared"
	}
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no large inputs: XUNZHANG_SHARED names the folder that holds %s: %v", name, err)
	}
	return path
}

// How similar the answers of the engines must be.
const (
	sameShare = .99 // share of queries with the same first ten articles, at least
	sameNDCG  = .002
)

// TestClusterEquality: an index in a cluster, with one shard and with three, gives
// the same answers as one in a folder.
func TestClusterEquality(t *testing.T) {
	if os.Getenv("XUNZHANG_LONG") == "" {
		t.Skip("builds 6,000 articles three times, which takes minutes: run ./all.sh long")
	}
	address := clusterAddress(t)
	articles := sharedFile(t, "corpus/woshipm.tar.gz")
	topics := []string{"--queries", sharedFile(t, "bench/woshipm/queries.tsv"), "--qrels", sharedFile(t, "bench/woshipm/qrels.tsv")}
	queries, qrels := thousand(t)
	folder := filepath.Join(t.TempDir(), "index")
	at := []string{"--index", folder}
	command(t, append([]string{"reindex", articles}, at...)...)
	want := firstTen(t, queries, qrels, at)
	judged := ndcg(t, topics, at)
	for _, shards := range []int{1, 3} {
		at := []string{"--engine", fmt.Sprintf("%s?shards=%d", address, shards)}
		command(t, append([]string{"reindex", "--full", articles}, at...)...)
		differ := 0
		for query, ids := range firstTen(t, queries, qrels, at) {
			if !slices.Equal(ids, want[query]) {
				differ++
				t.Logf("%d shards, query %s: %q, in a folder %q", shards, query, ids, want[query])
			}
		}
		t.Logf("%d shards: %d of %d queries differ in their first ten articles", shards, differ, len(want))
		if float64(differ) > (1-sameShare)*float64(len(want)) {
			t.Errorf("%d shards: too many", shards)
		}
		if got := ndcg(t, topics, at); math.Abs(got-judged) >= sameNDCG {
			t.Errorf("%d shards: nDCG@10 %.4f, in a folder %.4f", shards, got, judged)
		}
	}
}

// TestClusterEqualityOfQuestions: the same for questions with their judgments.
func TestClusterEqualityOfQuestions(t *testing.T) {
	if os.Getenv("XUNZHANG_LONG") == "" {
		t.Skip("searches for two thousand questions twice, which takes minutes: run ./all.sh long")
	}
	address := clusterAddress(t)
	articles := sharedFile(t, "bench/dureader/corpus.jsonl.gz")
	questions := []string{"--unit", "article", "--queries", sharedFile(t, "bench/dureader/queries.tsv"), "--qrels", sharedFile(t, "bench/dureader/qrels.tsv")}
	folder, cluster := []string{"--index", filepath.Join(t.TempDir(), "index")}, []string{"--engine", address + "?shards=2"}
	command(t, append([]string{"reindex", articles}, folder...)...)
	command(t, append([]string{"reindex", articles}, cluster...)...)
	want, got := ndcg(t, questions, folder), ndcg(t, questions, cluster)
	t.Logf("nDCG@10 %.4f in the cluster, %.4f in a folder", got, want)
	if math.Abs(got-want) >= sameNDCG {
		t.Error("they differ too much")
	}
}

// thousand returns a file of 1,000 queries, those of the latency measurements
// filled up with known items, and a file of judgments, of which eval needs some.
func thousand(t *testing.T) (queries, qrels string) {
	t.Helper()
	text, err := os.ReadFile(sharedFile(t, "bench/speed.txt"))
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Split(strings.TrimSpace(string(text)), "\n")
	if text, err = os.ReadFile(sharedFile(t, "bench/woshipm/known.queries.tsv")); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if _, query, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			all = append(all, query)
		}
	}
	var q, j bytes.Buffer
	for i, query := range all[:1000] {
		fmt.Fprintf(&q, "q%04d\t%s\n", i, query)
		fmt.Fprintf(&j, "q%04d 0 x 1\n", i)
	}
	queries, qrels = filepath.Join(t.TempDir(), "queries.tsv"), filepath.Join(t.TempDir(), "qrels.tsv")
	for name, b := range map[string][]byte{queries: q.Bytes(), qrels: j.Bytes()} {
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return queries, qrels
}

// command runs a command that must succeed, and returns what it prints.
func command(t *testing.T, args ...string) []byte {
	t.Helper()
	var out, messages bytes.Buffer
	if code := run(args, strings.NewReader(""), &out, &messages); code != exitDone {
		t.Fatalf("xunzhang %s ends with %d: %s", strings.Join(args, " "), code, &messages)
	}
	return out.Bytes()
}

// measure evaluates queries, and logs the time that they took.
func measure(t *testing.T, args ...string) measured {
	t.Helper()
	var m measured
	if err := json.Unmarshal(command(t, append([]string{"eval", "--json"}, args...)...), &m); err != nil {
		t.Fatal(err)
	}
	t.Logf("%v: %+v", args[len(args)-1], *m.Timing)
	return m
}

// ndcg returns the nDCG@10 of judged queries.
func ndcg(t *testing.T, judged, at []string) float64 {
	t.Helper()
	return measure(t, slices.Concat(judged, at)...).Mean.NDCG
}

// firstTen returns the first ten articles of each query.
func firstTen(t *testing.T, queries, qrels string, at []string) map[string][]string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "run")
	measure(t, slices.Concat([]string{"--unit", "article", "--queries", queries, "--qrels", qrels, "--run", name}, at)...)
	rankings, err := readFile(name, eval.ReadRun)
	if err != nil {
		t.Fatal(err)
	}
	first := map[string][]string{}
	for _, r := range rankings {
		for _, article := range r.Ranked[:min(10, len(r.Ranked))] {
			first[r.Query] = append(first[r.Query], article.ID)
		}
	}
	return first
}
