package bleve

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/xunzhang/xunzhang/engine"
)

// A column is metadata that a facet counts. Values are ascending, so that
// comparing indexes compares values.
type column struct {
	values []string
	one    []uint32                  // index of each row's value; nil for a column with several
	many   func(row uint32) []uint32 // indexes of a row's values; nil for a column with one
}

// columns returns the columns of all facets, by their names.
func (t *table) columns() map[string]column {
	years, year := t.years()
	tags := t.oneSpelling(t.tags)
	return map[string]column{
		"category": {values: t.names, one: t.oneSpelling(t.category)},
		"author":   {values: t.names, one: t.oneSpelling(t.author)},
		"tag":      {values: t.names, many: func(row uint32) []uint32 { return tags[endBefore(t.tagEnd, row):t.tagEnd[row]] }},
		"year":     {values: years, one: year},
	}
}

// oneSpelling returns a column in which names that differ only in letter case are
// replaced by the one that occurs most often, or else comes first. It returns the
// column itself when no names do.
func (t *table) oneSpelling(column []uint32) []uint32 {
	counts := map[uint32]int{}
	for _, name := range column {
		counts[name]++
	}
	keys := make(map[uint32]string, len(counts)) // names without case
	best := make(map[string]uint32, len(counts)) // by key
	for _, name := range sortedKeys(counts) {
		key := strings.Map(foldCase, t.names[name])
		keys[name] = key
		if known, ok := best[key]; !ok || counts[name] > counts[known] {
			best[key] = name
		}
	}
	if len(best) == len(counts) {
		return column
	}
	one := make([]uint32, len(column))
	for i, name := range column {
		one[i] = best[keys[name]]
	}
	return one
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

// years returns the distinct years of all rows, and for each row the index of its
// year. A row without a date has the empty year, which comes first.
func (t *table) years() ([]string, []uint32) {
	texts := make([]string, t.size())
	for i, day := range t.day {
		if day != noDay {
			texts[i] = yearText(timeOf(day).Year())
		}
	}
	years := slices.Clone(texts)
	slices.Sort(years)
	years = slices.Compact(years)
	year := make([]uint32, t.size())
	for i, s := range texts {
		at, _ := slices.BinarySearch(years, s)
		year[i] = uint32(at)
	}
	return years, year
}

// yearText writes a year with at least four digits.
func yearText(year int) string {
	s := strconv.Itoa(year)
	for len(s) < 4 {
		s = "0" + s
	}
	return s
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
			if v := values[row]; found.slots[row].count > 0 && !slices.Contains(seen, v) {
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
		for _, row := range x.table.rowsOf(a) {
			if found.slots[row].count == 0 {
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

// best lists the most frequent values that are not empty, ties by value.
func (c *counter) best(values []string, most int) []engine.Count {
	less := func(a, b uint32) int {
		return cmp.Or(cmp.Compare(c.counts[b], c.counts[a]), cmp.Compare(a, b))
	}
	list, ordered := make([]uint32, 0, 64), false
	for _, v := range c.touched {
		if values[v] == "" || ordered && less(v, list[most-1]) > 0 {
			continue
		}
		if list = append(list, v); len(list) > 2*most+32 {
			slices.SortFunc(list, less)
			list, ordered = list[:most], true
		}
	}
	slices.SortFunc(list, less)
	out := make([]engine.Count, 0, min(most, len(list)))
	for _, v := range list[:min(most, len(list))] {
		out = append(out, engine.Count{Value: values[v], Count: int(c.counts[v])})
	}
	return out
}
