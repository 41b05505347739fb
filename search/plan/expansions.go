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
// slot even when gse would cut it. A phrase is cut into the same slots, but these
// have no alternatives and no other writings, because it is searched for exactly as
// it was typed.
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
	names := slices.DeleteFunc(slices.Clone(found), func(f expand.Alternative) bool { return !p.isListedName(f) })
	written := slices.DeleteFunc(expand.Written(runes), func(f expand.Alternative) bool { // the list says how a name is written
		return slices.ContainsFunc(names, func(n expand.Alternative) bool { return n.Start <= f.Start && f.End <= n.End })
	})
	found = slices.Concat(written, found, expand.Numerals(runes))
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
		if len(writings) > 0 && !p.inPhrase {
			if alt == None {
				areas = append(areas, p.nameArea(writings, start, end))
			}
			p.otherWritings = append(p.otherWritings, from)
			continue
		}
		if len(writings) == 0 && (f.Kind == expand.Number || f.Kind == expand.Joined) {
			if alt == None {
				areas = append(areas, p.sameTermArea(typed, f.Text, start, end, from))
			} else if f.Weight == 1 { // a date has many writings
				p.addWriting(typed, f.Text, alt, Expansion{Kind: "joined", From: typed, To: f.Text})
			}
			continue
		}
		if alt == None {
			a := p.aliasedArea(typed, f, start, end)
			alt = a.alt
			areas = append(areas, a)
		}
		p.addOtherWord(p.plan.Alts[alt].Slot, f.Text, from, p.w.Alias*f.Weight)
	}
	for _, a := range areas {
		if a.compound && !a.listed {
			p.addCompound(t.Original()[a.start:a.end], a.alt)
		}
	}
	return areas
}

// isListedName reports whether an alternative is of a name that the lists write in several
// ways.
func (p *builder) isListedName(f expand.Alternative) bool {
	return f.Kind == expand.Joined && len(p.expander.Writings(f.Key)) > 0
}

// nameArea makes a slot of a name that the lists write in several ways (AB测试, AB
// test). Whichever of them was typed, the slot has the text of the first, so that all
// find the same in the same order.
func (p *builder) nameArea(writings []string, start, end int) area {
	if i := slices.IndexFunc(p.names, func(alt int) bool { return p.plan.Alts[alt].Text == writings[0] }); i >= 0 {
		return area{start: start, end: end, alt: p.names[i], compound: true, listed: true}
	}
	a := area{start: start, end: end, alt: p.addSlot(writings[0]), compound: true, listed: true}
	p.names = append(p.names, a.alt)
	id := p.pattern(writings[0])
	for _, kind := range [...]termKind{kindWord, kindBigram} {
		p.uses = append(p.uses, use{pattern: id, idfOf: id, kind: kind, alt: a.alt, factor: 1})
	}
	for _, w := range writings {
		if w != writings[0] {
			p.same[p.pattern(w)] = id
		}
		p.findCompound(w, a.alt)
	}
	return a
}

// aliasedArea makes a slot of a name with alternatives. A name that the lists write
// with other spaces (tiktok for tik tok) is one term in both writings.
func (p *builder) aliasedArea(typed string, f expand.Alternative, start, end int) area {
	if f.Key != typed {
		a := p.sameTermArea(typed, f.Key, start, end, Expansion{Kind: "joined", From: typed, To: f.Key})
		a.listed = true
		return a
	}
	return area{start: start, end: end, alt: p.addSlot(typed), compound: f.Replace}
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

// areaAt returns the alternative of the area with exactly this span, None when the
// span has nothing in common with any area.
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

// addOtherWord adds an alternative that was not typed to a slot, unless the slot is
// of a phrase.
func (p *builder) addOtherWord(slot int, text string, from Expansion, factor float64) {
	if p.inPhrase {
		return
	}
	alt := p.addAlternative(slot, text, from, factor)
	p.addCompound(text, alt)
}

// addCompound adds a text of several words, such as 抖音海外版, that is searched for
// as one term: 海外 alone is no occurrence of it. The term gets the weight that the
// words, bigrams and characters of the text would have together.
func (p *builder) addCompound(text string, alt int) {
	t := analysis.NewText(text)
	id := p.pattern(t.Folded())
	before := len(p.uses)
	p.addTerms(t, p.an.Words(t), func(analysis.Token) int { return alt }, 1)
	for i := before; i < len(p.uses); i++ {
		p.uses[i].idfOf, p.uses[i].pattern = p.uses[i].pattern, id
	}
	p.findCompound(text, alt)
}

// A compoundNode finds the parts that may hold a compound.
type compoundNode struct {
	alt  int
	node engine.Node
}

// Thresholds in parts from which a pair of Latin words (tik tok) and one word
// (tiktok) count as two writings of the same.
const (
	joinPair   = 3 // parts that hold the pair
	joinWord   = 5 // parts that hold the one word
	joinShare  = 2 // the pair may be in so many times as many parts as the one word
	joinLetter = 2 // letters of each half
)

// joinedAreas makes slots of Latin words that the corpus also writes with or without
// a space or a dot (Tik Tok, TikTok; Node.js, nodejs). Both writings become one term. The frequencies in the
// index decide at query time, so that the result stays right when articles change.
// A word that is a slot already, because it has alternatives, only gets the other
// writing.
func (p *builder) joinedAreas(ctx context.Context, words []analysis.Token, text string, taken []area) ([]area, error) {
	ways, err := p.corpusJoinings(ctx, words, text)
	var areas []area
	for _, w := range ways {
		alt := areaAt(taken, w.start, w.end)
		if alt == overlapping || areaAt(areas, w.start, w.end) != None {
			continue
		}
		typed, other := w.word, w.pair
		if w.typedPair {
			typed, other = other, typed
		}
		if _, known := p.same[p.pattern(other)]; known {
			continue
		}
		from := Expansion{Kind: "joined", From: typed, To: other}
		if alt != None {
			p.addWriting(typed, other, alt, from)
			continue
		}
		areas = append(areas, p.sameTermArea(typed, other, w.start, w.end, from))
	}
	return areas, err
}

// corpusJoinings returns the joinings of a text that are one name by the frequencies
// of their writings in the corpus. In a dry run it notes the terms that decide that, and returns none.
func (p *builder) corpusJoinings(ctx context.Context, words []analysis.Token, text string) ([]joining, error) {
	ways := joinings(words, text)
	if len(ways) == 0 {
		return nil, nil
	}
	terms := make([]engine.Term, 0, 2*len(ways))
	for _, w := range ways {
		terms = append(terms, engine.Term{Field: engine.Grams, Text: w.pair}, engine.Term{Field: engine.Grams, Text: w.word})
	}
	if p.dryRun {
		for _, t := range terms {
			p.joiningTerms = append(p.joiningTerms, t, engine.Term{Field: engine.Titles, Text: t.Text})
		}
		return nil, nil
	}
	df, err := p.counts.Frequencies(ctx, terms)
	if err != nil {
		return nil, err
	}
	kept := ways[:0]
	for i, w := range ways {
		if w.isOneName(df[2*i], df[2*i+1]) {
			kept = append(kept, w)
		}
	}
	return kept, nil
}

// sameTermArea makes a slot of a text with another writing: both are one term
// (TikTok and Tik Tok, 八折 and 8折).
func (p *builder) sameTermArea(typed, other string, start, end int, from Expansion) area {
	a := area{start: start, end: end, alt: p.addSlot(typed), compound: true}
	id := p.pattern(typed)
	p.uses = append(p.uses, use{pattern: id, idfOf: id, kind: kindWord, alt: a.alt, factor: 1},
		use{pattern: id, idfOf: id, kind: kindBigram, alt: a.alt, factor: 1})
	p.findCompound(typed, a.alt)
	p.addWriting(typed, other, a.alt, from)
	return a
}

// addWriting adds a text as another writing of a slot's word, unless the slot is of a
// phrase.
func (p *builder) addWriting(typed, other string, alt int, from Expansion) {
	if p.inPhrase {
		return
	}
	p.same[p.pattern(other)] = p.pattern(typed)
	p.otherWritings = append(p.otherWritings, from)
	p.findCompound(other, alt)
}

// findCompound makes the parts that may hold a compound candidates.
func (p *builder) findCompound(text string, alt int) {
	if n := MayHold(analysis.NewText(text)); n != nil {
		p.compounds = append(p.compounds, compoundNode{alt: alt, node: n})
	}
}

// merged makes one atom of adjacent Latin words, because they may be halves of one
// word (Tik Tok), and of Latin beside Han, or a number, where the lists know the two as
// one name: many people type a space there (AB 测试).
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
			case unicode.IsDigit(first) && p.isName(before+" "+after):
				out[n-1] = query.Group{joinedAtom(out[n-1][0], g[0], " ")}
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

// isLetter reports whether a rune is a letter of a Latin word.
func isLetter(r rune) bool { return unicode.IsLetter(r) && analysis.IsLatin(r) }

// A joining is two Latin words and the one word that they make.
type joining struct {
	pair, word string // "tik tok" or "tik.tok", "tiktok"
	typedPair  bool   // whether the pair was typed, and not the one word
	typedHump  bool   // whether the one word was typed with a capital where it is cut: TikTok
	start, end int    // bytes of the text
}

// isOneName reports whether both writings are one name, by the parts that hold the pair
// and the word. It is so where the corpus has both often enough, where it has only the
// one that was not typed, and where the reader has shown the halves of a word.
func (j joining) isOneName(pair, word int) bool {
	switch {
	case pair >= joinPair && word >= joinWord && word*joinShare >= pair:
		return true
	case j.typedPair:
		return pair == 0 && word > 0
	}
	return pair > 0 && (word == 0 || j.typedHump)
}

// joinings returns the joinings that a text allows: of two adjacent words, of words with
// a dot between them, and of the halves of one word, cut at each place.
func joinings(words []analysis.Token, text string) []joining {
	var out []joining
	for i, w := range words {
		if left, right, ok := strings.Cut(w.Term, "."); ok && isLetters(left) && isLetters(right) {
			out = append(out, joining{pair: w.Term, word: left + right, typedPair: true, start: w.Start, end: w.End})
		}
		if !isLetters(w.Term) {
			continue
		}
		if i+1 < len(words) && isLetters(words[i+1].Term) && text[w.End:words[i+1].Start] == " " {
			next := words[i+1]
			out = append(out, joining{pair: w.Term + " " + next.Term, word: w.Term + next.Term, typedPair: true, start: w.Start, end: next.End})
		}
		for cut := joinLetter; cut <= len(w.Term)-joinLetter; cut++ {
			for _, between := range [...]string{" ", "."} {
				out = append(out, joining{pair: w.Term[:cut] + between + w.Term[cut:], word: w.Term,
					typedHump: isHump(text[w.Start:w.End], cut), start: w.Start, end: w.End})
			}
		}
	}
	return out
}

// isHump reports whether a word has a small letter of a to z before a place, and a
// capital behind it.
func isHump(word string, at int) bool {
	return at < len(word) && word[at-1] >= 'a' && word[at-1] <= 'z' && word[at] >= 'A' && word[at] <= 'Z'
}

// isLetters reports whether a term consists of at least joinLetter letters a to z.
func isLetters(s string) bool {
	return len(s) >= joinLetter && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
}

// An Expansion is another text that was searched for besides a text of the query, or
// instead of it; the page shows it as 同义 脸书→Facebook.
type Expansion struct {
	Kind string `json:"kind"` // "alias", "regional", "number", "joined", "inside", "unquoted", "text", "spelling", "pinyin"
	From string `json:"from"` // as typed
	To   string `json:"to"`
}
