// Package expand knows other words for what a reader types: aliases (鹅厂,
// 腾讯), words of Taiwan and Hong Kong (軟體, 软件), and numbers written in Han
// or Arabic digits (八折, 8折). It proposes alternatives with their place in the
// query; it must not know how they are searched, nor what the index holds.
//
// # Format of the lists
//
// One line says one thing; what follows a # at the beginning of a line or after
// a space is a comment:
//
//	脸书 = Facebook               names for the same thing: each finds the others
//	抖音海外版 => TikTok          the same, and TikTok stands in for the left one,
//	                              whose own characters are not searched for one
//	                              by one
//	麦麦 -> 麦当劳                one way: who asks for the left one also finds
//	                              the right one, but not the other way round
//	赚钱 = 盈利 @0.5              half as much as an alias usually counts
//	資料 -> 数据 @0.6 traditional only in a query typed in Traditional characters
//	! 亚马逊河                    a longer word that is not meant by 亚马逊
//	脸书 -> Meta @0               takes back what an earlier file said
//
// Several words on a side are separated by = ("离职 -> 解除劳动合同 = 终止劳动合同").
// Words may be written in any script and case: they are folded when they are
// loaded, and matched against a folded query.
//
// A word that finds another, but less well the other way round, has two lines:
//
//	雪王 -> 蜜雪冰城 @0.7
//	蜜雪冰城 -> 雪王 @0.3
//
// A text that holds the longer of two words is found by the shorter one as it
// is. So 私域 = 私域流量 is used in the other direction only, and 小区业主 -> 业主
// needs no way back.
//
// # One way only
//
// A line that goes one way says why, after it or, for a block of lines that ends
// with an empty line or another comment, above it:
//
//	狐厂 -> 搜狐 #-> a joke that articles do not use as the name
//
//	#-> what people say, and the wider term of the statutes
//	房东 -> 出租人 @0.8
//	租客 -> 承租人 @0.8
//
// With such a reason => goes one way as well. On a line with -> any comment at
// its end is taken for the reason; without the arrow it changes nothing for =>.
// Reasons are for people, and for Check, which names the lines that lack one.
package expand

import (
	"cmp"
	"slices"
	"unicode"
)

// A Kind says where an alternative comes from.
type Kind string

// The kinds.
const (
	Alias    Kind = "alias"
	Regional Kind = "regional"
	Number   Kind = "number"
)

// An Alternative is another text for a span of a query.
type Alternative struct {
	Start, End int     // span in runes of the folded query
	From       string  // what the span means, as the list displays it
	Text       string  // the other text, folded
	Display    string  // the other text as the list writes it
	Kind       Kind    //
	Weight     float64 // from 0 to 1, relative to what an alternative of its kind counts
	Replace    bool    // the span's own characters need not be searched for
}

// A Table finds the words of its lists in queries. It does not change after
// Load and may be used from several goroutines.
type Table struct {
	byFirst map[rune][]entry // longest key first
}

// An entry is a key with what it stands for. One without alternatives hides
// the shorter keys inside it.
type entry struct {
	key     []rune
	display string
	to      []target
}

type target struct {
	text, display string
	kind          Kind
	weight        float64
	replace       bool
	traditional   bool
	back          bool // the way back of =>
}

// Match finds the words of the lists in a folded query, from left to right,
// the longest first, without overlaps. Alternatives come in the order of their
// spans, those of one span by falling weight. A key that begins or ends with a
// Latin letter or digit is found only where no other such rune adjoins it.
func (t *Table) Match(folded []rune) []Alternative {
	return t.match(folded, false)
}

// MatchTraditional is Match for a query that was typed in Traditional
// characters: it also uses words that mean something else in a Simplified text
// (資料 is data, 资料 is material).
func (t *Table) MatchTraditional(folded []rune) []Alternative {
	return t.match(folded, true)
}

func (t *Table) match(folded []rune, traditional bool) []Alternative {
	var found []Alternative
	for at := 0; at < len(folded); {
		e := t.longest(folded, at)
		if e == nil {
			at++
			continue
		}
		found = e.alternatives(found, at, traditional)
		at += len(e.key)
	}
	return found
}

// alternatives appends what stands for a key that was found at a place. Where
// one of them stands in for it, none needs its characters.
func (e *entry) alternatives(found []Alternative, at int, traditional bool) []Alternative {
	used := func(to target) bool { return traditional || !to.traditional }
	replace := slices.ContainsFunc(e.to, func(to target) bool { return to.replace && used(to) })
	for _, to := range e.to {
		if used(to) {
			found = append(found, Alternative{
				Start: at, End: at + len(e.key), From: e.display, Text: to.text, Display: to.display,
				Kind: to.kind, Weight: to.weight, Replace: replace,
			})
		}
	}
	return found
}

func (t *Table) longest(folded []rune, at int) *entry {
	entries := t.byFirst[folded[at]]
	for i := range entries {
		end := at + len(entries[i].key)
		if end <= len(folded) && slices.Equal(entries[i].key, folded[at:end]) && standsAlone(folded, at, end) {
			return &entries[i]
		}
	}
	return nil
}

// standsAlone says whether a span does not cut a Latin word or a number.
func standsAlone(text []rune, start, end int) bool {
	return (start == 0 || !inWord(text[start-1]) || !inWord(text[start])) &&
		(end == len(text) || !inWord(text[end-1]) || !inWord(text[end]))
}

// inWord says whether a rune is of an alphabet that writes spaces between
// words, or a digit.
func inWord(r rune) bool {
	return r < 0x2E80 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// Len is the number of words that the table finds.
func (t *Table) Len() int {
	n := 0
	for _, entries := range t.byFirst {
		n += len(entries)
	}
	return n
}

// newTable orders entries for longest: by length, then by weight of targets.
func newTable(entries []entry) *Table {
	t := &Table{byFirst: make(map[rune][]entry)}
	for _, e := range entries {
		slices.SortStableFunc(e.to, func(a, b target) int { return cmp.Compare(b.weight, a.weight) })
		t.byFirst[e.key[0]] = append(t.byFirst[e.key[0]], e)
	}
	for _, list := range t.byFirst {
		slices.SortStableFunc(list, func(a, b entry) int { return cmp.Compare(len(b.key), len(a.key)) })
	}
	return t
}
