package enginetest

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// Seed returns the seed of what a test draws: XUNZHANG_SEED, or another one every time. It
// is printed when the test fails.
func Seed(t testing.TB) uint64 {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	if s := os.Getenv("XUNZHANG_SEED"); s != "" {
		var err error
		if seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			t.Fatalf("XUNZHANG_SEED: %v", err)
		}
	}
	t.Logf("XUNZHANG_SEED=%d", seed)
	return seed
}

// testRandom makes the same random changes to the engine and to the model, and
// asks both the same random questions. A run that fails prints its own seed.
func testRandom(t *testing.T, open Opener, runs int) {
	seed := Seed(t)
	for i := range runs {
		randomRun(t, open, seed+uint64(i))
	}
}

func randomRun(t *testing.T, open Opener, seed uint64) {
	r := &random{Rand: rand.New(rand.NewPCG(seed, 1))}
	r.parts = []int{1, 3}[r.IntN(2)]
	model, e := NewMemory(), opened(t, open)
	mode := engine.Empty
	for range 5 {
		edits := r.edits()
		for _, target := range []engine.Engine{model, e} {
			change(t, target, mode, func(g engine.Generation) error {
				for _, edit := range edits {
					if err := edit(t, g); err != nil {
						return err
					}
				}
				return nil
			})
		}
		compare(t, r, viewOf(t, e), viewOf(t, model))
		if t.Failed() {
			t.Fatalf("XUNZHANG_SEED=%d", seed)
		}
		if mode = engine.Current; r.IntN(6) == 0 {
			mode = engine.Empty
		}
	}
}

func compare(t *testing.T, r *random, got, model engine.View) {
	t.Helper()
	for range 60 {
		q := engine.Request{Query: r.node(3), Size: r.IntN(30), From: r.IntN(3) * r.IntN(10), Sort: engine.Sort(r.IntN(5)), Facets: r.IntN(4), Stored: r.IntN(2) == 0, Months: r.IntN(2) == 0, Rest: r.IntN(20)}
		if r.IntN(2) == 0 {
			q.Filter = r.node(2)
		}
		if r.IntN(2) == 0 {
			q.Prefer = r.node(2)
			q.Mixed = r.IntN(3) == 0
		}
		if r.IntN(2) == 0 {
			q.Choices = r.choices()
		}
		compareSearch(t, q, got, model)
		q.Size, q.Facets = 0, 100
		exactCounts(t, got, q)
	}
	for _, f := range fields() {
		want(t, fmt.Sprint("terms of ", f), termsOf(t, got, f, "", -1), termsOf(t, model, f, "", -1))
	}
	gs, ms := got.State(), model.State()
	want(t, "state", []any{gs.Parts, gs.Articles, gs.Paragraphs, gs.Runes, gs.Newest}, []any{ms.Parts, ms.Articles, ms.Paragraphs, ms.Runes, ms.Newest})
	ids := []string{r.article(), r.article(), "none"}
	a, err := got.Articles(t.Context(), ids)
	check(t, err)
	b, err := model.Articles(t.Context(), ids)
	check(t, err)
	want(t, fmt.Sprint("articles ", ids), printed(a), printed(b))
}

func compareSearch(t *testing.T, q engine.Request, got, model engine.View) {
	t.Helper()
	a, err := got.Search(t.Context(), q)
	check(t, err)
	b, err := model.Search(t.Context(), q)
	check(t, err)
	if t.Failed() {
		return
	}
	name := fmt.Sprintf("%v, filter %v, prefer %v, choices %v, from %d, size %d, sort %d", q.Query, q.Filter, q.Prefer, q.Choices, q.From, q.Size, q.Sort)
	want(t, "totals of "+name, []int{a.Parts, a.Articles, a.Preferred, len(a.Hits)}, []int{b.Parts, b.Articles, b.Preferred, len(b.Hits)})
	want(t, "facets of "+name, a.Facets, b.Facets)
	want(t, "facets of all of "+name, a.AllFacets, b.AllFacets)
	want(t, "months of "+name, a.Months, b.Months)
	if t.Failed() {
		return
	}
	for article, parts := range a.Rest {
		if sameHits(a.Hits, b.Hits) { // otherwise ties may bring other hits
			want(t, fmt.Sprintf("all parts of %q of %s", article, name), printed(parts), printed(b.Rest[article]))
		}
	}
	for i := range a.Hits {
		x, y := a.Hits[i], b.Hits[i]
		if !near(x.Score, y.Score) || x.ID != y.ID && !sameRank(metadata(t, model, x), metadata(t, model, y), q.Sort) {
			t.Errorf("hit %d of %s: got %q %v, want %q %v", i, name, x.ID, x.Score, y.ID, y.Score)
		}
		if x.ID == y.ID {
			x.Score, x.Fields, y.Fields = y.Score, engine.Fields{}, engine.Fields{}
			want(t, "hit of "+name, printed([]engine.Hit{x}), printed([]engine.Hit{y}))
		}
	}
}

// sameHits says that hits are the same in the same order.
func sameHits(a, b []engine.Hit) bool {
	return slices.EqualFunc(a, b, func(x, y engine.Hit) bool { return x.ID == y.ID })
}

// sameRank reports whether two hits may change places. Engines may add the summands
// of a score in another order, so that equal scores differ in their last bit.
func sameRank(a, b engine.Fields, s engine.Sort) bool {
	switch s {
	case engine.ByNewest, engine.ByOldest:
		return a.Published.Equal(b.Published)
	case engine.ByUpdated:
		return a.Updated.Equal(b.Updated)
	case engine.ByViews:
		return a.Views == b.Views
	}
	return true
}

// metadata returns the metadata of a hit's part.
func metadata(t *testing.T, v engine.View, hit engine.Hit) engine.Fields {
	t.Helper()
	parts, err := v.Articles(t.Context(), []string{hit.Article})
	check(t, err)
	i := slices.IndexFunc(parts, func(h engine.Hit) bool { return h.ID == hit.ID })
	if i < 0 {
		t.Fatalf("article %q does not have the part %q", hit.Article, hit.ID)
	}
	return parts[i].Fields
}

func printed(hits []engine.Hit) string {
	s := ""
	for _, h := range hits {
		s += fmt.Sprintf("%q %q %v %q %q %q %v %v %d %q\n", h.ID, h.Article, h.Score, h.Fields.Category, h.Fields.Author, h.Fields.Tags, h.Fields.Published, h.Fields.Updated, h.Fields.Views, h.Stored)
	}
	return s
}

// random makes documents and queries over a small alphabet, so that queries find
// documents.
type random struct {
	*rand.Rand
	parts int // the largest number of parts of an article
}

type edit func(*testing.T, engine.Generation) error

func (r *random) edits() []edit {
	var all []edit
	for range 1 + r.IntN(6) {
		if r.IntN(4) == 0 {
			gone := []string{r.article(), r.article()}
			all = append(all, func(t *testing.T, g engine.Generation) error { return g.Delete(t.Context(), gone) })
			continue
		}
		var docs []engine.Doc
		for range r.IntN(12) {
			docs = append(docs, r.doc())
		}
		all = append(all, func(t *testing.T, g engine.Generation) error { return g.Write(t.Context(), docs) })
	}
	return all
}

func (r *random) pick(all ...string) string { return all[r.IntN(len(all))] }

func (r *random) article() string { return fmt.Sprint("a", r.IntN(20)) }

func (r *random) term() string { return r.pick("a", "b", "c") + r.pick("", "a", "b", "c", "中") }

func (r *random) stream(most int) []string {
	var s []string
	for range r.IntN(most) {
		s = append(s, r.term())
	}
	return s
}

func (r *random) doc() engine.Doc {
	d := engine.Doc{Article: r.article(), Words: r.stream(6), Grams: r.stream(30), Paragraphs: r.IntN(9), Runes: r.IntN(99)}
	d.ID = d.Article
	if n := r.IntN(r.parts); n > 0 {
		d.ID += fmt.Sprint("\x00", n)
	}
	for _, c := range r.stream(5) {
		d.Chars = appendNew(d.Chars, c)
	}
	d.Titles, d.Labels = r.stream(5), r.stream(3)
	d.Stored = fmt.Append(nil, r.Uint64(), d.Grams)
	d.Fields = engine.Fields{Category: r.pick("", "It", "IT", "Ops", "It/x", "it/X", "it/x/deep", "Ops/y", "it/y/", "/it"), Author: r.pick("", "李明", "bob", "Bob"), Views: int64(r.IntN(4))}
	for range r.IntN(3) {
		d.Fields.Tags = append(d.Fields.Tags, r.pick("x", "X", "y"))
	}
	if r.IntN(4) > 0 {
		d.Fields.Published = r.day()
	}
	if r.IntN(4) > 0 {
		d.Fields.Updated = r.day()
	}
	return d
}

func (r *random) day() time.Time {
	return time.Date(2020+r.IntN(3), 12, 30+r.IntN(4), 0, 0, 0, 0, time.UTC)
}

func (r *random) field() engine.Field {
	return fields()[r.IntN(len(fields()))]
}

// fields returns all fields in which a document has terms.
func fields() []engine.Field {
	return []engine.Field{engine.Words, engine.Grams, engine.Chars, engine.Titles, engine.Labels}
}

// node makes a query that is nested at most depth levels deep.
func (r *random) node(depth int) engine.Node {
	if depth == 0 {
		return r.leaf()
	}
	switch r.IntN(8) {
	case 6:
		return engine.InArticle{Node: r.node(depth - 1)}
	case 7:
		return r.verified(depth - 1)
	case 0, 1:
		return engine.And(r.nodes(depth - 1))
	case 2, 3:
		return engine.Or{Nodes: r.nodes(depth - 1), Min: r.IntN(4)}
	case 4:
		return engine.Not{Node: r.node(depth - 1)}
	}
	return engine.Boost{Node: r.node(depth - 1), By: []float64{.5, 2, 3}[r.IntN(3)]}
}

// verified makes a node for stored bytes that have a term as a substring.
func (r *random) verified(depth int) engine.Node {
	sure, maybe := r.node(depth), r.node(depth)
	if r.IntN(3) == 0 {
		sure = nil
	}
	if r.IntN(6) == 0 {
		maybe = nil
	}
	return holding(sure, maybe, r.term())
}

// choices makes choices of facet values, as a search does, and of arbitrary nodes.
func (r *random) choices() map[string]engine.Node {
	all := map[string]engine.Node{}
	for _, facet := range facetNames() {
		switch r.IntN(5) {
		case 0:
			all[facet] = engine.Or{Nodes: []engine.Node{r.value(facet), r.value(facet)}}
		case 1:
			all[facet] = r.node(1)
		case 2:
			all[facet] = nil
		}
	}
	return all
}

func (r *random) value(facet string) engine.Node {
	values := map[string][]string{
		"category": {"it", "IT", "Ops", "it/x", "IT/X/Deep", "ops/y"}, "author": {"李明", "Bob"}, "tag": {"x", "y", "Y"}, "year": {"2020", "2021", "2022"},
	}
	return valueNode(facet, r.pick(values[facet]...))
}

func (r *random) nodes(depth int) []engine.Node {
	var all []engine.Node
	for range r.IntN(5) {
		all = append(all, r.node(depth))
	}
	return slices.Clip(all)
}

func (r *random) leaf() engine.Node {
	switch r.IntN(10) {
	case 0, 1:
		return engine.In{r.article(), r.article(), r.article()}
	case 2:
		return engine.Keyword{Name: r.pick("category", "author", "tag", "none"), Value: r.pick("it", "It/X", "BOB", "x", "Y", "")}
	case 3:
		b := engine.Between{}
		if r.IntN(3) > 0 {
			b.From = r.day()
		}
		if r.IntN(3) > 0 {
			b.To = r.day()
		}
		return b
	case 4:
		return engine.All{}
	}
	return engine.Term{Field: r.field(), Text: r.term()}
}
