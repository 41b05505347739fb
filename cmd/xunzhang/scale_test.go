package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
)

// scaleVariable says how many paragraphs TestClusterScale builds.
const scaleVariable = "XUNZHANG_SCALE"

// TestClusterScale measures the engines beside each other on many paragraphs: news,
// laws, questions, encyclopedia, articles, and mixtures of their paragraphs where
// those are too few. It logs what docs/scale.md says, and asserts that both engines
// find the same.
//
//	XUNZHANG_SCALE=1000000 XUNZHANG_OPENSEARCH=http://127.0.0.1:9200 go test -v -run ClusterScale -timeout 90m ./cmd/xunzhang
func TestClusterScale(t *testing.T) {
	paragraphs, err := strconv.Atoi(os.Getenv(scaleVariable))
	if err != nil {
		t.Skipf("set %s to a number of paragraphs, such as 1000000: it takes half an hour", scaleVariable)
	}
	address := clusterAddress(t)
	sources := scaleSources(t, paragraphs)
	queries := scaleQueries(t)
	first := map[string][]string{} // by query, as found by the engine in a folder
	for _, place := range []*app{{index: filepath.Join(t.TempDir(), "index")}, {engine: address + "?shards=2"}} {
		at := []string{"--index", place.index}
		if place.inCluster() {
			at = []string{"--engine", place.engine}
		}
		begun := time.Now()
		command(t, slices.Concat([]string{"reindex"}, at, sources)...)
		took := time.Since(begun)
		s, state := scaleService(t, place)
		t.Logf("%s: %d articles, %d paragraphs, %d parts in %.0f s, %.0f articles/s, %.0f MB", at[1], state.Articles, state.Paragraphs, state.Parts,
			took.Seconds(), float64(state.Articles)/took.Seconds(), float64(state.IndexBytes)/1e6)
		for _, pass := range []string{"first", "second"} {
			found, times := pages(t, s, queries)
			t.Logf("%s: %d searches, %s time: median %.0f ms, 95th percentile %.0f ms", at[1], len(queries), pass, ms(times, 50), ms(times, 95))
			compareFirst(t, first, found)
		}
	}
}

func ms(sorted []time.Duration, percent int) float64 {
	return float64(sorted[(len(sorted)-1)*percent/100].Microseconds()) / 1000
}

// compareFirst compares the results with the expected ones.
func compareFirst(t *testing.T, first, found map[string][]string) {
	t.Helper()
	differ := 0
	for query, ids := range found {
		if first[query] == nil {
			first[query] = ids
		}
		if !slices.Equal(first[query], ids) {
			differ++
		}
	}
	if float64(differ) > (1-sameShare)*float64(len(found)) {
		t.Errorf("%d of %d queries differ in their first ten articles", differ, len(found))
	}
}

func scaleService(t *testing.T, place *app) (*search.Service, engine.State) {
	t.Helper()
	place.err = os.Stderr
	s, done, err := place.openService(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = done() })
	state, err := s.State(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Warm(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	return s, state
}

// pages searches for the first page of each query, one after the other.
func pages(t *testing.T, s *search.Service, queries []string) (map[string][]string, []time.Duration) {
	t.Helper()
	found := map[string][]string{}
	var times []time.Duration
	for _, q := range queries {
		begun := time.Now()
		r, err := s.Search(t.Context(), search.Request{Text: q, Page: 1, Size: 10})
		if err != nil {
			t.Errorf("%s: %v", q, err)
			continue
		}
		times = append(times, time.Since(begun))
		found[q] = []string{}
		for _, a := range r.Articles {
			found[q] = append(found[q], a.ID)
		}
	}
	slices.Sort(times)
	return found, times
}

// scaleQueries returns queries of several kinds.
func scaleQueries(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(sharedFile(t, "bench/speed.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		if i%5 == 0 {
			all = append(all, line)
		}
	}
	for _, set := range []string{"stard-laws", "dureader", "crud-news"} {
		text, err := os.ReadFile(sharedFile(t, "bench/"+set+"/queries.tsv"))
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
			if _, query, ok := strings.Cut(line, "\t"); ok && i < 20 {
				all = append(all, query)
			}
		}
	}
	return all
}

// scaleSources are files with about so many paragraphs: articles, laws, questions,
// encyclopedia, news, as far as they are needed, and mixtures of their paragraphs where
// they are too few.
func scaleSources(t *testing.T, paragraphs int) []string {
	t.Helper()
	var sources, all []string
	for _, set := range []string{"woshipm", "stard-laws", "dureader", "cmrc2018", "drcd", "crud-news"} {
		if len(all) < paragraphs {
			source := sharedFile(t, "bench/"+set+"/corpus.jsonl.gz")
			found, first := paragraphsOf(t, source, paragraphs-len(all))
			if first != nil {
				source = filepath.Join(t.TempDir(), set+".jsonl")
				if err := os.WriteFile(source, first, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			sources, all = append(sources, source), append(all, found...)
		}
	}
	if lacking := paragraphs - len(all); lacking > 0 {
		mixed := filepath.Join(t.TempDir(), "mixtures.jsonl")
		mix(t, all, lacking, mixed)
		sources = append(sources, mixed)
	}
	return sources
}

// mix writes articles of so many paragraphs that are drawn from others.
func mix(t *testing.T, all []string, lacking int, to string) {
	t.Helper()
	f, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	out, random := bufio.NewWriter(f), rand.New(rand.NewPCG(1, 2))
	short := all[:min(len(all), 400_000)] // those behind are whole news
	for n := 0; lacking > 0; n++ {
		a := struct {
			ID         string   `json:"id"`
			Title      string   `json:"title"`
			Paragraphs []string `json:"paragraphs"`
		}{ID: fmt.Sprintf("mixed-%d", n)}
		for range min(lacking, 20+random.IntN(60)) {
			a.Paragraphs = append(a.Paragraphs, short[random.IntN(len(short))])
		}
		a.Title = string([]rune(a.Paragraphs[0])[:min(20, len([]rune(a.Paragraphs[0])))])
		lacking -= len(a.Paragraphs)
		line, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := out.Write(append(line, '\n')); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// paragraphsOf returns the paragraphs of the articles in a file, as they are
// written. If the file has more than most, they are those of its first articles,
// which are returned as well.
func paragraphsOf(t *testing.T, source string, most int) (all []string, first []byte) {
	t.Helper()
	f, err := os.Open(source)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	for d := json.NewDecoder(z); d.More(); {
		if len(all) >= most {
			return all, first
		}
		var line json.RawMessage
		var a struct {
			Text       string   `json:"text"`
			Paragraphs []string `json:"paragraphs"`
		}
		if err = d.Decode(&line); err == nil {
			err = json.Unmarshal(line, &a)
		}
		if err != nil {
			t.Fatalf("%s: %v", source, err)
		}
		first = append(append(first, line...), '\n')
		for _, p := range append(a.Paragraphs, strings.Split(a.Text, "\n")...) {
			if p = strings.TrimSpace(p); p != "" {
				all = append(all, p)
			}
		}
	}
	return all, nil
}
