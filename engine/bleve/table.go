package bleve

import (
	"cmp"
	"slices"
	"sort"

	"github.com/xunzhang/xunzhang/engine"
)

// A table holds the rows of the live parts in columns, in the order of part ids,
// so that comparing row numbers compares ids.
type table struct {
	ids      []string
	article  []uint32 // index into articles
	articles []string // ascending
	category []uint32 // index into names; 0 is the empty name
	author   []uint32
	tagEnd   []uint32 // tags of row i: tags[tagEnd[i-1]:tagEnd[i]]
	tags     []uint32 // indexes into names
	names    []string // categories, authors and tags
	day      []int32
	updated  []int32
	views    []int64
	length   []uint32
	texts    []location

	paragraphs []uint32
	runes      []uint32

	partEnd []uint32 // rows of article a: parts[partEnd[a-1]:partEnd[a]]
	parts   []uint32 // in reading order

	norms []float64 // K1*(1-B+B*length/average)
}

func (t *table) size() int { return len(t.ids) }

// derive computes the columns that follow from the others.
func (t *table) derive() {
	t.parts = make([]uint32, t.size())
	for i := range t.parts {
		t.parts[i] = uint32(i)
	}
	slices.SortFunc(t.parts, t.reading)
	t.partEnd = make([]uint32, len(t.articles))
	for i, r := range t.parts {
		t.partEnd[t.article[r]] = uint32(i + 1)
	}
	total := 0.0
	for _, n := range t.length {
		total += float64(n)
	}
	t.norms = make([]float64, t.size())
	average := total / float64(max(1, t.size()))
	for i, n := range t.length {
		if average > 0 {
			t.norms[i] = engine.K1 * (1 - engine.B + engine.B*float64(n)/average)
		}
	}
}

// reading orders rows by article, and the parts of an article in reading order:
// later parts have longer ids, or ids of the same length that sort after.
func (t *table) reading(a, b uint32) int {
	if c := cmp.Compare(t.article[a], t.article[b]); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(len(t.ids[a]), len(t.ids[b])), cmp.Compare(a, b))
}

// rowsOf returns the rows of an article, by its index, in reading order.
func (t *table) rowsOf(article uint32) []uint32 {
	return t.parts[endBefore(t.partEnd, article):t.partEnd[article]]
}

// tagsOf returns the tags of a row, as indexes into names.
func (t *table) tagsOf(row uint32) []uint32 {
	return t.tags[endBefore(t.tagEnd, row):t.tagEnd[row]]
}

func endBefore(ends []uint32, i uint32) uint32 {
	if i == 0 {
		return 0
	}
	return ends[i-1]
}

// findArticle returns the index of the article with an id, and whether there is one.
func (t *table) findArticle(id string) (uint32, bool) {
	i := sort.SearchStrings(t.articles, id)
	return uint32(i), i < len(t.articles) && t.articles[i] == id
}

// hit returns the hit of a row, without its stored bytes.
func (t *table) hit(r uint32, score float64) engine.Hit {
	return engine.Hit{ID: t.ids[r], Article: t.articles[t.article[r]], Score: score}
}

func (t *table) fields(r uint32) engine.Fields {
	f := engine.Fields{
		Category:  t.names[t.category[r]],
		Author:    t.names[t.author[r]],
		Published: timeOf(t.day[r]),
		Updated:   timeOf(t.updated[r]),
		Views:     t.views[r],
	}
	if tags := t.tagsOf(r); len(tags) > 0 {
		f.Tags = make([]string, len(tags))
		for i, tag := range tags {
			f.Tags[i] = t.names[tag]
		}
	}
	return f
}

// sums fills the counts of a state.
func (t *table) sums(s *engine.State) {
	s.Parts, s.Articles = t.size(), len(t.articles)
	newest := int32(noDay)
	for i := range t.ids {
		s.Paragraphs += int(t.paragraphs[i])
		s.Runes += int64(t.runes[i])
		newest = max(newest, t.day[i])
	}
	s.Newest = timeOf(newest)
}
