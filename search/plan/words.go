package plan

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/scan"
)

// Two kinds of articles are found: those that hold every word of the query as
// it was meant, and those that hold only some, or only pieces. Totals, facets
// and sorting speak of the first; this file says what its words are.

// A Word is what a reader typed and an article must hold whole. The segmenter's
// words are nearly that, but a name that it does not know comes out of it in
// pieces (视频号 as 视频 and 号, 梁宁 as 梁 and 宁), and articles with 视频 and some
// 号 are not what was meant.
type Word struct {
	Text string   // as typed
	ways []string // folded: the typed text first, then what stands for it
	// sieves pass the texts that may hold the ways, by way.
	sieves []scan.Sieve
}

// An atomAreas is an atom of the query that is no phrase, with its slots.
type atomAreas struct {
	text  analysis.Text
	areas []area
	words []analysis.Token
}

// An extent is a run of an atom that may become a word.
type extent struct {
	start, end int // bytes of the original text
	slot       int // or none
	stop       bool
	rest       bool // the last character of a word of which the rest is a slot (号 in 视频号)
}

// shortAtom is the length in runes up to which an unbroken run of Han is a name
// when the segmenter leaves a single character of it.
const shortAtom = 3

// stickyShare is the share of the parts with a word that must have a single
// character right behind it for the two to be one name: 频号 stands in a seventh
// of the parts that hold 视频.
const stickyShare = .05

// wordsIn are the words of an atom.
func (p *builder) wordsIn(a atomAreas) []Word {
	all := p.extents(a)
	short := a.text.Len() <= shortAtom && analysis.IsHanText(a.text.Folded())
	var joined []extent
	for i := 0; i < len(all); {
		end := i + 1
		for end < len(all) && p.sticks(a.text, all[i:end], all[end], short) {
			end++
		}
		e := all[i]
		if end > i+1 {
			e = extent{start: all[i].start, end: all[end-1].end, slot: None}
		}
		if !e.stop {
			joined = append(joined, e)
		}
		i = end
	}
	p.plan.sentence = p.plan.sentence || slices.ContainsFunc(a.words, func(w analysis.Token) bool {
		return analysis.IsStopWord(w.Term) &&
			!slices.ContainsFunc(joined, func(e extent) bool { return w.Start < e.end && e.start < w.End })
	})
	return p.wordsOf(a, joined)
}

// extents are the slots of an atom and its stop words of one character, in
// reading order.
func (p *builder) extents(a atomAreas) []extent {
	var all []extent
	for _, r := range a.areas {
		all = append(all, extent{start: r.start, end: r.end, slot: p.plan.Alts[r.alt].Slot})
	}
	for _, w := range a.words {
		covered := slices.ContainsFunc(all, func(e extent) bool { return w.Start < e.end && e.start < w.End })
		if i := slices.IndexFunc(a.areas, func(r area) bool { return isRest(r, w) }); i >= 0 {
			all = append(all, extent{start: a.areas[i].end, end: w.End, slot: None, stop: true, rest: true})
		}
		if !covered && utf8.RuneCountInString(w.Term) == 1 && analysis.IsHanText(w.Term) {
			all = append(all, extent{start: w.Start, end: w.End, slot: None, stop: true})
		}
	}
	slices.SortFunc(all, func(a, b extent) int { return cmp.Compare(a.start, b.start) })
	return all
}

// isRest reports whether a word of the segmenter's is a slot and one character
// more: the slot was made because something else stands for it (视频 and 视讯), but
// that does not stand for the word.
func isRest(r area, w analysis.Token) bool {
	return w.Start == r.start && w.End == r.end+len("号") && analysis.IsHanText(w.Term)
}

// sticks reports whether the next extent is of one name with those before it:
// single characters with each other, and a single one with the word before it,
// where the atom is a short name or the index says so.
func (p *builder) sticks(t analysis.Text, before []extent, next extent, short bool) bool {
	last := before[len(before)-1]
	if last.end != next.start || last.stop && next.stop || (last.stop || next.stop) && !short && !next.rest {
		return false
	}
	one, other := p.singleHan(t, last), p.singleHan(t, next)
	switch {
	case one && other:
		return true
	case short:
		return one || other
	case len(before) > 1 || !other || p.hasAlternatives(last) && !next.rest:
		return false
	}
	text := analysis.FoldString(t.Original()[last.start:last.end])
	tail, _ := utf8.DecodeLastRuneInString(text)
	gram, ok := p.index[string(tail)+analysis.FoldString(t.Original()[next.start:next.end])]
	return ok && analysis.IsHanText(text) && float64(p.df[gram]) >= stickyShare*float64(max(1, p.frequency(text)))
}

// singleHan reports whether an extent is one Han character for which nothing else
// stands.
func (p *builder) singleHan(t analysis.Text, e extent) bool {
	text := t.Original()[e.start:e.end]
	return utf8.RuneCountInString(text) == 1 && analysis.IsHanText(text) && !p.hasAlternatives(e)
}

func (p *builder) hasAlternatives(e extent) bool {
	return e.slot != None && slices.ContainsFunc(p.plan.Alts, func(a Alternative) bool { return a.Slot == e.slot && a.From.Kind != "" })
}

// wordsOf makes words of extents. A character that stands alone between words
// (药 in 从药到食物) is one: wherever in the article it is.
func (p *builder) wordsOf(a atomAreas, all []extent) []Word {
	words := make([]Word, len(all))
	for i, e := range all {
		typed := a.text.Original()[e.start:e.end]
		words[i] = Word{Text: typed, ways: []string{analysis.FoldString(typed)}}
		if e.slot != None {
			words[i].ways = p.waysOf(e.slot)
		}
	}
	return words
}

// waysOf are the texts that an article may hold a slot as, the typed one first.
func (p *builder) waysOf(slot int) []string {
	var ways []string
	for _, a := range p.plan.Alts {
		if a.Slot != slot || a.Factor == 0 {
			continue
		}
		ways = append(ways, a.Text)
		for other, id := range p.same {
			if p.plan.Patterns[id] == a.Text {
				ways = append(ways, p.plan.Patterns[other])
			}
		}
	}
	return distinct(ways)
}

// findWords notes the words of the query, and what finds the articles that hold
// them all.
func (p *builder) findWords() {
	for _, w := range p.words {
		var any engine.Or
		for _, way := range w.ways {
			sieve := p.sieve(way)
			w.sieves = append(w.sieves, sieve)
			if n := p.wholeText(way, sieve); n != nil {
				any.Nodes = append(any.Nodes, n)
			}
		}
		known := slices.ContainsFunc(p.plan.Words, func(o Word) bool { return o.ways[0] == w.ways[0] })
		if len(any.Nodes) == 0 || known {
			continue
		}
		p.plan.Words = append(p.plan.Words, w)
		p.plan.AllWords = allOf(p.plan.AllWords, engine.InArticle{Node: oneOf(any)})
	}
}

// wholeText matches the parts that hold a text as a whole: from posting lists
// where they tell, else verified on the text.
func (p *builder) wholeText(folded string, sieve scan.Sieve) engine.Node {
	t := analysis.NewText(folded)
	required, chars := t.Required(), t.RequiredChars()
	switch {
	case slices.Contains(t.Names(), folded):
		return engine.Term{Field: engine.Words, Text: folded}
	case len(chars) == 0 && len(required) == 1 && required[0] == folded:
		return engine.Term{Field: engine.Grams, Text: folded}
	case len(required) == 0 && len(chars) == 1 && chars[0] == folded:
		return engine.Term{Field: engine.Chars, Text: folded}
	}
	maybe := MayHold(t)
	if maybe == nil {
		return nil
	}
	v := engine.Verified{Maybe: maybe, Name: "text=" + strconv.Quote(folded),
		Accept: p.verifier.holding([]string{folded}, sieve, wholeNames)}
	if analysis.IsHanText(folded) && t.Len() > 2 {
		v.Sure = engine.Term{Field: engine.Words, Text: folded}
	}
	return v
}

// apartWords is up to how many words a query is a name.
const apartWords = 2

// Apart reports whether hits that lack a word come behind all that lack none,
// however good they are otherwise. That is right for a name or two; the answer
// to a question seldom holds all of its words. Measured in docs/relevance.md.
func (p *Plan) Apart() bool {
	return len(p.Words) <= 1 || len(p.Words) <= apartWords && !p.sentence
}

// RarestSlot is the sieve of a character of the rarest slot, if nothing else
// stands for that.
func (p *Plan) RarestSlot() scan.Sieve {
	rarest := None
	for i, s := range p.Slots {
		if rarest == None || s.IDF > p.Slots[rarest].IDF {
			rarest = i
		}
	}
	for _, a := range p.Alts {
		if a.Slot == rarest && a.From.Kind != "" {
			return scan.Sieve{}
		}
	}
	for _, c := range p.Slots[rarest].text {
		if s := scan.NewSieve(c); s.Sifts() {
			return s
		}
	}
	return scan.Sieve{}
}

// titledRunes is how many letters, digits and Han in a row of a title name it.
const titledRunes = 8

// Names reports whether the query is a folded title, or a piece of it long
// enough to be nothing else; signs and spaces aside.
func (p *Plan) Names(title string) bool {
	switch n := utf8.RuneCountInString(p.bare); {
	case n == 0:
		return false
	case n >= titledRunes:
		return strings.Contains(bare(title), p.bare)
	}
	return len(title) >= len(p.bare) && bare(title) == p.bare
}

// bare is the letters, digits and Han of a folded text.
func bare(folded string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || analysis.IsHan(r) {
			return r
		}
		return -1
	}, folded)
}
