package plan

import (
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
	add := func(text []byte) {
		for bit := range signBits(analysis.FoldText(part.Decode(text))) {
			s.Add(bit)
		}
	}
	add(v.Title)
	add(v.Brief)
	add(v.Labels)
	for c := v.Paragraphs(); c.Next(); {
		add(c.Text)
	}
	return s
}

// neededBits are, for each of some folded texts, the bits that the signature of
// every part with the text has; nil where a text needs none.
func neededBits(folded []string) [][]uint16 {
	all := make([][]uint16, len(folded))
	for i, text := range folded {
		for bit := range signBits(text) {
			all[i] = append(all[i], bit)
		}
		if len(all[i]) == 0 {
			return nil
		}
	}
	return all
}

// signBits yields the bits for the signs of a folded text: one for a sign with the
// character before it, one with the character after it, and two for all three,
// because most parts hold the pairs.
func signBits(folded string) func(yield func(uint16) bool) {
	return func(yield func(uint16) bool) {
		var before, last rune // none is 0, which no text has
		lastIsSign := false
		for _, r := range folded {
			isSign := isSign(r)
			if last != 0 && (isSign || lastIsSign) && !yield(bitOf(0, last, r)) {
				return
			}
			if before != 0 && lastIsSign && !(yield(bitOf(before, last, r)) && yield(bitOf(r, last, before))) {
				return
			}
			before, last, lastIsSign = last, r, isSign
		}
	}
}

// isSign reports whether a folded character is in no term. Most characters are Han
// of the basic block, which is tested first.
func isSign(r rune) bool {
	return (r < 0x4E00 || r > 0x9FFF) && !analysis.IsHan(r) && !analysis.IsLatin(r)
}

// bitOf spreads characters evenly over the bits of a signature.
func bitOf(a, b, c rune) uint16 {
	h := uint32(a)*0x9E3779B1 ^ uint32(b)*0x85EBCA77 ^ uint32(c)*0xC2B2AE3D
	h ^= h >> 15
	h *= 0x2C1B3C6D
	return uint16(h>>16) % engine.SignatureBits
}
