package bleve

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"

	"github.com/blevesearch/vellum"
	zap "github.com/blevesearch/zapx/v17"
)

// A zapWriter writes a segment in the zap format, version 17, from posting lists.
// Zap opens and merges such segments like its own. The file has
//
//	stored    the record of each document (see record)
//	offsets   of these records, 8 bytes each, and a 0 for no nested documents
//	fields    for each field: the postings (see postings), the dictionary, the
//	          values to facet and sort by, and the offsets of these
//	names     names, options and offsets of the fields
//	footer    offsets of all these, the version of zap, and a checksum
type zapWriter struct {
	segmentData
	file   diskFile
	w      *bufio.Writer
	offset uint64
	crc    uint32
	docs   uint64 // in the segment
	norms  []byte // norms of the field that is being written, by document; nil when all are 1
	// shared are the offsets of the lists already written for a field of numbers,
	// by their documents: most of the sixteen terms of a number have the same list.
	shared map[string]uint64
	buf    []byte
	chunks []uint64 // scratch: lengths of chunks of frequencies
	freqs  []byte   // scratch
	err    error
}

// segmentData is what a segment is written from. Place maps the documents of the
// lists to those of the segment; dead means that the document is left out.
type segmentData struct {
	documents []document
	place     []uint32
	lists     [fieldCount]*lists
}

// chunkMode is zap's number for a way to divide frequencies into chunks, with about
// chunkPostings postings each.
const (
	chunkMode     = 1026
	chunkPostings = 1024
)

func writeZap(d disk, path string, s segmentData) error {
	f, err := d.Create(path)
	if err != nil {
		return err
	}
	z := &zapWriter{segmentData: s, file: f, w: bufio.NewWriterSize(f, 1<<20), docs: uint64(len(s.documents))}
	stored := z.stored()
	var at [fieldCount]uint64
	for i := range at {
		if at[i], err = z.field(i); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	z.footer(stored, z.names(at))
	if z.err == nil {
		z.err = z.w.Flush()
	}
	return errors.Join(z.err, f.Close())
}

func (z *zapWriter) write(b []byte) {
	if z.err == nil {
		_, z.err = z.w.Write(b)
	}
	z.crc = crc32.Update(z.crc, crc32.IEEETable, b)
	z.offset += uint64(len(b))
}

// numbers writes numbers as uvarints.
func (z *zapWriter) numbers(all ...uint64) {
	z.buf = z.buf[:0]
	for _, v := range all {
		z.buf = binary.AppendUvarint(z.buf, v)
	}
	z.write(z.buf)
}

func (z *zapWriter) fixed64(v uint64) { z.write(binary.BigEndian.AppendUint64(z.buf[:0], v)) }
func (z *zapWriter) fixed32(v uint32) { z.write(binary.BigEndian.AppendUint32(z.buf[:0], v)) }

// normsOf returns the norms of a field, by document; nil when all are 1, as for
// fields without term frequencies.
func (z *zapWriter) normsOf(number int) []byte {
	if number != gramsField && number != titleField {
		return nil
	}
	norms := make([]byte, z.docs)
	for i := range z.documents {
		if norms[i] = z.documents[i].grams; number == titleField {
			norms[i] = z.documents[i].title
		}
	}
	return norms
}

func (z *zapWriter) norm(doc uint32) byte {
	if z.norms == nil {
		return 1
	}
	return z.norms[doc]
}

// field writes a field, and returns its offset.
func (z *zapWriter) field(number int) (uint64, error) {
	var buf bytes.Buffer
	dictionary, err := vellum.New(&buf, nil)
	if err != nil {
		return 0, fmt.Errorf("dictionary: %w", err)
	}
	if z.norms, z.shared = z.normsOf(number), nil; number == viewsField || number == publishedField {
		z.shared = map[string]uint64{}
	}
	err = z.lists[number].each(z.place, func(term string, docs, tfs []uint32) error {
		if err := dictionary.Insert([]byte(term), z.postings(docs, tfs)); err != nil {
			return fmt.Errorf("dictionary: %w", err)
		}
		return z.err
	})
	if err != nil {
		return 0, err
	}
	if err := dictionary.Close(); err != nil {
		return 0, fmt.Errorf("dictionary: %w", err)
	}
	at := z.offset
	z.numbers(uint64(buf.Len()))
	z.write(buf.Bytes())
	values, valuesEnd := uint64(math.MaxUint64), uint64(math.MaxUint64) // none
	if schema()[number].options.IncludeDocValues() {
		values = z.offset
		z.values(number)
		valuesEnd = z.offset
	}
	start := z.offset
	z.numbers(values, valuesEnd, at)
	return start, z.err
}

// postings writes a posting list, and returns the dictionary value for it. A single
// posting is encoded in that value, without a list.
func (z *zapWriter) postings(docs, tfs []uint32) uint64 {
	if len(docs) == 1 && tfs[0] == 1 {
		return zap.FSTValEncode1Hit(uint64(docs[0]), uint64(z.norm(docs[0])))
	}
	if z.shared == nil {
		return z.list(docs, tfs)
	}
	key := string(appendBitmap(nil, docs))
	at, ok := z.shared[key]
	if !ok {
		at = z.list(docs, tfs)
		z.shared[key] = at
	}
	return at
}

// list writes a posting list, and returns its offset.
func (z *zapWriter) list(docs, tfs []uint32) uint64 {
	freqs := z.frequencies(docs, tfs)
	bitmap := appendBitmap(z.freqs[:0], docs)
	z.freqs = bitmap
	at := z.offset
	z.numbers(freqs, 0, uint64(len(bitmap)))
	z.write(bitmap)
	return at
}

// frequencies writes the term frequencies in chunks, and returns their offset.
func (z *zapWriter) frequencies(docs, tfs []uint32) uint64 {
	size := z.docs / (uint64(len(docs))/chunkPostings + 1)
	chunks := (z.docs-1)/size + 1
	z.chunks = z.chunks[:0]
	b := z.freqs[:0]
	for i, doc := range docs {
		for uint64(len(z.chunks)) < uint64(doc)/size {
			z.chunks = append(z.chunks, uint64(len(b)))
		}
		b = append(binary.AppendUvarint(b, uint64(tfs[i])<<1), z.norm(doc))
	}
	for uint64(len(z.chunks)) < chunks {
		z.chunks = append(z.chunks, uint64(len(b)))
	}
	z.freqs = b
	at := z.offset
	z.numbers(chunks)
	z.numbers(z.chunks...)
	z.write(b)
	return at
}

// names writes names, options and offsets of the fields, and returns its own offset.
func (z *zapWriter) names(at [fieldCount]uint64) uint64 {
	var starts [fieldCount]uint64
	for i, f := range schema() {
		starts[i] = z.offset
		z.numbers(uint64(len(f.name)))
		z.write([]byte(f.name))
		z.numbers(uint64(f.options), 1)
		z.write(binary.BigEndian.AppendUint16(nil, zap.SectionInvertedTextIndex))
		z.fixed64(at[i])
	}
	start := z.offset
	z.numbers(uint64(len(starts)))
	for _, s := range starts {
		z.fixed64(s)
	}
	return start
}

func (z *zapWriter) footer(stored, names uint64) {
	z.fixed32(0) // the length of the id of a cipher
	z.fixed64(z.docs)
	z.fixed64(stored)
	z.fixed64(names)
	z.fixed32(chunkMode)
	z.fixed32(zap.Version)
	z.fixed32(z.crc)
}
