// Package expand knows other words for the words of a query: aliases (鹅厂, 腾讯),
// words of Taiwan and Hong Kong (軟體, 软件), and numbers written in Han or Arabic
// digits (八折, 8折). It proposes alternatives with their place in the query; it
// must not know how they are searched for, nor what the index holds.
//
// # Format of the lists
//
// One line says one thing; what follows a # at the beginning of a line or after
// a space is a comment:
//
//	脸书 = Facebook               names for the same thing: each finds the others
//	AB测试 == ABtest              one name in several writings: a search for any of
//	                              them finds and ranks the same
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
// loaded, by analysis.FoldText, and matched against a query that was folded so.
// White space beside Han makes no difference, nor does it within a name of Latin
// words: TikTok is Tik Tok.
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
	Joined   Kind = "joined" // the same name in another writing
)

// An Alternative is another text for a span of a query.
type Alternative struct {
	Start, End int     // span in runes of the folded query
	From       string  // the name of the span, as the list writes it
	Text       string  // the other text, folded
	Display    string  // the other text as the list writes it
	Kind       Kind    //
	Weight     float64 // from 0 to 1, relative to the usual weight of its kind
	Replace    bool    // the span's own characters need not be searched for
	Key        string  // the span in the spelling of the list, folded: tiktok for tik tok
}

// A Table finds the words of its lists in queries. It does not change after
// Load and may be used from several goroutines.
type Table struct {
	byFirst map[rune][]entry // longest key first
}

// An entry is a key with its alternatives. An entry without alternatives hides the
// shorter keys inside it.
type entry struct {
	key      []rune
	display  string
	to       []target
	writings []string // of a name, see Writings
}

type target struct {
	text, display string
	kind          Kind
	weight        float64
	replace       bool
	traditional   bool
	back          bool // the direction from right to left of =>
}

// Match finds the words of the lists in a folded query, from left to right, the
// longest first, without overlaps. Alternatives are in the order of their spans,
// those of one span by falling weight. A key that begins or ends with a Latin
// letter or digit is found only as a whole word. A name of Latin words is found
// with and without the spaces.
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
		e, end := t.longest(folded, at)
		if e == nil {
			at++
			continue
		}
		found = e.alternatives(found, at, end, traditional)
		at = end
	}
	return found
}

// alternatives appends the alternatives of a key that was found from start to end.
// Where one of them replaces the key, the characters of the key need not be
// searched for.
func (e *entry) alternatives(found []Alternative, at, end int, traditional bool) []Alternative {
	used := func(to target) bool { return traditional || !to.traditional }
	replace := slices.ContainsFunc(e.to, func(to target) bool { return to.replace && used(to) })
	for _, to := range e.to {
		if used(to) {
			found = append(found, Alternative{
				Start: at, End: end, From: e.display, Text: to.text, Display: to.display,
				Kind: to.kind, Weight: to.weight, Replace: replace, Key: string(e.key),
			})
		}
	}
	return found
}

// Writings returns all writings of a name, folded, the same whichever of them is asked
// for; nil for a text that is no name in several writings.
func (t *Table) Writings(folded string) []string {
	if folded == "" {
		return nil
	}
	for _, e := range t.byFirst[[]rune(folded)[0]] {
		if string(e.key) == folded {
			return e.writings
		}
	}
	return nil
}

// longest returns the longest key at a position of a text, with its end; of two
// that are equally long, the one with the same spelling. It is nil when there is
// none.
func (t *Table) longest(folded []rune, at int) (found *entry, end int) {
	end = at
	entries := t.byFirst[folded[at]]
	for i := range entries {
		key := entries[i].key
		to, ok := spelled(folded, at, key)
		if ok && standsAlone(folded, at, to) && (to > end || to == end && slices.Equal(key, folded[at:to])) {
			found, end = &entries[i], to
		}
	}
	return found, end
}

// standsAlone reports whether a span does not cut a Latin word or a number.
func standsAlone(text []rune, start, end int) bool {
	return (start == 0 || !inWord(text[start-1]) || !inWord(text[start])) &&
		(end == len(text) || !inWord(text[end-1]) || !inWord(text[end]))
}

// inWord reports whether a rune is a digit, or a letter of a script with spaces
// between words.
func inWord(r rune) bool {
	return r < 0x2E80 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// Len returns the number of words that the table finds.
func (t *Table) Len() int {
	n := 0
	for _, entries := range t.byFirst {
		n += len(entries)
	}
	return n
}

// sameThing is the weight of a pair from which both are names of one thing, and not
// words of a similar meaning.
const sameThing = .95

// Names returns the names for the same thing of the lists, folded, each as a list
// writes it.
func (t *Table) Names() map[string]string {
	names := make(map[string]string)
	for _, entries := range t.byFirst {
		for _, e := range entries {
			for _, to := range e.to {
				if to.kind != Alias && to.kind != Joined || to.weight < sameThing {
					continue
				}
				names[string(e.key)] = e.display
				if _, ok := names[to.text]; !ok {
					names[to.text] = to.display
				}
			}
		}
	}
	return names
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
