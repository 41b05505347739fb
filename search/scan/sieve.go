package scan

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/part"
)

// A Sieve passes every stored text that holds a character, in any of its written
// forms, and few other texts. It looks for bytes, which takes a tenth of the time
// of Find. The zero value passes everything.
type Sieve struct {
	char    rune
	codes   [][]byte // the ways to write it, the usual one first
	holders [][]byte // how characters begin that fold to several, it among them (‼)
}

// sieveCodes is the largest number of byte sequences that a sieve looks for, each
// in a pass over the text.
const sieveCodes = 6

// NewSieve makes the sieve for a folded character. A character with too many
// written forms, such as a letter, or one that is part of the folds of many others,
// gives a sieve that passes everything.
func NewSieve(r rune) Sieve {
	variants := analysis.Variants(r)
	if len(variants) > sieveCodes {
		return Sieve{}
	}
	s := Sieve{char: r}
	slices.SortStableFunc(variants, func(a, b rune) int { return cmp.Compare(usual(b, r), usual(a, r)) })
	for _, v := range variants {
		s.codes = append(s.codes, part.AppendRune(nil, v))
	}
	for _, v := range expansions().parts[r] {
		code := part.AppendRune(nil, v)
		if len(code) == 4 {
			code = code[:3] // of ten characters that are numbered one after the other
		}
		if !slices.ContainsFunc(s.holders, func(known []byte) bool { return bytes.Equal(known, code) }) {
			s.holders = append(s.holders, code)
		}
		if len(s.codes)+len(s.holders) > sieveCodes {
			return Sieve{}
		}
	}
	return s
}

// usual tells how usual a way to write a folded character is: the full-width form of a
// sign, which Chinese texts have most of, then the folded character itself.
func usual(way, folded rune) int {
	switch {
	case way >= 0xFF01 && way <= 0xFF5E:
		return 2
	case way == folded:
		return 1
	}
	return 0
}

// Sifts reports whether the sieve rejects any text.
func (s Sieve) Sifts() bool { return len(s.codes) > 0 }

// Pass reports whether the character may be in a text.
func (s Sieve) Pass(text []byte) bool {
	holds := func(code []byte) bool { return contains(text, code) }
	return len(s.codes) == 0 || slices.ContainsFunc(s.codes, holds) || slices.ContainsFunc(s.holders, holds)
}

// contains reports whether the bytes of a text hold a code.
func contains(text, code []byte) bool { return index(text, code, 0) >= 0 }

// index is where a code first occurs in a text, from a place on; -1 for nowhere.
func index(text, code []byte, from int) int {
	rare := rarestByte(code)
	for from < len(text)-len(code)+1 {
		i := bytes.IndexByte(text[from+rare:], code[rare])
		if i < 0 {
			break
		}
		from += i
		if bytes.HasPrefix(text[from:], code) {
			return from
		}
		from++
	}
	return -1
}

// rarestByte is the index of the byte of a code that is rarest in texts. The first bytes
// of characters have few values, those of the 4,000 common characters and of signs; the
// last bytes are spread evenly.
func rarestByte(code []byte) int {
	rarest := len(code) - 1
	for i, b := range code {
		if frequency(b) < frequency(code[rarest]) {
			rarest = i
		}
	}
	return rarest
}

// frequency ranks a byte by how frequent it is in texts, 0 for the rarest.
func frequency(b byte) int {
	switch {
	case b < 0x80:
		return 2
	case b == 0xA1, b == 0xA3, b >= 0xB0 && b <= 0xD7:
		return 1
	}
	return 0
}
