package plan

import (
	"math"
	"sync"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
)

// Signs are in no posting list, so that texts such as 的，了 have to be looked for in
// the stored parts, nearly all of which hold both characters. The signature of a
// part (see engine.Signature) has bits for its signs with the characters beside
// them. Few parts without such a text have all bits that the text needs.

// SignatureOf is the signature of a stored part, made of all texts that a query can match.
func SignatureOf(stored []byte) *engine.Signature {
	s := new(engine.Signature)
	v, err := part.Open(stored)
	if err != nil {
		for i := range s { // all bits: the part is then read, which returns the error
			s[i] = ^uint64(0)
		}
		return s
	}
	w := signer{bits: make([]uint16, 0, len(stored)/2)} // enough for a sign in three characters
	w.stored(v.Title)
	w.stored(v.Brief)
	w.stored(v.Labels)
	for c := v.Paragraphs(); c.Next(); {
		w.stored(c.Text)
	}
	for _, bit := range w.bits {
		s.Add(bit)
	}
	return s
}

// A signer gathers the bits for the signs of texts: one for a sign with the character
// before it, one with the character after it, and two for all three, because most parts
// hold the pairs.
type signer struct {
	bits         []uint16
	before, last rune // of the folded text so far; none is 0, which no text has
	lastIsSign   bool
	spaces       int // after last
}

// stored gathers the bits of a stored text. Every part of a generation is signed when
// that is opened; so the text is folded as it is decoded, as analysis.FoldText does it,
// and most characters take one step in a table.
func (w *signer) stored(text []byte) {
	pairs := foldedPairs()
	w.before, w.last, w.lastIsSign, w.spaces = 0, 0, false, 0
	for len(text) > 0 {
		if len(text) > 1 {
			if f := rune(pairs[int(text[0])<<8|int(text[1])]); f != 0 {
				text = text[2:]
				if isBasicHan(f) && !w.lastIsSign && w.spaces == 0 {
					w.before, w.last = w.last, f // as character does, which has no bits for it
					continue
				}
				w.character(f)
				continue
			}
		}
		r, n := part.DecodeRune(text)
		text = text[n:]
		if f, ok := analysis.FoldToOne(r); ok {
			w.character(f)
			continue
		}
		for _, f := range analysis.Fold(r) {
			w.character(f)
		}
	}
}

// foldedPairs has the folds of the characters that are stored in two bytes, by these; 0
// where a character folds to none, to several or to one above the basic plane.
var foldedPairs = sync.OnceValue(func() *[1 << 16]uint16 {
	var folds [1 << 16]uint16
	for code := range folds {
		r, n := part.DecodeRune([]byte{byte(code >> 8), byte(code)})
		if f, ok := analysis.FoldToOne(r); ok && n == 2 && f <= math.MaxUint16 {
			folds[code] = uint16(f)
		}
	}
	return &folds
})

// character takes the next character of a text that is folded but for its white space,
// which counts or not by the characters on both sides of it.
func (w *signer) character(f rune) {
	if f == ' ' {
		w.spaces++
		return
	}
	if w.spaces > 0 && w.last != 0 && analysis.SpaceCounts(w.last, f) {
		for range w.spaces {
			w.folded(' ')
		}
	}
	w.spaces = 0
	w.folded(f)
}

// folded takes the next character of a folded text.
func (w *signer) folded(r rune) {
	isSign := isSign(r)
	if w.last != 0 && (isSign || w.lastIsSign) {
		w.bits = append(w.bits, bitOf(0, w.last, r))
	}
	if w.before != 0 && w.lastIsSign {
		w.bits = append(w.bits, bitOf(w.before, w.last, r), bitOf(r, w.last, w.before))
	}
	w.before, w.last, w.lastIsSign = w.last, r, isSign
}

// neededBits are, for each of some folded texts, the bits that the signature of
// every part with the text has; nil where a text needs none.
func neededBits(folded []string) [][]uint16 {
	all := make([][]uint16, len(folded))
	for i, text := range folded {
		if all[i] = signBits(text); len(all[i]) == 0 {
			return nil
		}
	}
	return all
}

// signBits are the bits for the signs of a folded text.
func signBits(folded string) []uint16 {
	var w signer
	for _, r := range folded {
		w.folded(r)
	}
	return w.bits
}

// isSign reports whether a folded character is in no term.
func isSign(r rune) bool { return !isBasicHan(r) && !analysis.IsHan(r) && !analysis.IsLatin(r) }

// isBasicHan reports whether a character is of the basic block of Han, as most are.
func isBasicHan(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF }

// bitOf spreads characters evenly over the bits of a signature.
func bitOf(a, b, c rune) uint16 {
	h := uint32(a)*0x9E3779B1 ^ uint32(b)*0x85EBCA77 ^ uint32(c)*0xC2B2AE3D
	h ^= h >> 15
	h *= 0x2C1B3C6D
	return uint16(h>>16) % engine.SignatureBits
}
