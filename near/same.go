package near

import (
	"strings"
	"unicode"
)

// The resemblance from which two texts are near-duplicates, chosen by reading the
// pairs of an archive of 6,000 articles: above .77 all pairs were one text
// published twice, below .68 none were, and there were no pairs between. Pairs of
// texts with fewer than 600 shingles, about as many characters, were as often parts
// of a series as copies.
const (
	least      = .75
	shortText  = 600 // shingles
	leastShort = .95
)

// same reports whether two texts are near-duplicates.
func same(a, b *Text) bool {
	if a.Frame == b.Frame && a.Title != b.Title {
		return false // a series
	}
	r := Resemblance(a.Sketch, b.Sketch)
	if min(a.Shingles, b.Shingles) < shortText {
		return a.Title == b.Title && r >= leastShort
	}
	return r >= least
}

// hashTitle returns the hash of a folded title's letters and digits, and the hash
// of the title without digits and numerals, which number the parts of a series.
func hashTitle(title string) (whole, frame uint64) {
	var all, rest strings.Builder
	for _, r := range title {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			continue
		}
		all.WriteRune(r)
		if !unicode.IsNumber(r) && !strings.ContainsRune(numerals, r) {
			rest.WriteRune(r)
		}
	}
	return hash(all.String()), hash(rest.String())
}

// numerals are characters that number the parts of a series, besides digits.
const numerals = "一二三四五六七八九十百千零〇上中下终完"
