package search

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/analysis"
)

// A wish is a line of a list of queries: the expected first results, and the
// reason.
type wish struct {
	line             int
	want, query, why string
}

// wishes reads a list of queries, WANT | QUERY | WHY on a line.
func wishes(t *testing.T, file string) []wish {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []wish
	for i, line := range strings.Split(string(text), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.SplitN(line, " | ", 3)
		if len(fields) != 3 {
			t.Fatalf("%s:%d: want WANT | QUERY | WHY", file, i+1)
		}
		all = append(all, wish{i + 1, fields[0], fields[1], fields[2]})
	}
	return all
}

// TestProductManager compares the first results of fifty queries on the sample with
// what a product manager expects; the list gives the reasons.
func TestProductManager(t *testing.T) {
	s, err := SampleService()
	if err != nil {
		t.Fatal(err)
	}
	all := wishes(t, "testdata/product-manager.txt")
	for _, w := range all {
		found := find(t, s, Request{Text: w.query, Size: 10})
		place, id, _ := strings.Cut(w.want, " ")
		if place == "-" {
			if found.Total > 0 {
				t.Errorf("line %d: %s: %d found, want nothing (%s)", w.line, w.query, found.Total, w.why)
			}
			continue
		}
		most, err := strconv.Atoi(place)
		if err != nil {
			t.Fatalf("line %d: %v", w.line, err)
		}
		at := slices.IndexFunc(found.Articles, func(a ArticleHit) bool { return a.ID == id })
		if most == 0 && at >= 0 {
			t.Errorf("line %d: %s finds %s now: give it its place", w.line, w.query, id)
		}
		if most > 0 && (at < 0 || at >= most) {
			t.Errorf("line %d: %s: first are %s, want %s (%s)", w.line, w.query, ids(found), id, w.why)
		}
	}
	if len(all) != 50 {
		t.Errorf("%d queries, want 50", len(all))
	}
}

// TestProductManagerOnCorpus does the same on the large archive: the first hits
// must have certain words.
func TestProductManagerOnCorpus(t *testing.T) {
	o, err := ownOptions()
	if err != nil {
		t.Fatal(err)
	}
	s := corpusServiceWith(t, o)
	queries := make(map[string]bool)
	for _, w := range wishes(t, "testdata/product-manager-corpus.txt") {
		queries[w.query] = true
		found := find(t, s, Request{Text: w.query, Size: 3})
		if w.want == "-" {
			if found.Total > 0 {
				t.Errorf("line %d: %s: %d found, want nothing (%s)", w.line, w.query, found.Total, w.why)
			}
			continue
		}
		fields := strings.Fields(w.want)
		count, err := strconv.Atoi(fields[0])
		if err != nil || len(fields) < 3 {
			t.Fatalf("line %d: want COUNT WHERE WORD...", w.line)
		}
		good := 0
		for good < len(found.Articles) && holdsWords(found.Articles[good], fields[1], fields[2:]) {
			good++
		}
		if good < count {
			t.Errorf("line %d: %s: %d of the first hits are as wanted, not %d: %s (%s)", w.line, w.query, good, count, titlesOf(found), w.why)
		}
		if count == 0 && good > 0 {
			t.Errorf("line %d: %s has the first hit now that it should have: raise the count", w.line, w.query)
		}
	}
	if len(queries) < 50 {
		t.Errorf("%d queries, want 50", len(queries))
	}
}

// holdsWords reports whether the title of a hit, or with "text" also its paragraphs
// that are shown, has each word in one of its writings (Meta|Facebook).
func holdsWords(a ArticleHit, where string, words []string) bool {
	text := unmarked(a.Title)
	if where == "text" {
		for _, p := range a.Paragraphs {
			text += "\n" + unmarked(p.Pieces)
		}
	}
	text = analysis.FoldText(text)
	return !slices.ContainsFunc(words, func(word string) bool {
		return !slices.ContainsFunc(strings.Split(word, "|"), func(w string) bool { return strings.Contains(text, analysis.FoldText(w)) })
	})
}

func titlesOf(r *Response) string {
	var all []string
	for _, a := range r.Articles {
		all = append(all, unmarked(a.Title))
	}
	return strings.Join(all, "; ")
}
