package bleve

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/xunzhang/xunzhang/engine"
)

// A column is metadata that a facet counts. Values are ascending, so that
// comparing indexes compares values.
type column struct {
	values []string
	one    []uint32                  // index of each row's value; nil for a column with several
	many   func(row uint32) []uint32 // indexes of a row's values, all different; nil for a column with one
}

// columns returns the columns of all facets, by their names.
func (t *table) columns() map[string]column {
	years := t.dates(func(day time.Time) string { return yearText(day.Year()) })
	tags, ends := t.distinctTags()
	return map[string]column{
		"category": t.categories(),
		"author":   {values: t.names, one: oneSpelling(t.names, t.author)},
		"tag":      {values: t.names, many: func(row uint32) []uint32 { return tags[endBefore(ends, row):ends[row]] }},
		"year":     years,
	}
}

// distinctTags are the tags of each row in one spelling, none twice, and where
// those of each row end.
func (t *table) distinctTags() (tags, ends []uint32) {
	all := oneSpelling(t.names, t.tags)
	tags, ends = make([]uint32, 0, len(all)), make([]uint32, len(t.tagEnd))
	for row := range ends {
		start := len(tags)
		for _, tag := range all[endBefore(t.tagEnd, uint32(row)):t.tagEnd[row]] {
			if !slices.Contains(tags[start:], tag) {
				tags = append(tags, tag)
			}
		}
		ends[row] = uint32(len(tags))
	}
	return tags, ends
}

// categories returns the column of categories. Where a category is a path, each
// row has all categories that its own lies in.
func (t *table) categories() column {
	if !slices.ContainsFunc(t.category, func(name uint32) bool { return strings.Contains(t.names[name], "/") }) {
		return column{values: t.names, one: oneSpelling(t.names, t.category)}
	}
	paths := map[uint32][]string{} // by name
	var values []string
	for _, name := range t.category {
		if paths[name] == nil {
			paths[name] = engine.Categories(t.names[name])
			values = append(values, paths[name]...)
		}
	}
	slices.Sort(values)
	values = slices.Compact(values)
	of := make(map[uint32][]uint32, len(paths))
	for name, path := range paths {
		for _, value := range path {
			at, _ := slices.BinarySearch(values, value)
			of[name] = append(of[name], uint32(at))
		}
	}
	counts := map[uint32]int{}
	for _, name := range t.category {
		for _, value := range of[name] {
			counts[value]++
		}
	}
	best := bestSpellings(values, counts)
	for _, list := range of {
		for i, value := range list {
			list[i] = best[value]
		}
	}
	return column{values: values, many: func(row uint32) []uint32 { return of[t.category[row]] }}
}

// oneSpelling returns a column in which names that differ only in letter case are
// replaced by the one that occurs most often, or else comes first. It returns the
// column itself when no names do.
func oneSpelling(names []string, column []uint32) []uint32 {
	counts := map[uint32]int{}
	for _, name := range column {
		counts[name]++
	}
	best := bestSpellings(names, counts)
	one := make([]uint32, len(column))
	same := true
	for i, name := range column {
		one[i] = best[name]
		same = same && one[i] == name
	}
	if same {
		return column
	}
	return one
}

// bestSpellings says for each name that occurs which of those that differ from it
// only in letter case occurs most often, or else comes first.
func bestSpellings(names []string, counts map[uint32]int) map[uint32]uint32 {
	keys := make(map[uint32]string, len(counts)) // names without case
	best := make(map[string]uint32, len(counts)) // by key
	for _, name := range sortedKeys(counts) {
		key := strings.Map(foldCase, names[name])
		keys[name] = key
		if known, ok := best[key]; !ok || counts[name] > counts[known] {
			best[key] = name
		}
	}
	out := make(map[uint32]uint32, len(counts))
	for name, key := range keys {
		out[name] = best[key]
	}
	return out
}

// foldCase returns the least rune that differs from r only in letter case: two
// strings mapped by it are equal when strings.EqualFold says so.
func foldCase(r rune) rune {
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	return least
}

// dates returns the column of what is written of the days of publication. A row
// without a date has the empty text, which comes first.
func (t *table) dates(write func(day time.Time) string) column {
	texts := make([]string, t.size())
	for i, day := range t.day {
		if day != noDay {
			texts[i] = write(timeOf(day))
		}
	}
	sorted := slices.Sorted(slices.Values(texts))
	values := slices.Clone(slices.Compact(sorted)) // few of many
	one := make([]uint32, t.size())
	for i, s := range texts {
		at, _ := slices.BinarySearch(values, s)
		one[i] = uint32(at)
	}
	return column{values: values, one: one}
}

// monthOf writes a month, 2024-05.
func monthOf(day time.Time) string { return yearText(day.Year()) + day.Format("-01") }

// yearText writes a year with at least four digits.
func yearText(year int) string {
	s := strconv.Itoa(year)
	for len(s) < 4 {
		s = "0" + s
	}
	return s
}

// months counts articles by the month of rows: of the preferred ones where there are
// some, else of all that were found.
func (e *evaluator) months(m matches) []engine.Count {
	rows := m.found
	if m.preferred != nil && len(m.preferred.touched) > 0 {
		rows = m.preferred
	}
	c := e.x.counters.Get().(*counter)
	defer e.x.counters.Put(c)
	e.x.countOne(c, rows, e.articlesOf(rows), e.x.months.one)
	slices.Sort(c.touched)
	counts := []engine.Count{}
	for _, month := range c.touched {
		if value := e.x.months.values[month]; value != "" {
			counts = append(counts, engine.Count{Value: value, Count: int(c.counts[month])})
		}
	}
	c.clean()
	return counts
}

// A counter counts values. In the pool all its counts are 0.
type counter struct {
	counts  []uint32 // by value
	touched []uint32 // values that were counted
}

func (c *counter) add(value uint32) {
	if c.counts[value] == 0 {
		c.touched = append(c.touched, value)
	}
	c.counts[value]++
}

func (c *counter) clean() {
	for _, v := range c.touched {
		c.counts[v] = 0
	}
	c.touched = c.touched[:0]
}

// facets counts, for each value of each column, the articles that have the value
// in a matching part; articles are those of m.counted().
func (e *evaluator) facets(m matches, articles []uint32, most int) map[string][]engine.Count {
	x := e.x
	c := x.counters.Get().(*counter)
	defer x.counters.Put(c)
	all := make(map[string][]engine.Count, len(x.columns))
	for name, col := range x.columns {
		rows, of := m.counted(), articles
		if other := m.others[name]; other != nil && len(other.touched) > 0 {
			rows = e.union(rows, other)
			of = e.articlesOf(rows)
		}
		if col.many == nil {
			x.countOne(c, rows, of, col.one)
		} else {
			x.countMany(c, rows, of, col.many)
		}
		all[name] = c.best(col.values, most)
		c.clean()
	}
	return all
}

// union returns the rows of both.
func (e *evaluator) union(a, b *accumulator) *accumulator {
	both := e.take()
	for _, rows := range [...][]uint32{a.touched, b.touched} {
		for _, row := range rows {
			both.mark(row)
		}
	}
	return both
}

// countOne counts a column with one value a row.
func (x *index) countOne(c *counter, found *accumulator, articles, values []uint32) {
	seen := make([]uint32, 0, 16)
	for _, a := range articles {
		rows := x.table.rowsOf(a)
		if len(rows) == 1 { // nearly all articles are one part
			c.add(values[rows[0]])
			continue
		}
		seen = seen[:0]
		for _, row := range rows {
			if v := values[row]; found.has(row) && !slices.Contains(seen, v) {
				seen = append(seen, v)
				c.add(v)
			}
		}
	}
}

// countMany counts a column with several values a row.
func (x *index) countMany(c *counter, found *accumulator, articles []uint32, values func(uint32) []uint32) {
	seen := make([]uint32, 0, 16)
	for _, a := range articles {
		seen = seen[:0]
		rows := x.table.rowsOf(a)
		if len(rows) == 1 {
			for _, v := range values(rows[0]) {
				c.add(v)
			}
			continue
		}
		for _, row := range rows {
			if !found.has(row) {
				continue
			}
			for _, v := range values(row) {
				if !slices.Contains(seen, v) {
					seen = append(seen, v)
					c.add(v)
				}
			}
		}
	}
}

// best lists the most frequent values that are not empty, ties by value. Of many
// values few are ever among the best, so that a list in order is kept of those.
func (c *counter) best(values []string, most int) []engine.Count {
	order := func(a, b uint32) int {
		return cmp.Or(cmp.Compare(c.counts[b], c.counts[a]), cmp.Compare(a, b))
	}
	list := make([]uint32, 0, min(most, len(c.touched))+1)
	for _, v := range c.touched {
		if values[v] == "" || len(list) == most && order(v, list[most-1]) > 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(list, v, order)
		list = slices.Insert(list, at, v)
		list = list[:min(most, len(list))]
	}
	out := make([]engine.Count, len(list))
	for i, v := range list {
		out[i] = engine.Count{Value: values[v], Count: int(c.counts[v])}
	}
	return out
}
