package bleve

import (
	"fmt"
	"maps"
	"slices"
)

// tableVersion is the first number of parts.dat.
const tableVersion = 2

// A partsFile is the content of parts.dat: the rows, in the order of part ids, and
// the number of documents of each segment. Each row has its segment and document.
type partsFile struct {
	rows     []row
	segments []int // documents of each
	texts    int   // how many text files there are
}

func (p *partsFile) encode() []byte {
	names, number := p.intern(func(r *row) []string { return append([]string{"", r.category, r.author}, r.tags...) })
	articles, ordinal := p.intern(func(r *row) []string { return []string{r.article} })
	e := &encoder{}
	e.number(tableVersion)
	e.texts(names)
	e.texts(articles)
	e.number(uint64(p.texts))
	e.number(uint64(len(p.segments)))
	for _, n := range p.segments {
		e.number(uint64(n))
	}
	e.number(uint64(len(p.rows)))
	for i := range p.rows {
		p.rows[i].encode(e, number, ordinal)
	}
	return e.b
}

// intern returns the distinct strings of all rows, ascending, and their indexes.
func (p *partsFile) intern(of func(*row) []string) ([]string, map[string]uint64) {
	place := map[string]uint64{}
	for i := range p.rows {
		for _, s := range of(&p.rows[i]) {
			place[s] = 0
		}
	}
	all := slices.Sorted(maps.Keys(place))
	for i, s := range all {
		place[s] = uint64(i)
	}
	return all, place
}

func (r *row) encode(e *encoder, names, articles map[string]uint64) {
	e.text(r.id)
	e.number(articles[r.article])
	e.number(names[r.category])
	e.number(names[r.author])
	e.number(uint64(len(r.tags)))
	for _, t := range r.tags {
		e.number(names[t])
	}
	e.signed(int64(r.day))
	e.signed(int64(r.updated) - int64(r.day)) // one byte where they are the same
	e.signed(r.views)
	for _, v := range [...]uint32{r.length, r.paragraphs, r.runes, uint32(r.segment), r.doc, r.text.file, r.text.size} {
		e.number(uint64(v))
	}
	e.number(r.text.offset)
}

// decodeParts reads parts.dat. It returns the columns, and for each segment the
// rows of its documents.
func decodeParts(b []byte, texts int) (*table, [][]uint32, error) {
	d := newDecoder(b)
	if v := d.number(); v != tableVersion {
		return nil, nil, fmt.Errorf("parts.dat has version %d, this program reads %d", v, tableVersion)
	}
	t := &table{names: d.texts(), articles: d.texts()}
	if d.number() != uint64(texts) {
		d.fail()
	}
	segments := make([][]uint32, d.count())
	for i := range segments {
		segments[i] = slices.Repeat([]uint32{dead}, int(d.number()))
	}
	n := d.count()
	t.grow(n)
	for i := range n {
		t.decodeRow(d, uint32(i), segments, texts)
	}
	if d.err == nil && len(d.b) > 0 {
		d.fail()
	}
	if d.err != nil {
		return nil, nil, fmt.Errorf("parts.dat: %w", d.err)
	}
	t.derive()
	return t, segments, nil
}

func (t *table) grow(n int) {
	t.ids, t.article, t.category, t.author = make([]string, n), make([]uint32, n), make([]uint32, n), make([]uint32, n)
	t.tagEnd, t.day, t.updated, t.views, t.length = make([]uint32, n), make([]int32, n), make([]int32, n), make([]int64, n), make([]uint32, n)
	t.paragraphs, t.runes, t.texts = make([]uint32, n), make([]uint32, n), make([]location, n)
}

func (t *table) decodeRow(d *decoder, i uint32, segments [][]uint32, texts int) {
	t.ids[i] = d.text()
	t.article[i] = d.below(len(t.articles))
	t.category[i] = d.below(len(t.names))
	t.author[i] = d.below(len(t.names))
	for n := d.count(); n > 0; n-- {
		t.tags = append(t.tags, d.below(len(t.names)))
	}
	t.tagEnd[i] = uint32(len(t.tags))
	t.day[i] = int32(d.signed())
	t.updated[i], t.views[i] = int32(int64(t.day[i])+d.signed()), d.signed()
	t.length[i], t.paragraphs[i], t.runes[i] = uint32(d.number()), uint32(d.number()), uint32(d.number())
	segment, doc := d.number(), d.number()
	t.texts[i] = location{file: d.below(max(1, texts)), size: uint32(d.number()), offset: d.number()}
	if segment >= uint64(len(segments)) || doc >= uint64(len(segments[segment])) || segments[segment][doc] != dead {
		d.fail()
		return
	}
	segments[segment][doc] = i
}
