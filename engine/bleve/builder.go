package bleve

import (
	"fmt"
	"path/filepath"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/xunzhang/xunzhang/engine"
)

// builderTotal is about how many bytes all builders of a job may take together.
// Each core has an equal share of it; a builder that exceeds its share is written
// as a segment. It is enough to write 200 MB of Chinese text as one segment,
// without a merge.
const builderTotal = 256 << 20

// A builder gathers the parts of a segment. It is used by one goroutine at a time.
type builder struct {
	analyzer  analysis.Analyzer // of titles as bleve finds them
	rows      []uint32          // row in the generation that is being built, by document
	documents []document        // likewise
	lists     [fieldCount]*lists
	stored    int // about how many bytes the documents take

	// A term of each stream, from the first part: candidates for canaries.
	witnesses []witness
}

func newBuilder(titles analysis.Analyzer) *builder {
	b := &builder{analyzer: titles}
	for i, f := range schema() {
		b.lists[i] = newLists(f.counted)
	}
	return b
}

func (b *builder) add(row uint32, d *engine.Doc) {
	doc := uint32(len(b.rows))
	b.rows = append(b.rows, row)
	fields, first := streams(), len(b.witnesses) == 0
	for i, terms := range streamsOf(d) {
		if first {
			b.witnesses = append(b.witnesses, witnessOf(row, engine.Field(schema()[fields[i]].name), terms)...)
		}
		list := b.lists[fields[i]]
		for _, t := range terms {
			list.add(t, doc)
		}
	}
	b.describe(doc, d)
}

func (b *builder) bytes() int {
	n := b.stored
	for _, l := range b.lists {
		n += l.bytes
	}
	return n
}

// absorb appends the parts of another builder.
func (b *builder) absorb(other *builder) {
	offset := uint32(len(b.rows))
	for i, l := range b.lists {
		l.absorb(other.lists[i], offset)
	}
	b.rows = append(b.rows, other.rows...)
	b.documents = append(b.documents, other.documents...)
	b.stored += other.stored
	b.witnesses = append(b.witnesses, other.witnesses...)
}

// write writes the documents that are not gone as a segment file, and returns the
// row of each document in it; none, and no file, when all are gone.
func (b *builder) write(d disk, dir, name string, gone []bool) ([]uint32, error) {
	s := segmentData{place: make([]uint32, len(b.rows)), lists: b.lists}
	var rows []uint32
	for doc, r := range b.rows {
		if gone[doc] {
			s.place[doc] = dead
			continue
		}
		s.place[doc] = uint32(len(rows))
		s.documents = append(s.documents, b.documents[doc])
		rows = append(rows, r)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	if err := writeZap(d, filepath.Join(dir, name), s); err != nil {
		return nil, fmt.Errorf("write segment %s: %w", name, err)
	}
	return rows, nil
}
