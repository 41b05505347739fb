package plan

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/expand"
	"github.com/xunzhang/xunzhang/search/query"
)

// expansions makes slots of the words that have alternatives: aliases, regional
// words and numbers. Slots of other words come afterwards, so that a name is one
// slot even when gse would cut it. A phrase is cut in the same way, but is meant exactly
// as it was typed: its slots have no alternatives and no other writings.
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
	found = slices.Concat(expand.Written(runes), found, expand.Numerals(runes))
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
		var writings []string
		if f.Kind == expand.Joined {
			writings = p.expander.Writings(f.Key)
		}
		if len(writings) > 0 && !p.phrase {
			if alt == None {
				areas = append(areas, p.name(writings, start, end))
			}
			p.joined = append(p.joined, from)
			continue
		}
		if len(writings) == 0 && (f.Kind == expand.Number || f.Kind == expand.Joined) {
			if alt == None {
				areas = append(areas, p.sameTerm(typed, f.Text, start, end, from))
			} else if f.Weight == 1 { // a date has many writings
				p.writtenAs(typed, f.Text, alt, Expansion{Kind: "joined", From: typed, To: f.Text})
			}
			continue
		}
		if alt == None {
			a := p.nameSlot(typed, f, start, end)
			alt = a.alt
			areas = append(areas, a)
		}
		p.alternative(p.plan.Alts[alt].Slot, f.Text, from, p.w.Alias*f.Weight)
	}
	for _, a := range areas {
		if a.whole && !a.joined {
			p.whole(t.Original()[a.start:a.end], a.alt)
		}
	}
	return areas
}

// name makes a slot of a name that the lists write in several ways. The slot is the same
// whichever of them was typed, so that all find the same in the same order.
func (p *builder) name(writings []string, start, end int) area {
	if i := slices.IndexFunc(p.names, func(alt int) bool { return p.plan.Alts[alt].Text == writings[0] }); i >= 0 {
		return area{start: start, end: end, alt: p.names[i], whole: true, joined: true}
	}
	a := area{start: start, end: end, alt: p.addSlot(writings[0]), whole: true, joined: true}
	p.names = append(p.names, a.alt)
	id := p.pattern(writings[0])
	for _, kind := range [...]termKind{kindWord, kindBigram} {
		p.uses = append(p.uses, use{pattern: id, idfOf: id, kind: kind, alt: a.alt, factor: 1})
	}
	for _, w := range writings {
		if w != writings[0] {
			p.same[p.pattern(w)] = id
		}
		p.lookForWhole(w, a.alt)
	}
	return a
}

// nameSlot makes a slot of a name with alternatives. A name that the lists write
// with other spaces (tiktok for tik tok) is one term in both writings.
func (p *builder) nameSlot(typed string, f expand.Alternative, start, end int) area {
	if f.Key != typed {
		a := p.sameTerm(typed, f.Key, start, end, Expansion{Kind: "joined", From: typed, To: f.Key})
		a.joined = true
		return a
	}
	return area{start: start, end: end, alt: p.addSlot(typed), whole: f.Replace}
}

// typedElsewhere reports whether the query has an alternative of a word as another
// of its words. A reader who types both (蜜雪冰城 雪王) wants both, and one must
// not count for the other.
func (p *builder) typedElsewhere(word, text string) bool {
	rest := strings.Replace(p.plan.Folded, word, "\n", 1)
	before, after, found := strings.Cut(rest, text)
	return found && (analysis.LatinSuffix(before) == "" || analysis.LatinPrefix(text) == "") && (analysis.LatinPrefix(after) == "" || analysis.LatinSuffix(text) == "")
}

// overlapping is the result of areaAt for a span that cuts an area.
const overlapping = -2

// areaAt finds the area with exactly this span, none when there is no area.
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

// typedTraditional reports whether a text has a Traditional character, which
// folding changes.
func typedTraditional(t analysis.Text) bool {
	for _, r := range t.Original() {
		if f := analysis.Fold(r); f != string(r) && analysis.IsHan([]rune(f + " ")[0]) {
			return true
		}
	}
	return false
}

// alternative adds an alternative to a slot, unless that is of a phrase. It counts as a
// whole: its single characters and words are not alternatives.
func (p *builder) alternative(slot int, text string, from Expansion, factor float64) {
	if p.phrase {
		return
	}
	alt := p.addAlternative(slot, text, from, factor)
	p.whole(text, alt)
}

// whole adds a text that is searched for as one term, with the weight that its
// words, bigrams and characters would have together.
func (p *builder) whole(text string, alt int) {
	t := analysis.NewText(text)
	id := p.pattern(t.Folded())
	before := len(p.uses)
	p.addTerms(t, p.an.Words(t), func(analysis.Token) int { return alt }, 1)
	for i := before; i < len(p.uses); i++ {
		p.uses[i].idfOf, p.uses[i].pattern = p.uses[i].pattern, id
	}
	p.lookForWhole(text, alt)
}

// A wholeNode is the node that finds a text which is searched for as one term.
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

// joins finds Latin words of the text that the corpus also writes with or without a
// space (Tik Tok, TikTok). Both writings become one term. The frequencies in the
// index decide at query time, so that the result stays right when articles change.
// A word that is a slot already, because it has alternatives, is left as it is.
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
		if _, known := p.same[p.pattern(other)]; known {
			continue
		}
		from := Expansion{Kind: "joined", From: typed, To: other}
		if alt != None {
			p.writtenAs(typed, other, alt, from)
			continue
		}
		areas = append(areas, p.sameTerm(typed, other, w.start, w.end, from))
	}
	return areas, err
}

// ways returns the joinings of a text of which the corpus has both writings.
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

// sameTerm makes a slot of a text with another writing: both are one term (TikTok
// and Tik Tok, 八折 and 8折).
func (p *builder) sameTerm(typed, other string, start, end int, from Expansion) area {
	a := area{start: start, end: end, alt: p.addSlot(typed), whole: true}
	id := p.pattern(typed)
	p.uses = append(p.uses, use{pattern: id, idfOf: id, kind: kindWord, alt: a.alt, factor: 1},
		use{pattern: id, idfOf: id, kind: kindBigram, alt: a.alt, factor: 1})
	p.lookForWhole(typed, a.alt)
	p.writtenAs(typed, other, a.alt, from)
	return a
}

// writtenAs adds a text as another writing of a slot's word, unless that is of a phrase.
func (p *builder) writtenAs(typed, other string, alt int, from Expansion) {
	if p.phrase {
		return
	}
	p.same[p.pattern(other)] = p.pattern(typed)
	p.joined = append(p.joined, from)
	p.lookForWhole(other, alt)
}

// lookForWhole has the parts found that may hold a text as one term.
func (p *builder) lookForWhole(text string, alt int) {
	if n := MayHold(analysis.NewText(text)); n != nil {
		p.wholes = append(p.wholes, wholeNode{alt: alt, node: n})
	}
}

// merged makes one atom of adjacent Latin words, because they may be halves of one
// word (Tik Tok), and of Latin beside Han where the lists know the two as one name:
// many people type a space there (AB 测试).
func (p *builder) merged(groups []query.Group) []query.Group {
	var out []query.Group
	for _, g := range groups {
		if n := len(out); n > 0 && isPlain(out[n-1]) && isPlain(g) {
			before, after := out[n-1][0].Text, g[0].Text
			last, _ := utf8.DecodeLastRuneInString(before)
			first, _ := utf8.DecodeRuneInString(after)
			switch {
			case isLetter(last) && isLetter(first):
				out[n-1] = query.Group{joinedAtom(out[n-1][0], g[0], " ")}
				continue
			case isLetter(last) != isLetter(first) && p.isName(before+after):
				out[n-1] = query.Group{joinedAtom(out[n-1][0], g[0], "")}
				continue
			}
		}
		out = append(out, g)
	}
	return out
}

// joinedAtom is one atom of two adjacent ones.
func joinedAtom(before, after query.Atom, between string) query.Atom {
	joined := query.Atom{Text: before.Text + between + after.Text}
	if before.Slip != "" || after.Slip != "" {
		joined.Slip = cmp.Or(before.Slip, before.Text) + between + cmp.Or(after.Slip, after.Text)
	}
	return joined
}

// isName reports whether the lists know a whole text as a name.
func (p *builder) isName(text string) bool {
	if p.expander == nil {
		return false
	}
	folded := []rune(analysis.FoldText(text))
	found := p.expander.Match(folded)
	return len(found) > 0 && found[0].Start == 0 && found[0].End == len(folded)
}

// isPlain reports whether a group is a single word without field, quotation marks
// or exclusion.
func isPlain(g query.Group) bool {
	return len(g) == 1 && g[0] == query.Atom{Text: g[0].Text, Slip: g[0].Slip}
}

func isLetter(r rune) bool { return unicode.IsLetter(r) && analysis.IsLatin(r) }

// A joining is two Latin words and the one word that they make.
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

// isLetters reports whether a term consists of at least joinLetter letters a to z.
func isLetters(s string) bool {
	return len(s) >= joinLetter && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
}

// An Expansion is an alternative that was used for a term: "同义 脸书→Facebook".
type Expansion struct {
	Kind string `json:"kind"` // "alias", "regional", "number", "joined", "inside", "unquoted", "text", "spelling", "pinyin"
	From string `json:"from"`
	To   string `json:"to"`
}
