package near

import (
	"strings"
	"unicode"
)

// What makes two texts one, chosen by reading the pairs of an archive of 6,000
// articles: above .77 all were one text published twice, below .68 none, and
// nothing lay between. Texts of fewer than 600 shingles, about as many
// characters, were parts of a series as often as copies.
const (
	least      = .75
	shortText  = 600 // shingles
	leastShort = .95
)

// same says whether two texts say the same.
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

// hashTitle returns the hash of a folded title's letters and digits, and that
// of the title without what numbers the parts of a series.
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

// numerals number the parts of a series, as digits do.
const numerals = "一二三四五六七八九十百千零〇上中下终完"
