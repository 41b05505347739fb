package search_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/eval"
	"github.com/xunzhang/xunzhang/search"
)

// A kind describes the queries of a set of known items that have something in
// common. The id of a query begins with the name of its kind: run-07.
type kind struct{ name, about string }

// knownSets returns the sets of known items in data/eval. Every query looks for one
// article; any other article before it is wrong.
var knownSets = []struct {
	name  string // of the golden file, and of the set: NAME.queries.tsv, NAME.qrels.tsv
	kinds []kind
}{
	{"known-titles", []kind{
		{"title", "two to four words of the title, in its order"},
		{"run", "eight characters of the title without a break"},
		{"whole", "the whole title"},
		{"script", "words of the title in the other script"},
		{"width", "words of the title in full width"},
	}},
	{"known-memories", []kind{
		{"wrong", "a sentence or clause of the article with one word wrong"},
		{"short", "a heading or a few words of the article with one of them wrong"},
		{"missing", "a sentence or clause of the article that lacks a word"},
		{"author", "an author and what the article is about"},
		{"tag", "a tag and what else the article is about"},
	}},
}

// TestGoldenKnownItems compares how often the right article comes first with
// what was accepted, and what came before it where it did not:
// "go test ./search -run Golden -update" accepts a change.
func TestGoldenKnownItems(t *testing.T) {
	s, err := search.SampleService()
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range knownSets {
		queries, qrels := readSet(t, set.name+".queries.tsv", set.name+".qrels.tsv")
		rankings, _, err := eval.Run(context.Background(), s.RankArticles, queries, 1)
		if err != nil {
			t.Fatal(err)
		}
		results := eval.Measure(queries, qrels, rankings).PerQuery
		var out strings.Builder
		out.WriteString("# P@1  MRR@10  first  queries  kind\n")
		for _, k := range set.kinds {
			of := slices.DeleteFunc(slices.Clone(results), func(r eval.Result) bool { return kindName(r.ID) != k.name })
			writeKnown(&out, k.name+": "+k.about, of)
		}
		writeKnown(&out, "all", results)
		out.WriteString("\n# Queries whose article is not first: what is, and the place of the article (- is not found)\n")
		for i, r := range results {
			if r.P1 == 0 {
				writeMiss(t, &out, s, queries[i], knownItem(t, qrels, r.ID), rankings[i].Ranked)
			}
		}
		compareGolden(t, set.name, out.String())
	}
}

// TestKnownItemsAreWhatTheySay looks for mistakes in the sets: each query is of a
// known kind and has one article of the sample as its answer, each article is the
// answer of a title query, the words of a title query are in the title, and a
// sentence that was changed is nowhere word for word.
func TestKnownItemsAreWhatTheySay(t *testing.T) {
	s, err := search.SampleService()
	if err != nil {
		t.Fatal(err)
	}
	text := map[string]string{} // folded, of each article
	for _, p := range foldedParagraphs(t, s) {
		id, _, _ := strings.Cut(p.id, "#")
		text[id] += p.text + "\n"
	}
	byTitle := map[string]bool{}
	for _, set := range knownSets {
		queries, qrels := readSet(t, set.name+".queries.tsv", set.name+".qrels.tsv")
		if len(qrels) != len(queries) {
			t.Errorf("%s: %d queries, judgments of %d", set.name, len(queries), len(qrels))
		}
		for _, q := range queries {
			if !slices.ContainsFunc(set.kinds, func(k kind) bool { return k.name == kindName(q.ID) }) {
				t.Errorf("%s: %s is of no kind", set.name, q.ID)
			}
			id := knownItem(t, qrels, q.ID)
			if text[id] == "" {
				t.Fatalf("%s wants %s, which is no article", q.ID, id)
			}
			byTitle[id] = byTitle[id] || kindName(q.ID) == "title"
			checkKnown(t, s, q, id, text[id])
		}
	}
	for id := range text {
		if !byTitle[id] {
			t.Errorf("no query of the kind title looks for %s", id)
		}
	}
}

// checkKnown reports a query that is not what its kind says. The text is that
// of the article, folded.
func checkKnown(t *testing.T, s *search.Service, q eval.Query, id, text string) {
	t.Helper()
	page, err := s.Article(context.Background(), id, "")
	if err != nil {
		t.Fatal(err)
	}
	title := joined(page.Title)
	words := strings.Fields(analysis.FoldString(q.Text))
	switch kindName(q.ID) {
	case "whole":
		if q.Text != title {
			t.Errorf("%s: %s is not the title %s", q.ID, q.Text, title)
		}
	case "run":
		if utf8.RuneCountInString(q.Text) != 8 || !strings.Contains(title, q.Text) {
			t.Errorf("%s: %s is no run of eight characters of %s", q.ID, q.Text, title)
		}
	case "title", "script", "width":
		rest := analysis.FoldString(title)
		for _, word := range words {
			_, after, ok := strings.Cut(rest, word)
			if !ok {
				t.Errorf("%s: %s does not come in this place in %s", q.ID, word, title)
			}
			rest = after
		}
	case "wrong", "short", "missing":
		if strings.Contains(text, strings.Join(words, "")) {
			t.Errorf("%s: %s has no fault, for %s holds it as it is", q.ID, q.Text, id)
		}
	case "author":
		if name := afterSign(words[0]); !strings.HasPrefix(analysis.FoldString(page.Author), name) {
			t.Errorf("%s: %s is by %s, not by %s", q.ID, id, page.Author, name)
		}
	case "tag":
		if tag := afterSign(words[0]); !slices.ContainsFunc(page.Tags, func(of string) bool { return analysis.FoldString(of) == tag }) {
			t.Errorf("%s: %s has the tags %v, but not %s", q.ID, id, page.Tags, tag)
		}
	}
}

// afterSign returns the value of a folded word with a field: 白露 of author:白露.
func afterSign(word string) string {
	if _, value, ok := strings.Cut(word, ":"); ok {
		return value
	}
	return word
}

// kindName returns the kind in an id: title for title-03.
func kindName(id string) string {
	name, _, _ := strings.Cut(id, "-")
	return name
}

// knownItem returns the article that is the answer of a query.
func knownItem(t *testing.T, qrels eval.Qrels, query string) string {
	t.Helper()
	if len(qrels[query]) != 1 {
		t.Fatalf("%s looks for %d articles, not for one", query, len(qrels[query]))
	}
	for id, grade := range qrels[query] {
		if grade > 0 {
			return id
		}
	}
	t.Fatalf("%s looks for an article that is judged not relevant", query)
	return ""
}

func writeKnown(out *strings.Builder, name string, results []eval.Result) {
	var first, mrr float64
	for _, r := range results {
		first += r.P1
		mrr += r.MRR
	}
	n := float64(len(results))
	fmt.Fprintf(out, "%.3f  %.3f  %3.0f  %3d  %s\n", first/n, mrr/n, first, len(results), name)
}

// writeMiss prints a query, the article that came first, and the rank of the one
// that was looked for.
func writeMiss(t *testing.T, out *strings.Builder, s *search.Service, q eval.Query, want string, ranked []search.Ranked) {
	t.Helper()
	title := func(id string) string {
		page, err := s.Article(context.Background(), id, "")
		if err != nil {
			t.Fatal(err)
		}
		return joined(page.Title)
	}
	fmt.Fprintf(out, "\n%s  %s\n", q.ID, q.Text)
	place := "-"
	for i, r := range ranked {
		if i == 0 {
			fmt.Fprintf(out, "  1  %s  %s\n", r.ID, title(r.ID))
		}
		if r.ID == want {
			place = fmt.Sprint(i + 1)
		}
	}
	fmt.Fprintf(out, "%3s  %s  %s, which was looked for\n", place, want, title(want))
}
