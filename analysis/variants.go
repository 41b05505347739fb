package analysis

import (
	"maps"
	"slices"
	"sync"
	"unicode/utf8"
)

// Variants returns every rune whose fold is exactly r, ascending, r itself
// included when it is folded. It returns nil when no rune folds to r.
func Variants(r rune) []rune {
	vs := slices.Clone(reverse()[r])
	if utf8.ValidRune(r) && Fold(r) == string(r) {
		vs = append(vs, r)
	}
	slices.Sort(vs)
	return vs
}

// Expanding returns every rune whose fold has no rune or more than one,
// ascending.
func Expanding() []rune {
	var rs []rune
	for r, s := range folds().others {
		if utf8.RuneCountInString(s) != 1 {
			rs = append(rs, r)
		}
	}
	slices.Sort(rs)
	return rs
}

// reverse lists for a folded rune the other runes that fold to it alone.
var reverse = sync.OnceValue(func() map[rune][]rune {
	t := folds()
	m := make(map[rune][]rune, 8<<10)
	add := func(r, f rune) {
		if r != f && utf8.ValidRune(r) {
			m[f] = append(m[f], r)
		}
	}
	for r, f := range t.bmp {
		if f != inOthers {
			add(rune(r), rune(f))
		}
	}
	for _, r := range slices.Sorted(maps.Keys(t.others)) {
		if f, size := utf8.DecodeRuneInString(t.others[r]); size > 0 && size == len(t.others[r]) {
			add(r, f)
		}
	}
	return m
})
