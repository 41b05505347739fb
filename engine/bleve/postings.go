package bleve

import (
	"encoding/binary"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
	zap "github.com/blevesearch/zapx/v17"
	"github.com/xunzhang/xunzhang/engine"
)

// block is how many postings are decoded at a time.
const block = 256

// Zap writes the postings of a term as
//
//	uvarint  offset of the frequencies
//	uvarint  offset of the locations (none here)
//	uvarint  length of the bitmap
//	bitmap   of the documents, a roaring bitmap
//
// and the frequencies as a number of chunks, the end of each, and then for
// each document a uvarint frequency<<1 and a norm, which is a byte in what we
// write (see normOf). A dictionary value with the top bit set is the only
// document itself, with its norm.
//
// Zap's own iterator takes 25 to 50 ns a posting, several calls through
// interfaces each; decoding blocks where they lie takes 2 to 4.
type postings struct {
	docs [block]uint32
	tfs  [block]uint32 // frequencies, where the field has them
	n    int           // how many of docs and tfs are set
	size int           // documents, dead ones included
	err  error

	data  []byte // the file
	freqs []byte // from the next frequency on; nil when not wanted
	spare []uint32
	list  []uint32 // documents that were decoded otherwise: runs, or a single one

	header   []byte // of the containers that are left: key and size less one, 2 bytes each
	body     []byte // their values, from the next one on
	key      uint32 // the high half of the container's documents
	left     int    // values left in an array container
	word     uint64 // the rest of the current word of a bitmap container
	wordBase uint32
	words    []byte // the words after it; nil in an array container
}

const (
	plainCookie    = 12346 // a roaring bitmap without runs
	arrayMost      = 4096  // values in an array container at most
	bitmapBytes    = 8192
	containerBytes = 4 // of the header
	offsetBytes    = 4
)

// reset makes p read the postings of a dictionary value.
func (p *postings) reset(s *segment, value uint64, freqs bool) error {
	p.n, p.err, p.freqs, p.list, p.header, p.left, p.words, p.word = 0, nil, nil, nil, nil, 0, nil, 0
	p.data = s.data
	if value&zap.FSTValEncodingMask == zap.FSTValEncoding1Hit {
		doc, _ := zap.FSTValDecode1Hit(value)
		p.spare = append(p.spare[:0], uint32(doc))
		p.list, p.size, p.tfs[0] = p.spare, 1, 1
		return nil
	}
	at := value
	freqOffset := p.uvarint(&at)
	p.uvarint(&at) // locations
	size := p.uvarint(&at)
	if p.err != nil || size > uint64(len(p.data))-at {
		return fmt.Errorf("segment %s: postings at %d: %w", s.name, value, engine.ErrDamaged)
	}
	if freqs {
		p.openFrequencies(freqOffset)
	}
	return p.openBitmap(p.data[at : at+size])
}

func (p *postings) uvarint(at *uint64) uint64 {
	if *at >= uint64(len(p.data)) {
		p.err = engine.ErrDamaged
		return 0
	}
	v, n := binary.Uvarint(p.data[*at:])
	if n <= 0 {
		p.err = engine.ErrDamaged
	}
	*at += uint64(max(n, 0))
	return v
}

// openFrequencies skips the chunk table: chunks follow one another in the
// order of documents, so that a reader of all needs no table.
func (p *postings) openFrequencies(at uint64) {
	for n := p.uvarint(&at); n > 0 && p.err == nil; n-- {
		p.uvarint(&at)
	}
	p.freqs = p.data[min(at, uint64(len(p.data))):]
}

func (p *postings) openBitmap(b []byte) error {
	if len(b) < 8 || binary.LittleEndian.Uint32(b) != plainCookie {
		return p.openRuns(b)
	}
	n := int(binary.LittleEndian.Uint32(b[4:]))
	if len(b) < 8+n*(containerBytes+offsetBytes) {
		return engine.ErrDamaged
	}
	p.header, p.body = b[8:8+n*containerBytes], b[8+n*(containerBytes+offsetBytes):]
	p.size = 0
	for i := 0; i < len(p.header); i += containerBytes {
		p.size += int(binary.LittleEndian.Uint16(p.header[i+2:])) + 1
	}
	return nil
}

// openRuns leaves the rare bitmaps with runs to the library.
func (p *postings) openRuns(b []byte) error {
	bitmap := roaring.New()
	if _, err := bitmap.FromBuffer(b); err != nil {
		return fmt.Errorf("postings: %w: %w", engine.ErrDamaged, err)
	}
	p.list = bitmap.ToArray()
	p.size = len(p.list)
	return nil
}

// next decodes the next block; it is false at the end and after an error.
func (p *postings) next() bool {
	p.n = 0
	if p.list != nil {
		p.n = copy(p.docs[:], p.list)
		p.list = p.list[p.n:]
	} else {
		p.fill()
	}
	if p.freqs != nil {
		p.decodeFrequencies()
	}
	return p.n > 0 && p.err == nil
}

// fill decodes documents from the containers.
func (p *postings) fill() {
	for p.n < block {
		switch {
		case p.left > 0:
			p.fillArray()
		case p.word != 0 || len(p.words) > 0:
			p.fillBits()
		case len(p.header) == 0:
			return
		default:
			p.openContainer()
		}
		if p.err != nil {
			return
		}
	}
}

func (p *postings) openContainer() {
	p.key = uint32(binary.LittleEndian.Uint16(p.header)) << 16
	size := int(binary.LittleEndian.Uint16(p.header[2:])) + 1
	p.header = p.header[containerBytes:]
	need := size * 2
	if size > arrayMost {
		need = bitmapBytes
	}
	if len(p.body) < need {
		p.err = engine.ErrDamaged
		return
	}
	if size > arrayMost {
		p.words, p.body = p.body[:need], p.body[need:]
		p.word, p.wordBase = 0, p.key-64
		return
	}
	p.left = size
}
