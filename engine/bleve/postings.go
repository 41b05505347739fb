package bleve

import (
	"encoding/binary"
	"fmt"
	"math/bits"

	"github.com/RoaringBitmap/roaring/v2"
	zap "github.com/blevesearch/zapx/v17"
	"github.com/xunzhang/xunzhang/engine"
)

// block is how many postings are decoded at a time.
const block = 256

// postings reads a posting list of a segment, a block of documents at a time. Zap
// writes the postings of a term as
//
//	uvarint  offset of the frequencies
//	uvarint  offset of the locations (none here)
//	uvarint  length of the bitmap
//	bitmap   of the documents, a roaring bitmap
//
// and the frequencies as the number of chunks, the end of each chunk, and then for
// each document the uvarint frequency<<1 and the field norm, which takes one byte
// in the segments that we write (see normOf). A term with a single posting has no
// list: its dictionary value has the top bit set and holds document and norm.
//
// Zap's own iterator takes 25 to 50 ns a posting, with several calls through
// interfaces. Decoding blocks from the mapped file takes 2 to 4 ns.
type postings struct {
	docs [block]uint32 // documents of the current block
	tfs  [block]uint32 // frequencies, where the field has them
	n    int           // length of the current block
	size int           // length of the whole list, dead documents included
	err  error

	data  []byte   // the file
	freqs []byte   // encoded frequencies not read yet; nil when none are wanted
	spare []uint32 // scratch for a single document
	list  []uint32 // remaining documents of a list that is not read by containers: with runs, or of one

	header   []byte // headers of the containers not read yet: key and size-1, 2 bytes each
	body     []byte // their values
	key      uint32 // the high 16 bits of the container's documents
	left     int    // remaining values of an array container
	word     uint64 // the rest of the current word of a bitmap container
	wordBase uint32 // document of the lowest bit of word
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

// openFrequencies skips the ends of the chunks: the chunks follow one another in
// the order of the documents, and are all read.
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

// openRuns decodes a bitmap with runs, which is rare, by the library.
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

// fillArray decodes from an array container: two bytes a document.
func (p *postings) fillArray() {
	n := min(p.left, block-p.n)
	src, dst := p.body[:2*n], p.docs[p.n:p.n+n]
	for i := range dst {
		dst[i] = p.key | uint32(binary.LittleEndian.Uint16(src[2*i:]))
	}
	p.body = p.body[2*n:]
	p.left -= n
	p.n += n
}

// fillBits decodes from a bitmap container: a bit a document.
func (p *postings) fillBits() {
	for p.n < block {
		for p.word == 0 {
			if len(p.words) == 0 {
				p.words = nil
				return
			}
			p.word = binary.LittleEndian.Uint64(p.words)
			p.words = p.words[8:]
			p.wordBase += 64
		}
		p.docs[p.n] = p.wordBase + uint32(bits.TrailingZeros64(p.word))
		p.word &= p.word - 1
		p.n++
	}
}

// decodeFrequencies reads a frequency for each document in the block. Nearly all
// take a byte, which a byte with the norm follows (see normOf).
func (p *postings) decodeFrequencies() {
	b := p.freqs
	for i := range p.tfs[:p.n] {
		if len(b) < 2 {
			p.err = engine.ErrDamaged
			return
		}
		if b[0] < 0x80 {
			p.tfs[i] = uint32(b[0] >> 1)
			b = b[2:]
			continue
		}
		v, n := binary.Uvarint(b)
		if n <= 0 || len(b) <= n {
			p.err = engine.ErrDamaged
			return
		}
		p.tfs[i] = uint32(v >> 1)
		b = b[n+1:]
	}
	p.freqs = b
}
