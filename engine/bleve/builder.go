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

// streamCount is how many fields have posting lists in segments.
const streamCount = 4

// streamFields are these fields, in the order in which a segment has them.
func streamFields() [streamCount]engine.Field {
	return [...]engine.Field{engine.Grams, engine.Labels, engine.Titles, engine.Words}
}

// streamsOf are the terms of a document, in the order of streamFields.
func streamsOf(d *engine.Doc) [streamCount][]string {
	return [...][]string{d.Grams, d.Labels, d.Titles, d.Words}
}

// streams are the posting lists of a segment in the making, likewise.
type streams [streamCount]*lists

func newStreams() streams {
	var s streams
	for i, f := range streamFields() {
		s[i] = newLists(f == engine.Grams)
	}
	return s
}

// A builder gathers parts that become a segment. One goroutine has it at a time.
type builder struct {
	rows    []uint32 // of the generation in the making, by document
	streams streams

	// A term of each field in the first part that had one.
	witnesses []witness
}

func newBuilder() *builder { return &builder{streams: newStreams()} }

func (b *builder) add(row uint32, d *engine.Doc) {
	doc := uint32(len(b.rows))
	b.rows = append(b.rows, row)
	fields, first := streamFields(), len(b.witnesses) == 0
	for i, terms := range streamsOf(d) {
		if first {
			b.witnesses = append(b.witnesses, witnessOf(row, fields[i], terms)...)
		}
		for _, t := range terms {
			b.streams[i].add(t, doc)
		}
	}
}

func (b *builder) bytes() int {
	n := 0
	for _, l := range b.streams {
		n += l.bytes
	}
	return n
}

// absorb takes over the parts of another.
func (b *builder) absorb(other *builder) {
	offset := uint32(len(b.rows))
	for i, l := range b.streams {
		l.absorb(other.streams[i], offset)
	}
	b.rows = append(b.rows, other.rows...)
	b.witnesses = append(b.witnesses, other.witnesses...)
}

// write makes a segment file of the documents that are not gone, and returns the
// row of each of its documents; none when nothing lives.
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
	if err := writeZap(d, filepath.Join(dir, name), place, len(rows), b.streams); err != nil {
		return nil, fmt.Errorf("write segment %s: %w", name, err)
	}
	return rows, nil
}
