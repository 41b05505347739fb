package bleve

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/cjk"
	fields "github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/numeric"
	"github.com/blevesearch/bleve/v2/search/query"
	"github.com/xunzhang/xunzhang/engine"
)

// byBleve opens a generation as any other program would.
func byBleve(t *testing.T, dir string, generation int) bleve.Index {
	t.Helper()
	x, err := bleve.Open(filepath.Join(dir, genName(generation)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

// foundBy returns the ids that bleve finds, in its order, separated by spaces.
func foundBy(t *testing.T, x bleve.Index, r *bleve.SearchRequest) string {
	t.Helper()
	res, err := x.Search(r)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, h := range res.Hits {
		ids = append(ids, h.ID)
	}
	return strings.Join(ids, " ")
}

// sorted returns a request for everything that a query finds, sorted by id.
func sorted(q query.Query) *bleve.SearchRequest {
	r := bleve.NewSearchRequestOptions(q, 100, 0, false)
	r.SortBy([]string{"_id"})
	return r
}

// written returns parts of three articles, with all the metadata that bleve gets.
func written() []engine.Doc {
	day := func(s string) time.Time { d, _ := time.Parse(time.DateOnly, s); return d }
	docs := []engine.Doc{
		part("a", "小红", "红书", "tiktok"), partOf("a", "1", "小红"), part("b", "难民", "tiktok", "tiktok"), part("c", "洋抖"),
	}
	for i := range docs[:2] {
		docs[i].Title, docs[i].Fields = "小红书 and TikTok", engine.Fields{Category: "It", Author: "李明", Tags: []string{"产品", "AI", "产品"}, Published: day("2024-02-03"), Views: 9}
	}
	docs[2].Title, docs[2].Fields = "难民 of TikTok", engine.Fields{Category: "It", Author: "王", Tags: []string{"AI"}, Published: day("2025-01-13"), Views: -3}
	docs[3].Fields.Published = day("0987-01-01") // a date that bleve cannot represent
	for i := range docs {
		docs[i].Labels, docs[i].Titles = []string{"label"}, []string{"标题"}
	}
	return docs
}

func TestBleveReadsWhatIsWritten(t *testing.T) {
	for name, memory := range map[string]int{"one segment": 0, "many segments": 1} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			e := open(t, dir, Options{disk: quickDisk{}, memory: memory})
			mustPublish(t, e, engine.Empty, written()...)
			checkBleveReads(t, byBleve(t, dir, 1))

			// The same holds after jobs that replace, delete, add and merge.
			for i := range 6 {
				mustPublish(t, e, engine.Current, written()[i%4], part(fmt.Sprint("later", i)))
			}
			change(t, e, func(g engine.Generation) error {
				return g.Delete(t.Context(), []string{"later0", "later1", "later2", "later3", "later4", "later5"})
			})
			checkBleveReads(t, byBleve(t, dir, 8))
			if _, err := e.Check(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// change applies do to a clone of the current generation, and publishes it.
func change(t *testing.T, e *Engine, do func(engine.Generation) error) {
	t.Helper()
	g, err := e.Begin(t.Context(), engine.Current, "rules")
	if err != nil {
		t.Fatal(err)
	}
	if err := do(g); err != nil {
		t.Fatal(err)
	}
	if _, err := g.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func checkBleveReads(t *testing.T, x bleve.Index) {
	t.Helper()
	if n, err := x.DocCount(); n != 4 || err != nil {
		t.Errorf("%d documents, %v", n, err)
	}
	term := func(field, text string) query.Query {
		q := bleve.NewTermQuery(text)
		q.SetField(field)
		return q
	}
	match := bleve.NewMatchQuery("红 TIKTOK")
	match.SetField("title")
	match.SetOperator(query.MatchQueryOperatorAnd)
	prefix := bleve.NewPrefixQuery("小")
	prefix.SetField("grams")
	published := bleve.NewDateRangeQuery(time.Date(2024, 2, 3, 0, 0, 0, 0, time.UTC), time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC))
	published.SetField("published")
	low, high := -5.0, 1.0
	views := bleve.NewNumericRangeQuery(&low, &high)
	views.SetField("views")
	for _, c := range []struct {
		name  string
		query query.Query
		want  string
	}{
		{"everything", bleve.NewMatchAllQuery(), "a a/1 b c"},
		{"a gram", term("grams", "小红"), "a a/1"},
		{"no field is grams", bleve.NewTermQuery("tiktok"), "a b"},
		{"a word", term("words", "word b"), "b"},
		{"a label", term("labels", "label"), "a a/1 b c"},
		{"a title's gram", term("titles", "标题"), "a a/1 b c"},
		{"an article", term("article", "a"), "a a/1"},
		{"an author", term("author", "李明"), "a a/1"},
		{"a category", term("category", "It"), "a a/1 b"},
		{"a tag", term("tags", "产品"), "a a/1"},
		{"words of a title", match, "a a/1"},
		{"a prefix", prefix, "a a/1"},
		{"dates", published, "a a/1"},
		{"numbers", views, "b c"},
		{"ids", bleve.NewDocIDQuery([]string{"b", "none", "a\x001"}), "a/1 b"},
		{"a query string", bleve.NewQueryStringQuery(`+author:王 -tags:产品 views:<0`), "b"},
	} {
		if got := strings.ReplaceAll(foundBy(t, x, sorted(c.query)), "\x00", "/"); got != c.want {
			t.Errorf("%s: bleve finds %s, want %s", c.name, got, c.want)
		}
	}
	checkBleveDocument(t, x)
	checkBleveArranges(t, x)
	checkBleveTerms(t, x)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// checkBleveDocument checks what bleve returns of a stored document.
func checkBleveDocument(t *testing.T, x bleve.Index) {
	t.Helper()
	stored := func(id string) string {
		d, err := x.Document(id)
		if err != nil || d == nil {
			t.Fatalf("document %q: %v, %v", id, d, err)
		}
		var all []string
		for _, f := range d.(*fields.Document).Fields {
			text := string(f.Value())
			switch f := f.(type) {
			case *fields.DateTimeField:
				at, layout, err := f.DateTime()
				text = at.Format(layout)
				must(t, err)
			case *fields.NumericField:
				n, err := f.Number()
				text = fmt.Sprint(n)
				must(t, err)
			}
			all = append(all, fmt.Sprint(f.Name(), f.ArrayPositions(), "=", text))
		}
		return strings.Join(all, "; ")
	}
	want := "article[]=a; author[]=李明; category[]=It; published[]=2024-02-03; tags[0]=产品; tags[1]=AI; tags[2]=产品; title[]=小红书 and TikTok; views[]=9"
	if got := stored("a\x001"); got != want {
		t.Errorf("stored\n%s\nwant\n%s", got, want)
	}
	if got, want := stored("c"), "article[]=c; views[]=0"; got != want {
		t.Errorf("stored %s, want %s", got, want)
	}
}

// checkBleveArranges checks facets and sort orders.
func checkBleveArranges(t *testing.T, x bleve.Index) {
	t.Helper()
	r := bleve.NewSearchRequestOptions(bleve.NewMatchAllQuery(), 10, 0, false)
	r.SortBy([]string{"-published", "views", "_id"})
	for _, f := range []string{"author", "tags", "category"} {
		r.AddFacet(f, bleve.NewFacetRequest(f, 5))
	}
	low, high := 0.0, 10.0
	few := bleve.NewFacetRequest("views", 5)
	few.AddNumericRange("few", &low, &high)
	r.AddFacet("views", few)
	years := bleve.NewFacetRequest("published", 5)
	years.AddDateTimeRange("2024", time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC))
	r.AddFacet("published", years)
	if got, want := strings.ReplaceAll(foundBy(t, x, r), "\x00", "/"), "b a a/1 c"; got != want {
		t.Errorf("sorted %s, want %s", got, want)
	}
	res, err := x.Search(r)
	if err != nil {
		t.Fatal(err)
	}
	var facets []string
	for _, name := range sortedKeys(res.Facets) {
		f := res.Facets[name]
		for _, c := range f.Terms.Terms() {
			facets = append(facets, fmt.Sprint(name, " ", c.Term, "=", c.Count))
		}
		for _, c := range f.NumericRanges {
			facets = append(facets, fmt.Sprint(name, " ", c.Name, "=", c.Count))
		}
		for _, c := range f.DateRanges {
			facets = append(facets, fmt.Sprint(name, " ", c.Name, "=", c.Count))
		}
	}
	if got, want := strings.Join(facets, "; "), "author 李明=2; author 王=1; category It=3; published 2024=2; tags AI=3; tags 产品=2; views few=3"; got != want {
		t.Errorf("facets %s, want %s", got, want)
	}
}

// checkBleveTerms checks the lists of terms and of fields.
func checkBleveTerms(t *testing.T, x bleve.Index) {
	t.Helper()
	dict, err := x.FieldDictPrefix("author", nil)
	if err != nil {
		t.Fatal(err)
	}
	var terms []string
	for entry, err := dict.Next(); entry != nil || err != nil; entry, err = dict.Next() {
		if err != nil {
			t.Fatal(err)
		}
		terms = append(terms, entry.Term)
	}
	if err := dict.Close(); err != nil {
		t.Error(err)
	}
	if got := strings.Join(terms, " "); got != "李明 王" {
		t.Errorf("authors %s", got)
	}
	names, err := x.Fields()
	slices.Sort(names)
	var want []string
	for _, f := range schema() {
		want = append(want, f.name)
	}
	if !slices.Equal(names, want) || err != nil {
		t.Errorf("fields %q, %v; want %q", names, err, want)
	}
}

func TestBleveOpensAnEmptyGeneration(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir, Options{disk: quickDisk{}})
	g, err := e.Begin(t.Context(), engine.Empty, "rules")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	x := byBleve(t, dir, 1)
	if n, err := x.DocCount(); n != 0 || err != nil {
		t.Errorf("%d documents, %v", n, err)
	}
	if got := foundBy(t, x, sorted(bleve.NewMatchAllQuery())); got != "" {
		t.Errorf("finds %s", got)
	}
	if _, err := e.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestBleveChangesNothing: bleve.Open without options opens a generation read-only.
func TestBleveChangesNothing(t *testing.T) {
	dir := twoGenerations(t)
	x, err := bleve.Open(filepath.Join(dir, genName(2)))
	must(t, err)
	if got := foundBy(t, x, sorted(bleve.NewMatchAllQuery())); got != "a b" {
		t.Errorf("finds %s", got)
	}
	must(t, x.Close())
	if _, err := open(t, dir, Options{}).Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestNumberTerms: the terms of a number are those that bleve makes itself.
func TestNumberTerms(t *testing.T) {
	f := fields.NewNumericField("views", nil, 1204)
	f.Analyze()
	analyzer, err := titleAnalyzer()
	if err != nil {
		t.Fatal(err)
	}
	b := newBuilder(analyzer)
	b.add(0, &engine.Doc{ID: "a", Fields: engine.Fields{Views: 1204}})
	want := map[string]bool{}
	for term := range f.AnalyzedTokenFrequencies() {
		want[term] = true
	}
	if len(want) != len(b.lists[viewsField].terms) {
		t.Errorf("%d terms, want %d", len(b.lists[viewsField].terms), len(want))
	}
	for _, term := range b.lists[viewsField].terms {
		if !want[term] {
			t.Errorf("bleve does not make the term %q", term)
		}
	}
	if got := b.documents[0].values[len(b.documents[0].values)-1].data; got != string(f.Value()) || numeric.Float64ToInt64(1204) == 1204 {
		t.Errorf("stored %q, want %q", got, f.Value())
	}
}

// TestBleveCutsQueries: bleve's analyzer of Chinese makes the bigrams that the
// field grams has.
func TestBleveCutsQueries(t *testing.T) {
	dir := t.TempDir()
	mustPublish(t, open(t, dir, Options{disk: quickDisk{}}), engine.Empty, written()...)
	q := bleve.NewMatchQuery("小红书")
	q.Analyzer = cjk.AnalyzerName
	q.SetOperator(query.MatchQueryOperatorAnd)
	if got := foundBy(t, byBleve(t, dir, 1), sorted(q)); got != "a" {
		t.Errorf("finds %s, want a", got)
	}
}
