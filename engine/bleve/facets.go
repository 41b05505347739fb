package bleve

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/xunzhang/xunzhang/engine"
)

// facets counts, for each value of a metadata field, the articles that have it
// in a part that was found.
func (x *index) facets(found *accumulator, articles []uint32, most int) map[string][]engine.Count {
	t := x.table
	return map[string][]engine.Count{
		"category": x.facet(found, articles, most, t.category, nil),
		"author":   x.facet(found, articles, most, t.author, nil),
		"tag":      x.facet(found, articles, most, nil, t.tagsOf),
		"year":     x.years(found, articles, most),
	}
}

// facet counts the names of a column with one name a row, or with many.
func (x *index) facet(found *accumulator, articles []uint32, most int, one []uint32, many func(uint32) []uint32) []engine.Count {
	counts := make([]uint32, len(x.table.names))
	seen := make([]uint32, 0, 16) // names of this article
	for _, a := range articles {
		seen = seen[:0]
		for _, row := range x.table.rowsOf(a) {
			if found.slots[row].count == 0 {
				continue
			}
			if many == nil {
				seen = append(seen, one[row])
			} else {
				seen = append(seen, many(row)...)
			}
		}
		countOnce(counts, seen)
	}
	var all []engine.Count
	for name, n := range counts {
		if n > 0 && x.table.names[name] != "" {
			all = append(all, engine.Count{Value: x.table.names[name], Count: int(n)})
		}
	}
	return mostFrequent(all, most)
}

// countOnce counts each name of an article once; there are few.
func countOnce(counts, names []uint32) {
	for i, n := range names {
		if !slices.Contains(names[:i], n) {
			counts[n]++
		}
	}
}

func (x *index) years(found *accumulator, articles []uint32, most int) []engine.Count {
	counts := map[int]int{}
	var seen []int
	for _, a := range articles {
		seen = seen[:0]
		for _, row := range x.table.rowsOf(a) {
			year := x.year[row]
			if found.slots[row].count > 0 && year != noYear && !slices.Contains(seen, year) {
				seen = append(seen, year)
				counts[year]++
			}
		}
	}
	all := make([]engine.Count, 0, len(counts))
	for year, n := range counts {
		all = append(all, engine.Count{Value: yearText(year), Count: n})
	}
	return mostFrequent(all, most)
}

// yearText writes a year in four digits at least.
func yearText(year int) string {
	s := strconv.Itoa(year)
	for len(s) < 4 {
		s = "0" + s
	}
	return s
}

// mostFrequent orders by count, ties by value.
func mostFrequent(all []engine.Count, most int) []engine.Count {
	slices.SortFunc(all, func(a, b engine.Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	if all == nil {
		return []engine.Count{}
	}
	return all[:min(len(all), most)]
}
