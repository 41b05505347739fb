package spell

import (
	"math/bits"
	"strings"
	"unicode/utf8"
)

// Latin words shorter than leastLatin are not corrected, because too many words of
// that length differ in one letter. From longLatin letters on, two edits are tried.
const (
	leastLatin = 4
	longLatin  = 8
)

// Costs of each edit, and of a missing end of a word of any length; see
// costHomophone.
const (
	costEdit   = 4.5
	costPrefix = 3
)

// correctLatin proposes Latin words that are one edit away, or two for long ones,
// and those of which the typed ones are more than half: the reader was still typing
// (midjourn). An edit is an added, missing or changed letter, or two swapped
// letters.
func (s *Speller) correctLatin(typed string) []Candidate {
	if len(typed) < leastLatin {
		return nil
	}
	fromDF := s.DF(typed)
	letters := letterSet(typed)
	var found []Candidate
	for _, w := range s.latin {
		to, df := s.words[w], int(s.df[w])
		if df < leastDF || df < fromDF*leastRatio || to == typed {
			continue
		}
		kind, slip, ok := slipOf(typed, letters, to)
		if !ok {
			continue
		}
		gain := s.cost(fromDF) - s.cost(df) - slip
		if fromDF == 0 {
			gain += costUnknown
		}
		if gain >= leastGain {
			found = append(found, Candidate{0, utf8.RuneCountInString(typed), typed, to, kind, df, fromDF, gain})
		}
	}
	return best(found)
}

// slipOf returns how a word differs from the typed one, and the cost of that; false
// when it differs too much. Letters is the letter set of the typed word.
func slipOf(typed string, letters uint64, to string) (kind Kind, cost float64, ok bool) {
	if strings.HasPrefix(to, typed) && 2*len(typed) > len(to) {
		return Edit, costPrefix, true
	}
	edits := 1
	if len(typed) >= longLatin {
		edits = 2
	}
	if abs(len(to)-len(typed)) > edits || bits.OnesCount64(letters^letterSet(to)) > 2*edits {
		return 0, 0, false
	}
	distance := editDistance(typed, to)
	if distance == 1 && changedPlaces(typed, to) {
		return Swap, costEdit, true
	}
	return Edit, costEdit * float64(distance), distance <= edits
}

// letterSet returns a bit set of the letters and digits in a word: the sets of two
// words at edit distance k differ in at most 2k bits.
func letterSet(word string) uint64 {
	var set uint64
	for i := range len(word) {
		set |= 1 << (word[i] & 63)
	}
	return set
}

// editDistance counts the edits between two ASCII words, a swap of neighbours being
// one edit (optimal string alignment).
func editDistance(a, b string) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	row := make([]int, len(b)+1)
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// changedPlaces reports whether two words at distance 1 differ by a swap of two
// letters.
func changedPlaces(a, b string) bool {
	i := 0
	for i+1 < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	return len(a) == len(b) && i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i]
}

func abs(n int) int { return max(n, -n) }
