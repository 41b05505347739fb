package bleve

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"

	api "github.com/blevesearch/bleve_index_api"
	"github.com/blevesearch/vellum"
	zap "github.com/blevesearch/zapx/v17"
	"github.com/xunzhang/xunzhang/engine"
)

// A zapWriter writes a segment in zap's format, version 17, from posting lists;
// zap opens and merges it as its own. The file is
//
//	stored    of each document: an empty id, as zap wants one
//	offsets   of those, 8 bytes each, and a 0 for no nested documents
//	fields    of each: postings (see postings), the dictionary, its address
//	names     of the fields, with their addresses
//	footer    where all that lies, and a checksum
type zapWriter struct {
	file   diskFile
	w      *bufio.Writer
	offset uint64
	crc    uint32
	docs   uint64 // in the segment
	buf    []byte
	chunks []uint64 // scratch: lengths of chunks of frequencies
	freqs  []byte   // scratch
	err    error
}

// The fields of a segment; the first must be this one.
const idField = "_id"

// chunkMode says how zap cuts frequencies into chunks: about 1,024 postings
// each. chunkPostings is that number.
const (
	chunkMode     = 1026
	chunkPostings = 1024
)

// writeZap writes docs documents; place says which document of the lists is
// which of the segment, dead for none.
func writeZap(d disk, path string, place []uint32, docs int, all streams) error {
	f, err := d.Create(path)
	if err != nil {
		return err
	}
	z := &zapWriter{file: f, w: bufio.NewWriterSize(f, 1<<20), docs: uint64(docs)}
	stored := z.stored()
	var at [streamCount + 1]uint64
	for i, l := range append([]*lists{newLists(false)}, all[:]...) {
		if at[i], err = z.field(l, place); err != nil {
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

// numbers writes uvarints.
func (z *zapWriter) numbers(all ...uint64) {
	z.buf = z.buf[:0]
	for _, v := range all {
		z.buf = binary.AppendUvarint(z.buf, v)
	}
	z.write(z.buf)
}

func (z *zapWriter) fixed64(v uint64) { z.write(binary.BigEndian.AppendUint64(z.buf[:0], v)) }
func (z *zapWriter) fixed32(v uint32) { z.write(binary.BigEndian.AppendUint32(z.buf[:0], v)) }

// stored writes, for each document, the lengths of what describes its values
// and of the values; a 0 for the length of the id; and nothing, in snappy.
func (z *zapWriter) stored() uint64 {
	record := []byte{1, 1, 0, 0}
	for range z.docs {
		z.write(record)
	}
	start := z.offset
	for i := range z.docs {
		z.fixed64(i * uint64(len(record)))
	}
	z.numbers(0)
	return start
}

// field writes postings and dictionary, and returns the field's address.
func (z *zapWriter) field(l *lists, place []uint32) (uint64, error) {
	var buf bytes.Buffer
	dictionary, err := vellum.New(&buf, nil)
	if err != nil {
		return 0, fmt.Errorf("dictionary: %w", err)
	}
	err = l.each(place, func(term string, docs, tfs []uint32) error {
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
	start := z.offset
	z.numbers(math.MaxUint64, math.MaxUint64, at) // no doc values
	return start, z.err
}

// postings writes a list and returns the dictionary's value for it. The only
// posting of a term lies in that value.
func (z *zapWriter) postings(docs, tfs []uint32) uint64 {
	if len(docs) == 1 && tfs[0] == 1 {
		return zap.FSTValEncode1Hit(uint64(docs[0]), zap.NormBits1Hit)
	}
	freqs := z.frequencies(docs, tfs)
	bitmap := appendBitmap(z.freqs[:0], docs)
	z.freqs = bitmap
	at := z.offset
	z.numbers(freqs, 0, uint64(len(bitmap)))
	z.write(bitmap)
	return at
}

// frequencies writes the frequencies in chunks, and returns where.
func (z *zapWriter) frequencies(docs, tfs []uint32) uint64 {
	size := z.docs / (uint64(len(docs))/chunkPostings + 1)
	chunks := (z.docs-1)/size + 1
	z.chunks = z.chunks[:0]
	b := z.freqs[:0]
	for i, doc := range docs {
		for uint64(len(z.chunks)) < uint64(doc)/size {
			z.chunks = append(z.chunks, uint64(len(b)))
		}
		if tfs[i] == 1 {
			b = append(b, 0) // see postings
			continue
		}
		b = append(binary.AppendUvarint(b, uint64(tfs[i])<<1), 1)
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

// names writes the fields' names, options and addresses, and returns where.
func (z *zapWriter) names(at [streamCount + 1]uint64) uint64 {
	var starts [streamCount + 1]uint64
	fields := streamFields()
	for i, name := range append([]engine.Field{idField}, fields[:]...) {
		starts[i] = z.offset
		options := api.IndexField
		if name == idField {
			options |= api.StoreField
		}
		z.numbers(uint64(len(name)))
		z.write([]byte(name))
		z.numbers(uint64(options), 1)
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

// appendBitmap appends ascending documents as a roaring bitmap without runs.
func appendBitmap(b []byte, docs []uint32) []byte {
	start := len(b)
	var keys [][]uint32 // documents of each container
	for i := 0; i < len(docs); {
		end := i + 1
		for end < len(docs) && docs[end]>>16 == docs[i]>>16 {
			end++
		}
		keys = append(keys, docs[i:end])
		i = end
	}
	b = binary.LittleEndian.AppendUint32(b, plainCookie)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(keys)))
	for _, k := range keys {
		b = binary.LittleEndian.AppendUint16(b, uint16(k[0]>>16))
		b = binary.LittleEndian.AppendUint16(b, uint16(len(k)-1))
	}
	at := len(b) - start + len(keys)*offsetBytes
	for _, k := range keys {
		b = binary.LittleEndian.AppendUint32(b, uint32(at))
		if len(k) > arrayMost {
			at += bitmapBytes
		} else {
			at += 2 * len(k)
		}
	}
	for _, k := range keys {
		b = appendContainer(b, k)
	}
	return b
}

func appendContainer(b []byte, docs []uint32) []byte {
	if len(docs) <= arrayMost {
		for _, d := range docs {
			b = binary.LittleEndian.AppendUint16(b, uint16(d))
		}
		return b
	}
	start := len(b)
	b = append(b, make([]byte, bitmapBytes)...)
	for _, d := range docs {
		low := d & 0xFFFF
		b[start+int(low/8)] |= 1 << (low % 8)
	}
	return b
}
