// Package mine proposes other words for words from texts that explain a name
// themselves, such as 净推荐值（NPS）. It knows paragraphs and the pairs that they
// give; it must not know an index, nor the format of lists, which package expand
// reads.
package mine

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
)

// Lengths of names in runes.
const (
	leastName  = 2
	mostName   = 12
	mostLatin  = 24
	beforeName = 24 // runes that are looked at before a parenthesis
)

// minedShare is the share of the explanations of a name that must agree on its
// meaning.
const minedShare = .4

// A Miner finds names that a text explains: 净推荐值（NPS）. Where the longer name
// begins is not written, so its possible beginnings are counted over all texts,
// and the longest one on which enough of them agree is taken. A Miner is not
// safe for use by several goroutines.
type Miner struct {
	analyzer *analysis.Analyzer
	names    map[string]*explained // by folded short name
}

// A Pair is a name with what explains it, as --json of the command prints it.
type Pair struct {
	From       string `json:"from"`
	To         string `json:"to"`
	Paragraphs int    `json:"paragraphs"` // that explain it so
	Example    string `json:"example"`    // the end of the first such explanation
}

// explained is a name with what may be its explanation.
type explained struct {
	name    string         // as it was first written
	times   int            // paragraphs that explain it
	by      map[string]int // explanation to paragraphs
	example map[string]string
}

// New returns a Miner that has read nothing; the analyzer finds the words at
// which the longer name may begin.
func New(a *analysis.Analyzer) *Miner {
	return &Miner{analyzer: a, names: make(map[string]*explained)}
}

// Read notes the explanations of a paragraph.
func (m *Miner) Read(text string) {
	for at, r := range text {
		if r != '（' && r != '(' {
			continue
		}
		rest := text[at+utf8.RuneLen(r):]
		if end := strings.IndexAny(rest, "）)（("); end > 0 && end <= 4*mostLatin {
			m.explain(text[:at], rest[:end])
		}
	}
	for _, k := range [...]string{"简称", "又称", "也叫", "俗称"} {
		at := strings.Index(text, k)
		if at <= 0 {
			continue
		}
		before := strings.TrimRight(text[:at], "，,、也又被以下（( ")
		if name := firstName(text[at+len(k):]); name != "" && len(before) > 0 && !strings.HasSuffix(text[:at], "（") {
			m.note(name, before)
		}
	}
}

// explain reads the text before a parenthesis and the text in it.
func (m *Miner) explain(before, inside string) {
	said := strings.TrimLeft(inside, " ")
	for _, k := range [...]string{"以下简称", "英文简称", "简称", "又称", "也称", "也叫", "又叫", "俗称", "即"} {
		if rest, ok := strings.CutPrefix(said, k); ok {
			if name := firstName(rest); name != "" {
				m.note(name, before)
			}
			return
		}
	}
	name := strings.TrimSpace(inside)
	switch before = strings.TrimRight(before, " ”」》"); {
	case isLatinName(name):
		m.note(name, before)
	case isHanName(name):
		if latin := lastLatin(before); latin != "" {
			m.count(latin, []string{name}, before+"（"+name+"）")
		}
	}
}

// firstName is the name that a text begins with, after a colon or a quotation
// mark, up to the next sign.
func firstName(text string) string {
	text = strings.TrimLeft(text, "为作做是：:“\"「《 ")
	end := strings.IndexFunc(text, func(r rune) bool { return unicode.IsPunct(r) && r != '-' || unicode.IsSymbol(r) })
	if end < 0 {
		end = len(text)
	}
	if name := strings.TrimSpace(text[:end]); isLatinName(name) || isHanName(name) {
		return name
	}
	return ""
}

// isLatinName reports whether a text may be a name in letters: with two letters
// at least, of words of letters and digits.
func isLatinName(s string) bool {
	letters := 0
	for _, r := range s {
		switch {
		case r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z':
			letters++
		case !(r >= '0' && r <= '9' || strings.ContainsRune(" -&+.'", r)):
			return false
		}
	}
	return letters >= leastName && len(s) <= mostLatin
}

func isHanName(s string) bool {
	n := utf8.RuneCountInString(s)
	return n >= leastName && n <= mostName && !strings.ContainsFunc(s, isNotHan) && !strings.ContainsAny(s, "的了是")
}

// isHan is analysis.IsHan for a rune that need not be folded.
func isHan(r rune) bool    { return analysis.IsHan(analysis.FoldRune(r)) }
func isNotHan(r rune) bool { return !isHan(r) }

// lastLatin is the word in letters that a text ends with.
func lastLatin(text string) string {
	i := strings.LastIndexFunc(text, func(r rune) bool { return !isLatinName("ab"+string(r)) || r == ' ' })
	_, size := utf8.DecodeRuneInString(text[max(0, i):])
	if i >= 0 {
		text = text[i+size:]
	}
	if isLatinName(text) && !strings.ContainsAny(text[:1], "-&+.'0123456789") {
		return text
	}
	return ""
}

// note counts what a name may be explained by: the ends of the text before it
// that begin with a word.
func (m *Miner) note(name, before string) {
	runes := []rune(before)
	first := len(runes)
	for first > max(0, len(runes)-beforeName) && isHan(runes[first-1]) {
		first--
	}
	tail := string(runes[first:])
	var names []string
	end := 0
	for _, w := range m.analyzer.Words(analysis.NewText(tail)) {
		if w.Start < end {
			continue
		}
		end = w.End
		if candidate := tail[w.Start:]; isHanName(candidate) && !analysis.IsStopWord(w.Term) && !isFunctionWord(w.Term) {
			names = append(names, candidate)
		}
	}
	m.count(name, names, before+"（"+name+"）")
}

// isFunctionWord reports whether a word is a function character alone.
func isFunctionWord(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	return size == len(word) && analysis.IsFunctionChar(r)
}

func (m *Miner) count(name string, explanations []string, example string) {
	key := analysis.FoldString(name)
	if len(explanations) == 0 || slices.Contains(explanations, name) {
		return
	}
	x := m.names[key]
	if x == nil {
		x = &explained{name: name, by: make(map[string]int), example: make(map[string]string)}
		m.names[key] = x
	}
	x.times++
	for _, e := range explanations {
		x.by[e]++
		if x.example[e] == "" {
			runes := []rune(example)
			x.example[e] = string(runes[max(0, len(runes)-beforeName):])
		}
	}
}

// tooShort reports whether an explanation has fewer characters than an acronym
// has letters: 价值 is not all of LTV.
func tooShort(explanation, name string) bool {
	acronym := name == strings.ToUpper(name) && isLatinName(name)
	return acronym && isHanName(explanation) && utf8.RuneCountInString(explanation) < len(name)
}

// Pairs returns the names with the explanation on which enough of the texts
// agree and which at least least paragraphs give: the most frequent first, then
// in byte order. Names that only differ in letter case or the like are one.
func (m *Miner) Pairs(least int) []Pair {
	out := []Pair{}
	for _, x := range m.names {
		best := ""
		for e, n := range x.by {
			if n < least || float64(n) < minedShare*float64(x.times) || strings.Contains(e, x.name) || strings.Contains(x.name, e) || tooShort(e, x.name) {
				continue
			}
			if cmp.Or(cmp.Compare(len(e), len(best)), cmp.Compare(best, e)) > 0 {
				best = e
			}
		}
		if best != "" {
			out = append(out, Pair{From: x.name, To: best, Paragraphs: x.by[best], Example: x.example[best]})
		}
	}
	slices.SortFunc(out, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(b.Paragraphs, a.Paragraphs), cmp.Compare(a.From, b.From))
	})
	return out
}
