package bleve

import (
	"fmt"
	"path/filepath"

	"github.com/xunzhang/xunzhang/engine"
)

// builderTotal is how many bytes the builders of a job may take together,
// about; one that exceeds its share, of a core, becomes a segment. It is enough
// to make 200 MB of Chinese text one segment without a merge.
const builderTotal = 256 << 20

// A builder gathers parts that become a segment. One goroutine has it at a time.
type builder struct {
	rows  []uint32 // of the generation in the making, by document
	words *lists
	grams *lists

	// A term of each field in the first part that had one.
	witnesses []witness
}

func newBuilder() *builder {
	return &builder{words: newLists(false), grams: newLists(true)}
}

func (b *builder) add(row uint32, d *engine.Doc) {
	doc := uint32(len(b.rows))
	b.rows = append(b.rows, row)
	if len(b.witnesses) == 0 {
		b.witnesses = append(witnessOf(row, engine.Words, d.Words), witnessOf(row, engine.Grams, d.Grams)...)
	}
	for _, t := range d.Words {
		b.words.add(t, doc)
	}
	for _, t := range d.Grams {
		b.grams.add(t, doc)
	}
}

func (b *builder) bytes() int { return b.words.bytes + b.grams.bytes }

// absorb takes over the parts of another.
func (b *builder) absorb(other *builder) {
	offset := uint32(len(b.rows))
	b.words.absorb(other.words, offset)
	b.grams.absorb(other.grams, offset)
	b.rows = append(b.rows, other.rows...)
	b.witnesses = append(b.witnesses, other.witnesses...)
}

// write makes a segment file of the documents that are not gone, and returns the row of each of its
// documents; none when nothing lives.
func (b *builder) write(d disk, dir, name string, gone []bool) ([]uint32, error) {
	place := make([]uint32, len(b.rows))
	var rows []uint32
	for doc, r := range b.rows {
		if gone[doc] {
			place[doc] = dead
			continue
		}
		place[doc] = uint32(len(rows))
		rows = append(rows, r)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	if err := writeZap(d, filepath.Join(dir, name), place, len(rows), b.words, b.grams); err != nil {
		return nil, fmt.Errorf("write segment %s: %w", name, err)
	}
	return rows, nil
}
