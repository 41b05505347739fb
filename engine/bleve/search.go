package bleve

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
)

// search answers a request.
func (x *index) search(ctx context.Context, r engine.Request) (*engine.Result, error) {
	e := x.evaluator(ctx)
	defer e.release()
	m, err := e.matches(r)
	if err != nil {
		return nil, fmt.Errorf("generation %d: search %s: %w", x.state.Generation, describe(r), err)
	}
	articles := e.articlesOf(m.found)
	res := &engine.Result{Parts: len(m.found.touched), Articles: len(articles)}
	if r.Prefer != nil {
		articles = e.articlesOf(m.preferred)
		res.Preferred = len(articles)
	}
	if r.Facets > 0 {
		res.Facets, res.AllFacets = e.facets(m, articles, r.Facets), m.all
	}
	if r.Months {
		res.Months = e.months(m)
	}
	if res.Hits, err = x.hits(m, r); err == nil && r.Prefer != nil {
		res.Rest, err = x.rest(res.Hits[:min(r.Rest, len(res.Hits))])
	}
	return res, err
}

// rest are all parts of the articles of several among hits that are not preferred.
func (x *index) rest(hits []engine.Hit) (map[string][]engine.Hit, error) {
	rest := map[string][]engine.Hit{}
	for _, h := range hits {
		article, ok := x.table.findArticle(h.Article)
		if h.Preferred || !ok || len(x.table.rowsOf(article)) == 1 || rest[h.Article] != nil {
			continue
		}
		var err error
		if rest[h.Article], err = x.articles([]string{h.Article}); err != nil {
			return nil, err
		}
	}
	return rest, nil
}

func describe(r engine.Request) string {
	if r.Query == nil {
		return engine.All{}.String()
	}
	return r.Query.String()
}

// A ranked row is ordered by behind, then by key and score, both descending, then
// by row.
type ranked struct {
	behind bool
	key    int64
	score  float64
	row    uint32
}

func (r ranked) compare(o ranked) int {
	switch {
	case r.behind != o.behind && r.behind:
		return 1
	case r.behind != o.behind:
		return -1
	case r.key != o.key:
		return cmp.Compare(o.key, r.key)
	case r.score != o.score:
		return cmp.Compare(o.score, r.score)
	}
	return cmp.Compare(r.row, o.row)
}

// hits ranks the rows, and makes hits of the page that was asked for.
func (x *index) hits(m matches, r engine.Request) ([]engine.Hit, error) {
	from, found := max(0, r.From), m.found
	if r.Size <= 0 || from >= len(found.touched) {
		return nil, nil
	}
	key := x.sortKey(r.Sort)
	best := newHeap(min(len(found.touched), from+r.Size))
	for _, row := range found.touched {
		behind := !r.Mixed && m.preferred != nil && !m.preferred.has(row)
		best.offer(ranked{behind, key(row), found.scores[row], row})
	}
	list := best.sorted()[from:]
	hits := make([]engine.Hit, len(list))
	for i, b := range list {
		hits[i] = x.table.hit(b.row, b.score)
		hits[i].Preferred = m.preferred != nil && m.preferred.has(b.row)
		if r.Stored {
			var err error
			if hits[i].Stored, err = x.stored(b.row); err != nil {
				return nil, err
			}
		}
	}
	return hits, nil
}

// sortKey returns the key by which rows are ordered before their scores, descending.
func (x *index) sortKey(s engine.Sort) func(row uint32) int64 {
	t := x.table
	switch s {
	case engine.ByNewest:
		return func(row uint32) int64 { return int64(t.day[row]) }
	case engine.ByOldest:
		return func(row uint32) int64 {
			if t.day[row] == noDay {
				return noDay
			}
			return -int64(t.day[row])
		}
	case engine.ByUpdated:
		return func(row uint32) int64 { return int64(t.updated[row]) }
	case engine.ByViews:
		return func(row uint32) int64 { return t.views[row] }
	}
	return func(uint32) int64 { return 0 }
}

// A heap keeps the best ranked rows, with the worst of them at the root.
type heap struct {
	list []ranked
	most int
}

func newHeap(most int) *heap { return &heap{list: make([]ranked, 0, most), most: most} }

func (h *heap) offer(r ranked) {
	if len(h.list) < h.most {
		h.list = append(h.list, r)
		h.up(len(h.list) - 1)
		return
	}
	if r.compare(h.list[0]) < 0 {
		h.list[0] = r
		h.down()
	}
}

func (h *heap) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if h.list[i].compare(h.list[parent]) <= 0 {
			return
		}
		h.list[i], h.list[parent] = h.list[parent], h.list[i]
		i = parent
	}
}

func (h *heap) down() {
	for i := 0; ; {
		child := 2*i + 1
		if child >= len(h.list) {
			return
		}
		if child+1 < len(h.list) && h.list[child+1].compare(h.list[child]) > 0 {
			child++
		}
		if h.list[child].compare(h.list[i]) <= 0 {
			return
		}
		h.list[i], h.list[child] = h.list[child], h.list[i]
		i = child
	}
}

func (h *heap) sorted() []ranked {
	slices.SortFunc(h.list, ranked.compare)
	return h.list
}
