package bleve

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/enginetest"
)

// A rival compares our searches of an index with those of bleve on the same files.
type rival struct {
	view    *view
	bleve   bleve.Index
	average map[engine.Field]float64          // distinct terms per document, as bleve counts them
	counted map[engine.Term]map[uint32]uint32 // term frequencies by row, of the terms asked for so far
}

// newRival opens the current generation with both. It must have several segments and
// deleted documents.
func newRival(t *testing.T, e *Engine, dir string, generation int) *rival {
	t.Helper()
	v := &rival{viewOf(t, e), byBleve(t, dir, generation), map[engine.Field]float64{}, map[engine.Term]map[uint32]uint32{}}
	documents, size := 0, v.view.x.table.size()
	for _, s := range v.view.x.segments {
		documents += len(s.rows)
	}
	if len(v.view.x.segments) < 2 || documents == size {
		t.Fatalf("%d segments with %d documents for %d parts: there is too little to compare", len(v.view.x.segments), documents, size)
	}
	for _, f := range []engine.Field{engine.Grams, engine.Labels, engine.Titles, engine.Words} {
		number, _ := streamOf(f)
		distinct := 0
		for _, s := range v.view.x.segments {
			distinct += s.dictionaries[number].Len()
		}
		v.average[f] = math.Ceil(float64(distinct) / float64(size))
	}
	return v
}

type random struct{ *rand.Rand }

// term returns a random term of a vocabulary in which some terms are frequent and
// some occur in no document.
func (r *random) term() string { return fmt.Sprint("t", int(math.Pow(r.Float64(), 3)*300)) }

// TestBleveFindsTheSame runs 1,000 random queries by our search and by bleve on one
// index of several segments with deleted documents: the same documents match, and
// the scores differ only by the formula.
func TestBleveFindsTheSame(t *testing.T) {
	seed := enginetest.Seed(t)
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
	v := newRival(t, e, dir, 2)
	for range 1000 {
		if v.compare(t, r.node(2)); t.Failed() {
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

// node makes a query of terms with boosts: one of them, or any or all of several
// nodes, nested to a depth.
func (r *random) node(depth int) engine.Node {
	if depth == 0 || r.IntN(3) == 0 {
		n := engine.Term{Field: []engine.Field{engine.Grams, engine.Words}[r.IntN(2)], Text: r.term()}
		return engine.Boost{Node: n, By: float64(1+r.IntN(4)) / 2}
	}
	var nodes []engine.Node
	for range 1 + r.IntN(5) {
		nodes = append(nodes, r.node(depth-1))
	}
	if r.IntN(3) == 0 {
		return engine.And(nodes)
	}
	return engine.Or{Nodes: nodes}
}

// compare searches by both, and returns how many documents bleve finds.
func (v *rival) compare(t *testing.T, n engine.Node) int {
	t.Helper()
	size := v.view.x.table.size()
	ours, err := v.view.Search(t.Context(), engine.Request{Query: n, Size: size})
	must(t, err)
	theirs, err := v.bleve.Search(bleve.NewSearchRequestOptions(queryOf(n, 1), size, 0, false))
	must(t, err)
	ids := map[string]bool{}
	for _, h := range ours.Hits {
		ids[h.ID] = true
	}
	if len(theirs.Hits) != len(ids) {
		t.Errorf("%v: bleve finds %d documents, we find %d", n, len(theirs.Hits), len(ids))
	}
	s := bleveScorer{v, v.queryNorm(t, n)}
	for _, h := range theirs.Hits {
		row, _ := slices.BinarySearch(v.view.x.table.ids, h.ID)
		want, _ := s.score(n, 1, uint32(row))
		if !ids[h.ID] || math.Abs(h.Score-want) > 1e-6*want {
			t.Errorf("%v: bleve finds %s with score %v, want %v; we find it: %t", n, h.ID, h.Score, want, ids[h.ID])
		}
	}
	return len(theirs.Hits)
}

// queryOf is a node of terms as bleve's query. Boosts are given to the terms,
// because bleve ignores those of queries that hold others.
func queryOf(n engine.Node, boost float64) query.Query {
	all := func(nodes []engine.Node) (out []query.Query) {
		for _, n := range nodes {
			out = append(out, queryOf(n, boost))
		}
		return out
	}
	switch n := n.(type) {
	case engine.Term:
		q := bleve.NewTermQuery(n.Text)
		q.SetField(string(n.Field))
		q.SetBoost(boost)
		return q
	case engine.Boost:
		return queryOf(n.Node, boost*n.By)
	case engine.And:
		return bleve.NewConjunctionQuery(all(n)...)
	case engine.Or:
		return bleve.NewDisjunctionQuery(all(n.Nodes)...)
	}
	return bleve.NewMatchNoneQuery()
}

// A bleveScorer computes the scores that bleve gives to the documents of one query
// from the postings that our reader reads. A term's score is BM25 with the square
// root of the term frequency, the field norm instead of the length, and the number of
// distinct terms of the field per document instead of the average length. In a query
// of several terms it is multiplied by the boost and the idf again, divided by the
// root of the sum of their squares over all terms (queryNorm). A disjunction
// multiplies its sum by the share of its nodes that match (coord).
type bleveScorer struct {
	*rival
	norm float64 // 0 for a query of one term
}

// queryNorm reads the postings of all terms of a query.
func (v *rival) queryNorm(t *testing.T, n engine.Node) float64 {
	t.Helper()
	squares, joined := 0.0, false
	var walk func(engine.Node, float64)
	walk = func(n engine.Node, boost float64) {
		switch n := n.(type) {
		case engine.Term:
			if v.counted[n] == nil {
				v.counted[n] = v.frequencies(t, n.Field, n.Text)
			}
			weight := boost * v.idf(n)
			squares += weight * weight
		case engine.Boost:
			walk(n.Node, boost*n.By)
		case engine.And:
			joined = true
			for _, n := range n {
				walk(n, boost)
			}
		case engine.Or:
			joined = joined || len(n.Nodes) > 1 // bleve puts the only node in the place of a disjunction
			for _, n := range n.Nodes {
				walk(n, boost)
			}
		}
	}
	if walk(n, 1); !joined {
		return 0
	}
	return 1 / math.Sqrt(squares)
}

func (v *rival) idf(n engine.Term) float64 {
	return engine.IDF(v.view.x.table.size(), len(v.counted[n]))
}

// score is bleve's score of a row, and whether the node matches it.
func (s bleveScorer) score(n engine.Node, boost float64, row uint32) (sum float64, matches bool) {
	switch n := n.(type) {
	case engine.Term:
		return s.term(n, boost, row)
	case engine.Boost:
		return s.score(n.Node, boost*n.By, row)
	case engine.And:
		for _, n := range n {
			score, ok := s.score(n, boost, row)
			if !ok {
				return 0, false
			}
			sum += score
		}
		return sum, true
	case engine.Or:
		matched := 0
		for _, n := range n.Nodes {
			if score, ok := s.score(n, boost, row); ok {
				sum += score
				matched++
			}
		}
		return sum * float64(matched) / float64(len(n.Nodes)), matched > 0
	}
	return 0, false
}

func (s bleveScorer) term(n engine.Term, boost float64, row uint32) (float64, bool) {
	tf, ok := s.counted[n][row]
	if !ok {
		return 0, false
	}
	length := 1.0
	if n.Field == engine.Grams {
		length = float64(normOf((int(s.view.x.table.length[row]) + gramUnit - 1) / gramUnit))
	}
	idf, root := s.idf(n), math.Sqrt(float64(tf))
	score := idf * root * search.BM25_k1 / (root + search.BM25_k1*(1-search.BM25_b+search.BM25_b*length/s.average[n.Field]))
	if s.norm != 0 {
		score *= boost * idf * s.norm
	}
	return score, true
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
