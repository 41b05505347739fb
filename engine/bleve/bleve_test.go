package bleve

import (
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2"
	fields "github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/numeric"
	"github.com/blevesearch/bleve/v2/search"
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

// foundBy is the ids that bleve finds, in its order, with spaces between.
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

// sorted is a request for all that a query finds, by id.
func sorted(q query.Query) *bleve.SearchRequest {
	r := bleve.NewSearchRequestOptions(q, 100, 0, false)
	r.SortBy([]string{"_id"})
	return r
}

// written are parts of three articles, with all that bleve is told of them.
func written() []engine.Doc {
	day := func(s string) time.Time { d, _ := time.Parse(time.DateOnly, s); return d }
	docs := []engine.Doc{
		part("a", "小红", "红书", "tiktok"), partOf("a", "1", "小红"), part("b", "难民", "tiktok", "tiktok"), part("c", "洋抖"),
	}
	for i := range docs[:2] {
		docs[i].Title, docs[i].Fields = "小红书 and TikTok", engine.Fields{Category: "It", Author: "李明", Tags: []string{"产品", "AI", "产品"}, Published: day("2024-02-03"), Views: 9}
	}
	docs[2].Title, docs[2].Fields = "难民 of TikTok", engine.Fields{Category: "It", Author: "王", Tags: []string{"AI"}, Published: day("2025-01-13"), Views: -3}
	docs[3].Fields.Published = day("0987-01-01") // bleve has no such date
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

			// The same after jobs that replace, delete, add and merge.
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

// change publishes what do does to the current generation.
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

// checkBleveDocument reads what is stored.
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

// checkBleveArranges facets and sorts.
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

// checkBleveTerms lists terms, and fields.
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

// TestBleveChangesNothing: a plain Open is one to read, and Close writes nothing.
func TestBleveChangesNothing(t *testing.T) {
	dir := twoGenerations(t)
	x, err := bleve.Open(filepath.Join(dir, genName(2)))
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- x.Index("c", map[string]any{"grams": "xy"}) }()
	select {
	case err := <-done:
		if err == nil {
			t.Error("a document was taken")
		}
	case <-time.After(100 * time.Millisecond): // bleve waits for a writer that never comes
	}
	if _, err := open(t, dir, Options{}).Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// A rival is an index that is asked the same by both.
type rival struct {
	*random
	view  *view
	bleve bleve.Index
}

type random struct{ *rand.Rand }

// term draws from a vocabulary in which some terms are frequent and some are not
// there at all.
func (r *random) term() string { return fmt.Sprint("t", int(math.Pow(r.Float64(), 3)*300)) }

// TestBleveFindsTheSame asks both 1,000 queries on one index, of several
// segments with dead documents: the same documents match, and the scores differ
// by the formula alone.
func TestBleveFindsTheSame(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := &random{rand.New(rand.NewPCG(seed, 2))}
	dir := t.TempDir()
	e := open(t, dir, Options{disk: quickDisk{}, memory: 1})
	mode := engine.Empty
	for _, n := range []int{900, 300} { // so that they are not merged
		var docs []engine.Doc
		for range n {
			docs = append(docs, r.doc())
		}
		mustPublish(t, e, mode, docs...)
		mode = engine.Current
	}
	v := &rival{r, viewOf(t, e), byBleve(t, dir, 2)}
	documents := 0
	for _, s := range v.view.x.segments {
		documents += len(s.rows)
	}
	if len(v.view.x.segments) < 2 || documents == v.view.x.table.size() {
		t.Fatalf("%d segments with %d documents for %d parts: there is too little to compare", len(v.view.x.segments), documents, v.view.x.table.size())
	}
	for range 1000 {
		if v.compare(t); t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// doc makes a part of up to 400 grams; of 1,500 ids, some come again.
func (r *random) doc() engine.Doc {
	d := part(fmt.Sprint("d", r.IntN(1500)))
	for range r.IntN(400) {
		d.Grams = append(d.Grams, r.term())
	}
	for range r.IntN(20) {
		d.Words = append(d.Words, r.term())
	}
	return d
}

// compare asks both for a term, or for some or all of several.
func (v *rival) compare(t *testing.T) {
	t.Helper()
	field := []engine.Field{engine.Grams, engine.Words}[v.IntN(2)]
	var terms []string
	for range 1 + v.IntN(5) {
		if s := v.term(); !slices.Contains(terms, s) {
			terms = append(terms, s)
		}
	}
	all := v.IntN(3) == 0
	var ours engine.Node
	var nodes []engine.Node
	var theirs []query.Query
	for _, s := range terms {
		nodes = append(nodes, engine.Term{Field: field, Text: s})
		q := bleve.NewTermQuery(s)
		q.SetField(string(field))
		theirs = append(theirs, q)
	}
	ours, both := engine.Or{Nodes: nodes}, query.Query(bleve.NewDisjunctionQuery(theirs...))
	if all {
		ours, both = engine.And(nodes), bleve.NewConjunctionQuery(theirs...)
	}
	mine, err := v.view.Search(t.Context(), engine.Request{Query: ours, Size: 2000})
	if err != nil {
		t.Fatal(err)
	}
	other, err := v.bleve.Search(bleve.NewSearchRequestOptions(both, 2000, 0, false))
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, h := range mine.Hits {
		ids[h.ID] = true
	}
	if len(other.Hits) != len(ids) {
		t.Errorf("%v: bleve finds %d documents, we find %d", ours, len(other.Hits), len(ids))
	}
	frequencies := make([]map[uint32]uint32, len(terms))
	for i, s := range terms {
		frequencies[i] = v.frequencies(t, field, s)
	}
	for _, h := range other.Hits {
		if want := v.bleveScore(field, frequencies, all, h); !ids[h.ID] || math.Abs(h.Score-want) > 1e-6*want {
			t.Errorf("%v: bleve finds %s with score %v, want %v", ours, h.ID, h.Score, want)
		}
	}
}

// bleveScore is what bleve's formula gives, from what our reader reads: BM25 of
// the root of the frequency, with a norm in the place of the length and the
// terms of the field for each document as its average; in a disjunction or
// conjunction each term once more by its idf, over the root of their squares;
// and in a disjunction the share of the terms that match.
func (v *rival) bleveScore(f engine.Field, frequencies []map[uint32]uint32, all bool, h *search.DocumentMatch) float64 {
	x := v.view.x
	number, _ := streamOf(f)
	distinct := 0
	for _, s := range x.segments {
		distinct += s.dictionaries[number].Len()
	}
	average := math.Ceil(float64(distinct) / float64(x.table.size()))
	row, _ := slices.BinarySearch(x.table.ids, h.ID)
	length := 1.0
	if f == engine.Grams {
		length = float64(normOf((int(x.table.length[row]) + gramUnit - 1) / gramUnit))
	}
	sum, squares, matched := 0.0, 0.0, 0
	for _, parts := range frequencies {
		idf := engine.IDF(x.table.size(), len(parts))
		squares += idf * idf
		tf, ok := parts[uint32(row)]
		if !ok {
			continue
		}
		matched++
		root := math.Sqrt(float64(tf))
		score := idf * root * search.BM25_k1 / (root + search.BM25_k1*(1-search.BM25_b+search.BM25_b*length/average))
		if len(frequencies) == 1 {
			return score
		}
		sum += idf * score
	}
	if !all {
		sum *= float64(matched) / float64(len(frequencies))
	}
	return sum / math.Sqrt(squares)
}

// frequencies are how often each row that holds a term does, as we read it.
func (v *rival) frequencies(t *testing.T, f engine.Field, term string) map[uint32]uint32 {
	t.Helper()
	p, all := &postings{}, map[uint32]uint32{}
	for _, s := range v.view.x.segments {
		ok, err := s.find(f, term, true, p)
		must(t, err)
		for ok && p.next() {
			for i, doc := range p.docs[:p.n] {
				if row := s.rows[doc]; row != dead {
					all[row] = p.tfs[i]
				}
			}
		}
		must(t, p.err)
	}
	return all
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
