package enginetest

import (
	"cmp"
	"context"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
)

type scored struct {
	doc       engine.Doc
	score     float64
	preferred bool
}

// Search evaluates every part.
func (v *memoryView) Search(ctx context.Context, r engine.Request) (*engine.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var found []scored
	for _, d := range v.docs {
		if ok, s := v.match(d, r); ok {
			found = append(found, scored{d, s, v.matches(d, r.Prefer)})
		}
	}
	res := &engine.Result{Parts: len(found), Articles: len(articlesOf(found))}
	counted := found
	if r.Prefer != nil {
		counted = slices.DeleteFunc(slices.Clone(found), func(s scored) bool { return !s.preferred })
		res.Preferred = len(articlesOf(counted))
	}
	if r.Facets > 0 {
		res.Facets = map[string][]engine.Count{}
		for _, name := range []string{"category", "author", "tag", "year"} {
			res.Facets[name] = facet(counted, name, r.Facets)
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int { return order(a, b, r.Sort) })
	for i := max(0, r.From); i < len(found) && len(res.Hits) < r.Size; i++ {
		res.Hits = append(res.Hits, hitOf(found[i].doc, found[i].score, r.Stored))
	}
	return res, nil
}

func (v *memoryView) match(d engine.Doc, r engine.Request) (bool, float64) {
	if r.Filter != nil {
		if ok, _ := v.eval(d, r.Filter); !ok {
			return false, 0
		}
	}
	if r.Query == nil {
		return true, 0
	}
	return v.eval(d, r.Query)
}

func articlesOf(found []scored) map[string]bool {
	set := map[string]bool{}
	for _, s := range found {
		set[s.doc.Article] = true
	}
	return set
}

// facet counts, for each value, the articles that have it among the parts found.
func facet(found []scored, name string, most int) []engine.Count {
	sets := map[string]map[string]bool{}
	for _, s := range found {
		for _, value := range values(s.doc, name) {
			if value == "" {
				continue
			}
			if sets[value] == nil {
				sets[value] = map[string]bool{}
			}
			sets[value][s.doc.Article] = true
		}
	}
	counts := []engine.Count{}
	for value, set := range sets {
		counts = append(counts, engine.Count{Value: value, Count: len(set)})
	}
	slices.SortFunc(counts, func(a, b engine.Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return counts[:min(len(counts), most)]
}

func order(a, b scored, s engine.Sort) int {
	if a.preferred != b.preferred {
		return map[bool]int{true: -1, false: 1}[a.preferred]
	}
	pa, pb := a.doc.Fields.Published, b.doc.Fields.Published
	key := 0
	switch s {
	case engine.ByNewest, engine.ByOldest:
		if pa.IsZero() != pb.IsZero() {
			return map[bool]int{true: 1, false: -1}[pa.IsZero()]
		}
		key = pb.Compare(pa)
		if s == engine.ByOldest {
			key = -key
		}
	case engine.ByViews:
		key = cmp.Compare(b.doc.Fields.Views, a.doc.Fields.Views)
	}
	return cmp.Or(key, cmp.Compare(b.score, a.score), cmp.Compare(a.doc.ID, b.doc.ID))
}
