package bleve

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
	"github.com/xunzhang/xunzhang/engine"
)

// A rival compares our searches of an index with those of bleve on the same files.
type rival struct {
	*random
	view  *view
	bleve bleve.Index
}

type random struct{ *rand.Rand }

// term returns a random term of a vocabulary in which some terms are frequent and
// some occur in no document.
func (r *random) term() string { return fmt.Sprint("t", int(math.Pow(r.Float64(), 3)*300)) }

// TestBleveFindsTheSame runs 1,000 queries by our search and by bleve on one index of
// several segments with deleted documents: the same documents match, and the scores
// differ only by the formula.
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

// compare searches by both for a term, or for any or all of several terms.
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

// bleveScore computes bleve's score from the postings that our reader reads: BM25
// with the square root of the term frequency, the field norm instead of the length,
// and the number of terms of the field per document instead of the average length.
// In a disjunction or conjunction each term's score is multiplied by its idf again,
// divided by the root of the sum of the squared idfs (queryNorm); in a disjunction
// the sum is multiplied by the share of terms that match (coord).
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

// frequencies returns the term frequency of each row that holds a term, as our reader
// reads it.
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
