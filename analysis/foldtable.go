package analysis

import (
	_ "embed" // for t2s
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed t2s.txt
var t2s string // Traditional to Simplified, one pair of characters a line

// inOthers marks in foldTable.bmp the runes whose fold others holds. It is the
// value of a noncharacter, whose own fold others holds too.
const inOthers = 0xFFFF

// A foldTable answers with one load for the Basic Multilingual Plane, where
// nearly all text is.
type foldTable struct {
	bmp     [1 << 16]uint16 // the fold, where it is one rune of this plane
	classes [1 << 16]class  // of folded runes
	others  map[rune]string // every other fold that is not the rune itself
}

// folds builds the table once, when the first text is folded.
var folds = sync.OnceValue(newFoldTable)

func newFoldTable() *foldTable {
	t := &foldTable{others: make(map[rune]string, 8<<10)}
	f := folder(simplified())
	for r := range rune(len(t.bmp)) {
		t.classes[r] = classOf(r)
		t.add(r, f.fold(r))
	}
	for _, part := range foldingRanges() {
		for r := part.from; r <= part.to; r++ {
			t.add(r, f.fold(r))
		}
	}
	for r := range f {
		t.add(r, f.fold(r))
	}
	return t
}

func (t *foldTable) add(r rune, s string) {
	inPlane := uint32(r) < uint32(len(t.bmp))
	first, size := utf8.DecodeRuneInString(s)
	switch {
	case inPlane && size > 0 && size == len(s) && first < inOthers:
		t.bmp[r] = uint16(first)
		return
	case inPlane:
		t.bmp[r] = inOthers
	case s == string(r):
		return
	}
	t.others[r] = s
}

type runeRange struct{ from, to rune }

// foldingRanges are where, beyond the first plane, a fold may be something
// else than the rune itself, characters of t2s apart; a test tries all runes.
func foldingRanges() []runeRange {
	return []runeRange{{0x10000, 0x1FFFF}, {0x2F800, 0x2FA1F}, {0xE0000, 0xE0FFF}}
}

func simplified() map[rune]rune {
	pairs := make(map[rune]rune, 4<<10)
	for line := range strings.Lines(t2s) {
		from, size := utf8.DecodeRuneInString(line)
		if from == '#' {
			continue
		}
		to, _ := utf8.DecodeRuneInString(line[size:])
		pairs[from] = to
	}
	return pairs
}
