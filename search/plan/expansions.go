package plan

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/expand"
	"github.com/xunzhang/xunzhang/search/query"
)

// expansions makes slots of the words that have alternatives: aliases,
// regional words and numbers. Slots of other words come afterwards, so that a
// name is one slot however gse would cut it.
func (p *builder) expansions(t analysis.Text) []area {
	if p.expander == nil {
		return nil
	}
	runes := []rune(t.Folded())
	var found []expand.Alternative
	if typedTraditional(t) {
		found = p.expander.MatchTraditional(runes)
	} else {
		found = p.expander.Match(runes)
	}
	found = append(found, expand.Numerals(runes)...)
	var areas []area
	for _, f := range found {
		start, end := t.Span(f.Start, f.End)
		if p.typedElsewhere(t.Slice(f.Start, f.End), f.Text) {
			continue
		}
		alt := areaAt(areas, start, end)
		if alt == overlapping {
			continue
		}
		typed := t.Slice(f.Start, f.End)
		from := Expansion{Kind: string(f.Kind), From: typed, To: f.Display}
		if f.Kind == expand.Number {
			if alt == None {
				areas = append(areas, p.sameTerm(typed, f.Text, start, end, from))
			}
			continue
		}
		if alt == None {
			alt = p.addSlot(typed)
			areas = append(areas, area{start: start, end: end, alt: alt, whole: f.Replace})
		}
		p.alternative(p.plan.Alts[alt].Slot, f.Text, from, p.w.Alias*f.Weight)
	}
	for _, a := range areas {
		if a.whole {
			p.whole(t.Original()[a.start:a.end], a.alt)
		}
	}
	return areas
}

// typedElsewhere reports whether the query holds a text beside a word that it
// could stand for. Who types both (蜜雪冰城 雪王) wants both, and one must not
// count for the other.
func (p *builder) typedElsewhere(word, text string) bool {
	rest := strings.Replace(p.plan.Folded, word, "\n", 1)
	before, after, found := strings.Cut(rest, text)
	return found && (analysis.LatinSuffix(before) == "" || analysis.LatinPrefix(text) == "") && (analysis.LatinPrefix(after) == "" || analysis.LatinSuffix(text) == "")
}

// overlapping is the answer of areaAt for a span that cuts an area.
const overlapping = -2

// areaAt finds the area of exactly this span; none when nothing is there.
func areaAt(areas []area, start, end int) int {
	for _, a := range areas {
		if a.start == start && a.end == end {
			return a.alt
		}
		if start < a.end && a.start < end {
			return overlapping
		}
	}
	return None
}

// typedTraditional reports whether a text holds a character that is Simplified
// by folding.
func typedTraditional(t analysis.Text) bool {
	for _, r := range t.Original() {
		if f := analysis.Fold(r); f != string(r) && analysis.IsHan([]rune(f + " ")[0]) {
			return true
		}
	}
	return false
}

// alternative adds a text that stands for a slot. It counts as a whole: its
// single characters and words are no alternative to what was typed.
func (p *builder) alternative(slot int, text string, from Expansion, factor float64) {
	alt := p.addAlternative(slot, text, from, factor)
	p.whole(text, alt)
}

// whole adds a text that is looked for as one term, worth what its words,
// bigrams and characters would be worth together.
func (p *builder) whole(text string, alt int) {
	t := analysis.NewText(text)
	id := p.pattern(t.Folded())
	before := len(p.uses)
	p.addTerms(t, p.an.Words(t), func(analysis.Token) int { return alt }, 1)
	for i := before; i < len(p.uses); i++ {
		p.uses[i].idfOf, p.uses[i].pattern = p.uses[i].pattern, id
	}
	if n := MayHold(t); n != nil {
		p.wholes = append(p.wholes, wholeNode{alt: alt, node: n})
	}
}

// A wholeNode is what finds a text that is looked for as one term.
type wholeNode struct {
	alt  int
	node engine.Node
}

// Thresholds of joined writing, in parts: how often the pair must be seen, and
// the joined form, and how many joined forms a pair must have.
const (
	joinPair   = 3
	joinWord   = 5
	joinShare  = 2
	joinLetter = 2 // letters of each half
)

// joins finds Latin words of the text that the corpus also writes the other
// way (Tik Tok, TikTok). The ways are one term. Whether they are is asked of
// the index's dictionary at query time, so it stays right as articles come and
// go. A word that is a slot already, because it has other words, stays that one.
func (p *builder) joins(ctx context.Context, words []analysis.Token, text string, taken []area) ([]area, error) {
	ways, err := p.ways(ctx, words, text)
	var areas []area
	for _, w := range ways {
		alt := areaAt(taken, w.start, w.end)
		if alt == overlapping || areaAt(areas, w.start, w.end) != None {
			continue
		}
		typed, other := w.word, w.pair
		if w.paired {
			typed, other = other, typed
		}
		if alt != None {
			p.writtenAs(typed, other, alt)
			continue
		}
		areas = append(areas, p.sameTerm(typed, other, w.start, w.end, Expansion{Kind: "joined", From: typed, To: other}))
	}
	return areas, err
}

// ways are the joinings of a text that the corpus uses both ways.
func (p *builder) ways(ctx context.Context, words []analysis.Token, text string) ([]joining, error) {
	ways := joinings(words, text)
	if len(ways) == 0 {
		return nil, nil
	}
	terms := make([]engine.Term, 0, 2*len(ways))
	for _, w := range ways {
		terms = append(terms, engine.Term{Field: engine.Grams, Text: w.pair}, engine.Term{Field: engine.Grams, Text: w.word})
	}
	if p.dry {
		for _, t := range terms {
			p.asked = append(p.asked, t, engine.Term{Field: engine.Titles, Text: t.Text})
		}
		return nil, nil
	}
	df, err := p.counts.Frequencies(ctx, terms)
	if err != nil {
		return nil, err
	}
	kept := ways[:0]
	for i, w := range ways {
		if pair, word := df[2*i], df[2*i+1]; pair >= joinPair && word >= joinWord && word*joinShare >= pair {
			kept = append(kept, w)
		}
	}
	return kept, nil
}

// sameTerm makes a slot of a text that is also written another way: both are
// one term (TikTok and Tik Tok, 八折 and 8折).
func (p *builder) sameTerm(typed, other string, start, end int, from Expansion) area {
	a := area{start: start, end: end, alt: p.addSlot(typed), whole: true}
	id := p.pattern(typed)
	p.uses = append(p.uses, use{pattern: id, idfOf: id, kind: kindWord, alt: a.alt, factor: 1},
		use{pattern: id, idfOf: id, kind: kindBigram, alt: a.alt, factor: 1})
	p.same[p.pattern(other)] = id
	p.joined = append(p.joined, from)
	for _, way := range [...]string{typed, other} {
		if n := MayHold(analysis.NewText(way)); n != nil {
			p.wholes = append(p.wholes, wholeNode{alt: a.alt, node: n})
		}
	}
	return a
}

// writtenAs makes a text another writing of a slot's word.
func (p *builder) writtenAs(typed, other string, alt int) {
	p.same[p.pattern(other)] = p.pattern(typed)
	p.joined = append(p.joined, Expansion{Kind: "joined", From: typed, To: other})
	if n := MayHold(analysis.NewText(other)); n != nil {
		p.wholes = append(p.wholes, wholeNode{alt: alt, node: n})
	}
}

// mergeLatin makes one atom of neighbouring Latin words, for they may be halves of
// one (Tik Tok).
func mergeLatin(groups []query.Group) []query.Group {
	var out []query.Group
	for _, g := range groups {
		if n := len(out); n > 0 && isPlain(out[n-1]) && isPlain(g) {
			last, _ := utf8.DecodeLastRuneInString(out[n-1][0].Text)
			first, _ := utf8.DecodeRuneInString(g[0].Text)
			if isLetter(last) && isLetter(first) {
				out[n-1] = query.Group{{Text: out[n-1][0].Text + " " + g[0].Text}}
				continue
			}
		}
		out = append(out, g)
	}
	return out
}

// isPlain reports whether a group is a word as it is.
func isPlain(g query.Group) bool { return len(g) == 1 && g[0] == query.Atom{Text: g[0].Text} }

func isLetter(r rune) bool { return unicode.IsLetter(r) && analysis.IsLatin(r) }

// A joining is one way to write two Latin words as one.
type joining struct {
	pair, word string // "tik tok", "tiktok"
	paired     bool   // whether the pair was typed
	start, end int    // bytes of the text
}

func joinings(words []analysis.Token, text string) []joining {
	var out []joining
	for i, w := range words {
		if !isLetters(w.Term) {
			continue
		}
		if i+1 < len(words) && isLetters(words[i+1].Term) && text[w.End:words[i+1].Start] == " " {
			next := words[i+1]
			out = append(out, joining{w.Term + " " + next.Term, w.Term + next.Term, true, w.Start, next.End})
		}
		for cut := joinLetter; cut <= len(w.Term)-joinLetter; cut++ {
			out = append(out, joining{w.Term[:cut] + " " + w.Term[cut:], w.Term, false, w.Start, w.End})
		}
	}
	return out
}

// isLetters reports whether a term is of at least joinLetter letters a to z.
func isLetters(s string) bool {
	return len(s) >= joinLetter && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
}

// An Expansion is an alternative that was used for a term: "同义 脸书→Facebook".
type Expansion struct {
	Kind string `json:"kind"` // "alias", "regional", "number", "joined", "inside", "unquoted", "spelling", "pinyin"
	From string `json:"from"`
	To   string `json:"to"`
}
