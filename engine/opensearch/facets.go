package opensearch

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/xunzhang/xunzhang/engine"
)

func (t *tally) result() *engine.Result {
	return &engine.Result{Parts: t.parts, Articles: t.articles, Preferred: t.preferred}
}

// facets lists the most frequent values of each facet.
func (q *question) facets(ctx context.Context) (map[string][]engine.Count, error) {
	out := map[string][]engine.Count{}
	for _, facet := range facetFields() {
		long := q.longValues(q.tally, facet)
		values, ok := q.values[facet]
		if !ok {
			values = q.tally.facets[facet]
		}
		counts := long
		for _, b := range values.Buckets {
			if b.text() != "" {
				counts[b.text()] += b.Count
			}
		}
		var err error
		if out[facet], err = q.best(ctx, facet, counts); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// longValues counts the articles of several parts by their values of a facet: those
// of which a part that counts has the value.
func (q *question) longValues(t *tally, facet string) map[string]int {
	counts := map[string]int{}
	if t.estimated != nil {
		for value, n := range t.estimated.facets[facet] {
			if value != "" {
				counts[value] = n
			}
		}
		return counts
	}
	seen := map[[2]string]bool{}
	for _, r := range t.rows {
		if !q.chosenRow(r, facet) || q.prefer != nil && !slices.Contains(r.matches, preferName) {
			continue
		}
		for _, value := range r.fields.values(facet) {
			at := [2]string{value, r.fields.Article[0]}
			if value != "" && !seen[at] {
				seen[at] = true
				counts[value]++
			}
		}
	}
	return counts
}

// tells says whether the values of an answer, which was asked for that many, are
// certain to hold the wanted most frequent ones, when the counts of long are added.
func tells(values aggregation, asked int, long map[string]int, wanted int) bool {
	if len(values.Buckets) < asked {
		return true
	}
	if values.Error > 0 {
		return false
	}
	last := values.Buckets[len(values.Buckets)-1].Count
	listed := map[string]bool{}
	totals := make([]int, 0, len(values.Buckets))
	for _, b := range values.Buckets {
		listed[b.text()] = true
		if b.text() != "" {
			totals = append(totals, b.Count+long[b.text()])
		}
	}
	most := last
	for value, n := range long {
		if !listed[value] {
			most = max(most, last+n)
		}
	}
	slices.SortFunc(totals, func(a, b int) int { return cmp.Compare(b, a) })
	return len(totals) >= wanted && totals[wanted-1] > most
}

// untold asks for as many values as one request can bring, of the facets for which
// tells is false.
func (q *question) untold() []section {
	aggs := object{}
	for _, facet := range facetFields() {
		if !tells(q.tally.facets[facet], facetValues(q.r.Facets), q.longValues(q.tally, facet), q.r.Facets) {
			aggs[facet] = q.facetAgg(facet, true, facetMost, nil)
		}
	}
	if len(aggs) == 0 {
		return nil
	}
	body := object{"query": all(q.base()...), "size": 0, "track_total_hits": false, "aggs": aggs}
	return []section{{[]object{body}, func(answers []*answer) error {
		q.values = map[string]aggregation{}
		for facet := range aggs {
			q.values[facet] = answers[0].Aggs[facet].Within[aggValues]
		}
		return nil
	}}}
}

// best lists the most frequent values, each in its most frequent spelling. Values
// of equal count are in byte order.
func (q *question) best(ctx context.Context, facet string, counts map[string]int) ([]engine.Count, error) {
	keys := make([]string, 0, len(counts))
	for k := range counts {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	most := min(q.r.Facets, len(keys))
	for most < len(keys) && most > 0 && counts[keys[most]] == counts[keys[most-1]] { // ties are ordered by spelling, which is looked up below
		most++
	}
	list := make([]engine.Count, 0, most)
	for _, k := range keys[:most] {
		value, err := q.v.spelling(ctx, facet, k)
		if err != nil {
			return nil, err
		}
		list = append(list, engine.Count{Value: value, Count: counts[k]})
	}
	slices.SortFunc(list, func(a, b engine.Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return list[:min(q.r.Facets, len(list))], nil
}

// spelling is how a value is written most often in the generation, of equally
// frequent ways the first in byte order.
func (v *view) spelling(ctx context.Context, facet, k string) (string, error) {
	if facet == "year" || !strings.ContainsFunc(k, func(r rune) bool { return unicode.SimpleFold(r) != r }) {
		return k, nil
	}
	best, most := k, 0
	err := v.x.vocabulary.walk(ctx, spellingField(facet), k+"\x00", func(t string, n int) bool {
		if n > most {
			best, most = t[len(k)+1:], n
		}
		return true
	})
	return best, err
}
