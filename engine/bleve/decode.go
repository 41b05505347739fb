package bleve

import (
	"encoding/binary"
	"math/bits"

	"github.com/xunzhang/xunzhang/engine"
)

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
