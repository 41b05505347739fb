package bleve

import (
	"encoding/binary"

	"github.com/klauspost/compress/snappy"
)

// stored writes the record of each document and then the offsets of the records;
// it returns where the offsets begin.
func (z *zapWriter) stored() uint64 {
	offsets := make([]uint64, 0, z.docs)
	var record, data []byte
	for i := range z.documents {
		offsets = append(offsets, z.offset)
		record, data = z.documents[i].record(record[:0], data[:0])
		z.write(record)
	}
	start := z.offset
	for _, at := range offsets {
		z.fixed64(at)
	}
	z.numbers(0)
	return start
}

// record appends a document as zap stores it: the length of the description and
// that of the content; the description, which is the length of the id and, for
// each value, its field, type, offset, length and position in a list; the content,
// which is the id, and the values compressed by snappy. Data is scratch.
func (d *document) record(b, data []byte) (record, scratch []byte) {
	head := binary.AppendUvarint(nil, uint64(len(d.id)))
	for _, v := range d.values {
		for _, n := range [...]int{v.field, int(v.kind), len(data), len(v.data)} {
			head = binary.AppendUvarint(head, uint64(n))
		}
		if v.position == alone {
			head = append(head, 0)
		} else {
			head = binary.AppendUvarint(append(head, 1), uint64(v.position))
		}
		data = append(data, v.data...)
	}
	packed := snappy.Encode(nil, data)
	b = binary.AppendUvarint(b, uint64(len(head)))
	b = binary.AppendUvarint(b, uint64(len(d.id)+len(packed)))
	b = append(b, head...)
	b = append(b, d.id...)
	return append(b, packed...), data
}

// valueChunk is how many documents have their values in one chunk, and termEnd the
// byte after each term.
const (
	valueChunk = 1024
	termEnd    = 0xFF
)

// values writes the terms by which bleve facets and sorts, in chunks: for each
// document with terms its number and where its terms end, then all terms
// compressed by snappy. After the chunks it writes where each of them ends, as
// uvarints, how many bytes these take, and the number of chunks.
func (z *zapWriter) values(number int) {
	var ends []byte
	start, chunks := z.offset, uint64(0)
	for first := 0; first < len(z.documents); first += valueChunk {
		z.valueChunk(number, first)
		ends = binary.AppendUvarint(ends, z.offset-start)
		chunks++
	}
	z.write(ends)
	z.fixed64(uint64(len(ends)))
	z.fixed64(chunks)
}

func (z *zapWriter) valueChunk(number, first int) {
	var head, data []byte
	var terms []string
	count := uint64(0)
	for doc := first; doc < min(first+valueChunk, len(z.documents)); doc++ {
		terms = z.documents[doc].arranged(number, terms[:0])
		if len(terms) == 0 {
			continue
		}
		for _, t := range terms {
			data = append(append(data, t...), termEnd)
		}
		head = binary.AppendUvarint(head, uint64(doc))
		head = binary.AppendUvarint(head, uint64(len(data)))
		count++
	}
	z.numbers(count)
	z.write(head)
	z.write(snappy.Encode(nil, data))
}
