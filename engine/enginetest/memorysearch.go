package enginetest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/engine"
)

type scored struct {
	doc       engine.Doc
	score     float64
	preferred bool
}

// SearchAll answers one request after the other.
func (v *memoryView) SearchAll(ctx context.Context, requests []engine.Request) ([]*engine.Result, error) {
	return engine.EachRequest(ctx, v, requests)
}

// facetNames are what Result.Facets has.
func facetNames() []string { return []string{"category", "author", "tag", "year"} }

// Search evaluates every part.
func (v *memoryView) Search(ctx context.Context, r engine.Request) (*engine.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for name := range r.Choices {
		if !slices.Contains(facetNames(), name) {
			return nil, fmt.Errorf("memory: choice: there is no facet %q", name)
		}
	}
	found := v.found(r, "")
	res := &engine.Result{Parts: len(found), Articles: len(articlesOf(found))}
	if len(r.Terms) > 0 {
		var err error
		if res.Frequencies, err = v.Frequencies(ctx, r.Terms); err != nil {
			return nil, err
		}
	}
	if r.Beside != nil {
		res.Beside = func(ctx context.Context) (*engine.Result, error) { return v.Search(ctx, r.BesideRequest()) }
	}
	if r.Prefer != nil {
		res.Preferred = len(articlesOf(preferred(found)))
	}
	if r.Facets > 0 {
		res.Facets = map[string][]engine.Count{}
		for _, name := range facetNames() {
			counted := v.found(r, name)
			if r.Prefer != nil {
				counted = preferred(counted)
			}
			res.Facets[name] = v.facet(counted, name, r.Facets)
		}
		if r.Prefer != nil && res.Preferred == 0 && len(found) > 0 {
			res.AllFacets = map[string][]engine.Count{}
			for _, name := range facetNames() {
				res.AllFacets[name] = v.facet(v.found(r, name), name, r.Facets)
			}
		}
	}
	if r.Months {
		res.Months = monthsOf(found)
	}
	slices.SortStableFunc(found, func(a, b scored) int { return order(a, b, r) })
	for i := max(0, r.From); i < len(found) && len(res.Hits) < r.Size; i++ {
		h := hitOf(found[i].doc, found[i].score, r.Stored)
		h.Preferred = found[i].preferred
		res.Hits = append(res.Hits, h)
	}
	var err error
	if r.Prefer != nil {
		res.Rest, err = v.rest(ctx, res.Hits[:min(r.Rest, len(res.Hits))])
	}
	return res, err
}

// rest returns all parts of articles with several parts, for the articles of some
// hits that are not preferred.
func (v *memoryView) rest(ctx context.Context, hits []engine.Hit) (map[string][]engine.Hit, error) {
	rest := map[string][]engine.Hit{}
	for _, h := range hits {
		parts, err := v.Articles(ctx, []string{h.Article})
		if err != nil {
			return nil, err
		}
		if !h.Preferred && len(parts) > 1 {
			rest[h.Article] = parts
		}
	}
	return rest, nil
}

// found returns the parts that match a request without the choice of one facet.
func (v *memoryView) found(r engine.Request, ignored string) []scored {
	var found []scored
	for _, d := range v.docs {
		ok, score := v.match(d, r)
		for name, choice := range r.Choices {
			ok = ok && (name == ignored || choice == nil || v.matches(d, choice))
		}
		if ok {
			found = append(found, scored{d, score, r.Prefer != nil && v.matches(d, r.Prefer)})
		}
	}
	return found
}

func preferred(found []scored) []scored {
	return slices.DeleteFunc(slices.Clone(found), func(s scored) bool { return !s.preferred })
}

// monthsOf counts the articles by month: only those of preferred parts where there
// are any.
func monthsOf(found []scored) []engine.Count {
	if liked := preferred(found); len(liked) > 0 {
		found = liked
	}
	sets := map[string]map[string]bool{}
	for _, s := range found {
		day := s.doc.Fields.Published
		if day.IsZero() {
			continue
		}
		month := day.Format("2006-01")
		if sets[month] == nil {
			sets[month] = map[string]bool{}
		}
		sets[month][s.doc.Article] = true
	}
	counts := []engine.Count{}
	for month, articles := range sets {
		counts = append(counts, engine.Count{Value: month, Count: len(articles)})
	}
	slices.SortFunc(counts, func(a, b engine.Count) int { return cmp.Compare(a.Value, b.Value) })
	return counts
}

func (v *memoryView) match(d engine.Doc, r engine.Request) (bool, float64) {
	if r.Filter != nil && !v.matches(d, r.Filter) {
		return false, 0
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
func (v *memoryView) facet(found []scored, name string, most int) []engine.Count {
	sets := map[string]map[string]bool{}
	for _, s := range found {
		for _, value := range values(s.doc, name) {
			if value == "" {
				continue
			}
			value = v.spelling(value, name)
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

// spelling returns the most frequent way to write a value, ignoring letter case;
// among equally frequent ones the first.
func (v *memoryView) spelling(value, name string) string {
	counts := map[string]int{}
	for _, d := range v.docs {
		for _, s := range values(d, name) {
			if strings.EqualFold(s, value) {
				counts[s]++
			}
		}
	}
	best := ""
	for s, n := range counts {
		if n > counts[best] || n == counts[best] && s < best {
			best = s
		}
	}
	return best
}

func order(a, b scored, r engine.Request) int {
	if a.preferred != b.preferred && !r.Mixed {
		return map[bool]int{true: -1, false: 1}[a.preferred]
	}
	pa, pb := a.doc.Fields.Published, b.doc.Fields.Published
	if r.Sort == engine.ByUpdated {
		pa, pb = a.doc.Fields.Updated, b.doc.Fields.Updated
	}
	key := 0
	switch r.Sort {
	case engine.ByNewest, engine.ByOldest, engine.ByUpdated:
		if pa.IsZero() != pb.IsZero() {
			return map[bool]int{true: 1, false: -1}[pa.IsZero()]
		}
		key = pb.Compare(pa)
		if r.Sort == engine.ByOldest {
			key = -key
		}
	case engine.ByViews:
		key = cmp.Compare(b.doc.Fields.Views, a.doc.Fields.Views)
	}
	return cmp.Or(key, cmp.Compare(b.score, a.score), cmp.Compare(a.doc.ID, b.doc.ID))
}
