package enginetest

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// A match is a node with the ids that it matches, separated by spaces.
type match struct {
	query engine.Node
	want  string
}

// testSearch checks for each kind of node what it matches.
func testSearch(t *testing.T, open Opener) {
	v := viewOf(t, opened(t, open,
		doc("a", "ab bc cd"),
		doc("b", "ab ab xy"),
		doc("c", "bc xy xz zz"),
		doc("c/1", "cd"),
	))
	for _, c := range slices.Concat(plainMatches(), lateMatches()) {
		name := "nil"
		if c.query != nil {
			name = c.query.String()
		}
		want(t, name, sortedWords(found(t, v, engine.Request{Query: c.query})), sortedWords(c.want))
		want(t, "as a filter: "+name, found(t, v, engine.Request{Filter: c.query}), sortedWords(c.want))
	}
	testScores(t, v)
}

// plainMatches tests nodes that look at one part, without its stored bytes.
func plainMatches() []match {
	return []match{
		{gram("xz"), "c"},
		{gram("none"), ""},
		{word("zzzz"), "c"},
		{word("zz"), ""},
		{char("z"), "c"},
		{title("tbc"), "a c"},
		{title("bc"), ""},
		{label("bc"), ""},
		{engine.Term{Field: "unknown", Text: "ab"}, ""},
		{engine.And{gram("ab"), gram("bc")}, "a"},
		{engine.And{gram("ab"), gram("none")}, ""},
		{engine.And{}, "a b c c/1"},
		{engine.Or{Nodes: []engine.Node{gram("xz"), gram("zz")}}, "c"},
		{engine.Or{Nodes: []engine.Node{char("a"), gram("bc"), gram("xy")}, Min: 2}, "a b c"},
		{engine.Or{Nodes: []engine.Node{gram("ab"), gram("bc")}, Min: 3}, ""},
		{engine.Or{}, ""},
		{engine.Not{Node: char("x")}, "a c/1"},
		{engine.And{char("c"), engine.Not{Node: gram("bc")}}, "c/1"},
		{engine.Not{Node: engine.And{}}, ""},
		{engine.In{"c", "c", "none"}, "c c/1"},
		{engine.All{}, "a b c c/1"},
		{nil, "a b c c/1"},
		{engine.Or{Nodes: []engine.Node{engine.And{gram("ab"), gram("xy")}, engine.And{gram("zz"), engine.In{"c"}}}}, "c b"},
		{engine.Boost{Node: engine.Boost{Node: gram("zz"), By: 2}, By: 0}, "c"},
	}
}

// lateMatches tests nodes that look at other parts of an article, or at stored
// bytes.
func lateMatches() []match {
	return []match{
		{engine.InArticle{Node: gram("cd")}, "a c c/1"},
		{engine.And{engine.InArticle{Node: gram("cd")}, engine.InArticle{Node: gram("xz")}}, "c c/1"},
		{engine.And{gram("cd"), engine.InArticle{Node: gram("xz")}}, "c/1"},
		{engine.Not{Node: engine.InArticle{Node: gram("cd")}}, "b"},
		{engine.InArticle{Node: engine.Not{Node: gram("cd")}}, "b c c/1"},
		{engine.InArticle{Node: engine.In{"a"}}, "a"},
		{holding(nil, engine.All{}, "bc"), "a c"},
		{holding(gram("ab"), gram("xy"), "zz"), "a b c"},
		{holding(gram("ab"), nil, "zz"), "a b"},
		{holding(nil, nil, ""), ""},
		{engine.Verified{Sure: gram("cd"), Maybe: engine.All{}}, "a c/1"},
		{engine.Not{Node: holding(nil, gram("xy"), "zz")}, "a b c/1"},
		{engine.InArticle{Node: holding(nil, char("x"), "zz")}, "c c/1"},
		{engine.And{gram("cd"), engine.InArticle{Node: holding(nil, char("x"), "zz")}}, "c/1"},
		{engine.Or{Nodes: []engine.Node{gram("ab"), holding(nil, gram("cd"), "bc")}, Min: 2}, "a"},
		{engine.And{engine.Or{Nodes: []engine.Node{engine.And{gram("ab"), holding(nil, engine.All{}, "xy")}, gram("cd")}}, engine.Not{Node: char("d")}}, "a b c/1"},
		{engine.Boost{Node: holding(nil, engine.All{}, "bc"), By: 2}, "a c"},
	}
}

// testScores computes scores by hand: four parts, 11 grams.
func testScores(t *testing.T, v engine.View) {
	bm25 := func(df, tf, length float64) float64 {
		idf := math.Log(1 + (4-df+.5)/(df+.5))
		return idf * tf * 2.2 / (tf + 1.2*(.25+.75*length/(11.0/4)))
	}
	for _, c := range []struct {
		query engine.Node
		id    string
		want  float64
	}{
		{gram("ab"), "b", bm25(2, 2, 3)},
		{gram("ab"), "a", bm25(2, 1, 3)},
		{gram("cd"), "c/1", bm25(2, 1, 1)},
		{char("z"), "c", math.Log(1 + 3.5/1.5)},
		{word("xyxy"), "b", math.Log(2)},
		{title("tzz"), "c", math.Log(1 + 3.5/1.5)},
		{engine.And{gram("zz"), char("z"), engine.Not{Node: gram("ab")}}, "c", bm25(1, 1, 4) + math.Log(1+3.5/1.5)},
		{engine.Boost{Node: engine.Or{Nodes: []engine.Node{gram("zz"), gram("none")}}, By: 3}, "c", 3 * bm25(1, 1, 4)},
		{engine.Not{Node: gram("ab")}, "c", 0},
		{engine.InArticle{Node: gram("cd")}, "c", 0},
		{engine.And{gram("zz"), engine.InArticle{Node: gram("cd")}}, "c", bm25(1, 1, 4)},
		{holding(gram("zz"), nil, ""), "c", 0},
		{engine.And{gram("zz"), engine.Or{Nodes: []engine.Node{engine.And{gram("xz"), holding(nil, engine.All{}, "xy")}, gram("none")}}}, "c", 2 * bm25(1, 1, 4)},
	} {
		res, err := v.Search(t.Context(), engine.Request{Query: c.query, Size: 10})
		if err != nil {
			t.Fatal(err)
		}
		ok := false
		for _, h := range res.Hits {
			if idsOf([]engine.Hit{h}) == c.id {
				ok = true
				if !near(h.Score, c.want) {
					t.Errorf("%v: score of %s is %v, want %v", c.query, c.id, h.Score, c.want)
				}
			}
		}
		if !ok {
			t.Errorf("%v does not find %s", c.query, c.id)
		}
	}
}

// near compares scores that were added in different orders.
func near(a, b float64) bool {
	return math.Abs(a-b) <= 1e-6*max(math.Abs(a), math.Abs(b), 1e-6)
}

func testOrder(t *testing.T, open Opener) {
	v := viewOf(t, opened(t, open,
		with(doc("d", "ab"), "", "", "", "", 7),
		with(doc("c", "ab ab"), "", "", "", "2024-01-02", 5),
		with(doc("b", "ab cd"), "", "", "", "2024-01-02", 5),
		with(doc("a", "ab ab"), "", "", "", "1969-05-01", 5),
		with(doc("e", "ab cd"), "", "", "", "2025-06-07", 0),
	))
	r := engine.Request{Query: gram("ab")}
	want(t, "by relevance, ties by id", found(t, v, r), "a c d b e")
	r.Sort = engine.ByNewest
	want(t, "newest first", found(t, v, r), "e c b a d")
	r.Sort = engine.ByOldest
	want(t, "oldest first", found(t, v, r), "a c b e d")
	r.Sort = engine.ByViews
	want(t, "by views", found(t, v, r), "d a c b e")
	r.From, r.Size = 1, 2
	want(t, "a window", found(t, v, r), "a c")
	r.From = 4
	want(t, "the last window", found(t, v, r), "e")
	r.From = 50
	want(t, "beyond the last", found(t, v, r), "")
	res := searched(t, v, engine.Request{Query: gram("ab"), Size: 0})
	want(t, "totals alone", []any{len(res.Hits), res.Parts, res.Articles, res.Preferred}, "[0 5 5 0]")
}

// testUpdated: the date of the last change is a sort order of its own, in which
// articles without a date come last.
func testUpdated(t *testing.T, open Opener) {
	updated := func(d engine.Doc, published, updated string) engine.Doc {
		d.Fields.Published, d.Fields.Updated = date10(published), date10(updated)
		return d
	}
	v := viewOf(t, opened(t, open,
		updated(doc("a", "ab"), "2024-05-01", "2024-05-01"),
		updated(doc("b", "ab ab"), "2020-01-01", "2025-02-03"),
		updated(doc("c", "ab"), "2025-01-01", ""),
		updated(doc("d", "ab ab"), "", "2024-05-01"),
	))
	r := engine.Request{Query: gram("ab"), Sort: engine.ByUpdated}
	want(t, "latest change first, ties by score", found(t, v, r), "b d a c")
	hits, err := v.Articles(t.Context(), []string{"b", "c"})
	check(t, err)
	want(t, "the changed articles", len(hits), 2)
	for _, h := range hits {
		want(t, "the change of "+h.ID, h.Fields.Updated, map[string]time.Time{"b": date10("2025-02-03")}[h.Article])
	}
}

func testPrefer(t *testing.T, open Opener) {
	v := viewOf(t, opened(t, open,
		with(doc("a", "ab ab"), "", "", "x", "2024-01-02", 5),
		with(doc("a/1", "ab cd"), "", "", "x", "2024-01-02", 5),
		with(doc("b", "ab cd"), "", "", "x,y", "2023-01-02", 5),
		with(doc("c", "ab ef gh"), "", "", "y", "2025-01-02", 9),
		with(doc("d", "xy"), "", "", "z", "", 9),
	))
	r := engine.Request{Query: gram("ab"), Prefer: gram("cd")}
	want(t, "preferred ones first, then by score", found(t, v, r), "a/1 b a c")
	r.Sort = engine.ByNewest
	want(t, "whatever the sort", found(t, v, r), "a/1 b c a")
	r.From, r.Size = 1, 2
	want(t, "a window", found(t, v, r), "b c")
	r.Mixed = true
	want(t, "only told", found(t, v, r), "a a/1")
	var told []bool
	for _, h := range searched(t, v, r).Hits {
		told = append(told, h.Preferred)
	}
	want(t, "which hits", told, "[false true]")
	r.Mixed = false
	r.Facets = 10
	res := searched(t, v, r)
	want(t, "counts", []int{res.Parts, res.Articles, res.Preferred}, "[4 3 2]")
	want(t, "facets are those of preferred articles", res.Facets["tag"], "[{x 2} {y 1}]")
	r = engine.Request{Query: gram("ab"), Filter: engine.Not{Node: gram("cd")}, Prefer: gram("cd"), Facets: 1}
	want(t, "none", found(t, v, r), "a c")
	res = searched(t, v, r)
	want(t, "none is counted", fmt.Sprint(res.Preferred, res.Facets["tag"]), "0 []")
	want(t, "but what there is", len(res.AllFacets["tag"]), "1")
	r = engine.Request{Query: gram("ab"), Prefer: holding(nil, engine.All{}, "gh"), Size: 1}
	want(t, "by the stored text", found(t, v, r), "c")
	r.Prefer = engine.InArticle{Node: gram("cd")}
	r.Size = 3
	want(t, "by article", found(t, v, r), "a a/1 b")
}

// searched returns the result of a search that must succeed.
func searched(t *testing.T, v engine.View, r engine.Request) *engine.Result {
	t.Helper()
	res, err := v.Search(t.Context(), r)
	if err != nil {
		t.Fatalf("Search %v: %v", r.Query, err)
	}
	return res
}

func testFilters(t *testing.T, open Opener) {
	v := viewOf(t, opened(t, open,
		with(doc("a", "ab"), "It", "李明", "AI,产品", "2023-12-31", 1),
		with(doc("b", "ab"), "it", "Bob", "ai", "2024-01-01", 1),
		with(doc("c", "ab"), "Ops", "", "", "", 1),
		with(doc("d", "ab"), "出行/慢车", "丁", "", "2019-01-01", 1),
		with(doc("e", "ab"), "出行", "戊", "", "2019-01-01", 1),
	))
	for _, c := range []struct {
		filter engine.Node
		want   string
	}{
		{engine.Keyword{Name: "category", Value: "IT"}, "a b"},
		{engine.Keyword{Name: "category", Value: "出行"}, "d e"},
		{engine.Keyword{Name: "category", Value: "出行/慢车"}, "d"},
		{engine.Keyword{Name: "category", Value: "慢车"}, ""},
		{engine.Keyword{Name: "category", Value: "出"}, ""},
		{engine.Keyword{Name: "author", Value: "李明"}, "a"},
		{engine.Keyword{Name: "author", Value: "bOB"}, "b"},
		{engine.Keyword{Name: "author", Value: ""}, "c"},
		{engine.Keyword{Name: "tag", Value: "ai"}, "a b"},
		{engine.Keyword{Name: "tag", Value: "品"}, ""},
		{engine.Keyword{Name: "nonsense", Value: "It"}, ""},
		{engine.Between{From: date10("2024-01-01")}, "b"},
		{engine.Between{To: date10("2023-12-31")}, "a d e"},
		{engine.Between{From: date10("2023-12-31"), To: date10("2024-01-01")}, "a b"},
		{engine.Between{}, "a b c d e"},
		{label("ai"), "b"},
		{label("李明"), "a"},
		{engine.Not{Node: engine.Between{From: date10("2000-01-01")}}, "c"},
		{engine.And{engine.Keyword{Name: "category", Value: "it"}, engine.Not{Node: engine.Keyword{Name: "tag", Value: "产品"}}}, "b"},
	} {
		want(t, c.filter.String(), found(t, v, engine.Request{Query: gram("ab"), Filter: c.filter}), c.want)
		want(t, "as a query: "+c.filter.String(), found(t, v, engine.Request{Query: c.filter}), c.want)
	}
}

// testBeside: an additional query is answered as by a request of its own.
func testBeside(t *testing.T, open Opener) {
	v := viewOf(t, opened(t, open,
		with(doc("a", "ab ab bc"), "one", "Ann", "x", "2026-01-01", 1),
		with(doc("b", "ab cd"), "two", "Bob", "y", "2026-02-01", 2),
		with(doc("b/1", "ab xy"), "two", "Bob", "y", "2026-02-01", 2),
		with(doc("c", "cd"), "one", "Bob", "y", "2026-02-01", 2),
	))
	within := engine.InArticle{Node: gram("xy")}
	for _, r := range []engine.Request{
		{Query: gram("cd"), Beside: gram("ab"), BesideSize: 10},
		{Query: gram("none"), Beside: gram("ab"), BesideSize: 2, Size: 10, Facets: 5, Prefer: within},
		{Query: gram("ab"), Beside: gram("cd"), BesideSize: 10, Size: 1, Sort: engine.ByOldest, Stored: true, Filter: engine.Not{Node: within}},
		{Beside: gram("ab"), BesideSize: 10, Choices: map[string]engine.Node{"author": engine.Keyword{Name: "author", Value: "ann"}}},
		{Query: gram("ab"), Beside: holding(nil, engine.All{}, "xy"), BesideSize: 10, Prefer: gram("cd"), Mixed: true, Size: 10},
		{Query: gram("ab"), Beside: gram("none"), BesideSize: 10},
	} {
		found, err := v.Search(t.Context(), r)
		if err != nil || found.Beside == nil {
			t.Fatalf("%+v: %+v, %v", r, found, err)
		}
		want, err := v.Search(t.Context(), r.BesideRequest())
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			got, err := found.Beside(t.Context())
			if err != nil || got.Parts != want.Parts || !reflect.DeepEqual(got.Hits, want.Hits) {
				t.Errorf("%+v: beside %+v, by itself %+v, %v", r, got, want, err)
			}
		}
	}
	if found, err := v.Search(t.Context(), engine.Request{}); err != nil || found.Beside != nil {
		t.Errorf("beside nothing: %+v, %v", found, err)
	}
}

// testRest: with a hit that is not preferred come all parts of its article, if the
// hit is among the first and the article has several parts.
func testRest(t *testing.T, open Opener) {
	e := opened(t, open,
		with(doc("a", "ab ab ab"), "one", "Ann", "x", "2026-01-01", 1), doc("b", "ab ab cd"), doc("b/1", "xy"), doc("b/10", "ab"), doc("b/2", "xy"),
		doc("c", "ab ab xy"), doc("c/1", "cd"), doc("d", "ab"), doc("d/1", "zz"))
	for _, c := range []struct {
		request engine.Request
		want    string
	}{
		{engine.Request{Prefer: gram("xy"), Rest: 100}, "b d"},
		{engine.Request{Prefer: gram("xy"), Rest: 3}, "b"},
		{engine.Request{Prefer: gram("xy")}, ""},
		{engine.Request{Prefer: gram("none"), Mixed: true, Rest: 100}, "b c d"},
		{engine.Request{Rest: 100}, ""},
	} {
		v := viewOf(t, e)
		c.request.Query, c.request.Size, c.request.Facets = gram("ab"), 10, 5
		res := searched(t, v, c.request)
		got := slices.Sorted(maps.Keys(res.Rest))
		want(t, fmt.Sprintf("articles with all parts for %+v", c.request), strings.Join(got, " "), c.want)
		for _, article := range got {
			parts, err := v.Articles(t.Context(), []string{article})
			check(t, err)
			want(t, "all parts of "+article, printed(res.Rest[article]), printed(parts))
		}
	}
}

// testTextsOfArticles: conditions that only stored texts decide, inside nodes over
// whole articles.
func testTextsOfArticles(t *testing.T, open Opener) {
	v := viewOf(t, opened(t, open, doc("a", "ab"), doc("a/1", "xy"), doc("b", "ab"), doc("c", "xy ab"), doc("c/1", "zz")))
	xy := holding(nil, engine.All{}, "xy")
	for _, c := range []struct {
		within engine.Node
		want   string
	}{
		{xy, "a a/1 c c/1"},
		{engine.Or{Nodes: []engine.Node{gram("none"), xy}}, "a a/1 c c/1"},
		{engine.Or{Nodes: []engine.Node{gram("zz"), engine.Or{Nodes: []engine.Node{xy}}}}, "a a/1 c c/1"},
		{engine.Or{Nodes: []engine.Node{xy, gram("none")}, Min: 2}, ""},
		{engine.Or{Nodes: []engine.Node{xy, gram("ab")}, Min: 2}, "c c/1"},
		{engine.And{xy, gram("ab")}, "c c/1"},
		{engine.Or{Nodes: []engine.Node{gram("zz"), engine.And{xy, gram("ab")}}}, "c c/1"},
		{engine.Not{Node: xy}, "a a/1 b c c/1"},
	} {
		for _, r := range []engine.Request{
			{Filter: engine.InArticle{Node: c.within}, Size: 10},
			{Query: engine.And{engine.InArticle{Node: c.within}, engine.InArticle{Node: engine.All{}}}, Size: 10},
		} {
			found, err := v.Search(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, h := range found.Hits {
				ids = append(ids, strings.ReplaceAll(h.ID, "\x00", "/"))
			}
			if got := strings.Join(ids, " "); got != c.want || found.Parts != len(ids) {
				t.Errorf("%+v: %q, %d parts, want %q", r, got, found.Parts, c.want)
			}
		}
	}
}

// testSearchAll: several requests in one call are answered like single requests,
// and may ask for frequencies too.
func testSearchAll(t *testing.T, open Opener) {
	v := viewOf(t, opened(t, open,
		with(doc("a", "ab bc"), "one", "Ann", "x", "2026-01-01", 1),
		with(doc("b", "ab cd"), "two", "Bob", "y", "2026-02-01", 2),
		with(doc("b/1", "xy"), "two", "Bob", "y", "2026-02-01", 2),
	))
	requests := []engine.Request{
		{Query: gram("ab"), Size: 10, Stored: true, Terms: []engine.Term{gram("xy"), gram("none"), gram("ab")}},
		{Query: gram("none"), Size: 10, Facets: 5},
		{Query: gram("ab"), Prefer: gram("zz"), Size: 1, Facets: 5, Stored: true},
		{Filter: holding(nil, engine.All{}, "xy"), Size: 10, Terms: []engine.Term{gram("cd")}},
		{Query: gram("ab"), Prefer: engine.And{engine.InArticle{Node: gram("xy")}, gram("cd")}, Facets: 5},
		{Size: 0},
	}
	all, err := v.SearchAll(t.Context(), requests)
	if err != nil || len(all) != len(requests) {
		t.Fatalf("%d results of %d requests: %v", len(all), len(requests), err)
	}
	for i, r := range requests {
		alone, err := v.Search(t.Context(), r)
		if err != nil || !reflect.DeepEqual(all[i], alone) {
			t.Errorf("request %d: %+v, by itself %+v, %v", i, all[i], alone, err)
		}
	}
	if got := all[0].Frequencies; !slices.Equal(got, []int{1, 0, 2}) || all[1].Frequencies != nil {
		t.Errorf("frequencies: %v, without terms %v", got, all[1].Frequencies)
	}
	none, err := v.SearchAll(t.Context(), nil)
	if err != nil || len(none) != 0 {
		t.Errorf("no request: %v, %v", none, err)
	}
	bad := append(slices.Clone(requests), engine.Request{Choices: map[string]engine.Node{"nonsense": engine.All{}}})
	if some, err := v.SearchAll(t.Context(), bad); err == nil || some != nil {
		t.Errorf("with a request that is an error: %v, %v", some, err)
	}
}
