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

// There are two kinds of found articles: those that hold every word of the query
// whole, and those that hold only some words, or only pieces. Totals, facets and
// sorting use the first kind. This file determines the words of a query.

// A Word is a part of the query that an article must hold whole. It is mostly a
// word of the segmenter; but that cuts names which it does not know (视频号 into
// 视频 and 号, 梁宁 into 梁 and 宁), and articles with 视频 and some 号 are not
// what the reader wants.
type Word struct {
	Text string   // as typed
	ways []string // folded writings: the typed text first, then its alternatives
	// typed is how many of the first ways count as what was typed: all writings of one
	// name (AB测试, ABtest), else the first alone.
	typed int
	// sieves has for each of ways a sieve that passes the texts that may hold it.
	sieves []scan.Sieve
}

// An atomAreas is an atom of the query that is not a phrase, with its slots.
type atomAreas struct {
	text  analysis.Text
	areas []area
	words []analysis.Token
	slip  string // the misspelling that was typed for the text, which is searched for too; "" for none
}

// An extent is a run of an atom that may become a word.
type extent struct {
	start, end int  // bytes of the original text
	slot       int  // or None
	stop       bool // whether it is a character without a slot, which becomes a word only together with others
	rest       bool // the last character of a word the rest of which is a slot (号 in 视频号)
}

// shortAtom is the length in runes up to which an unbroken run of Han is a name
// when the segmenter leaves a single character of it.
const shortAtom = 3

// stickyShare is the share of the parts with a word in which a single character
// must follow it so that the two are one name: 频号 occurs in a seventh of the
// parts that hold 视频.
const stickyShare = .05

// wordsIn returns the words of an atom.
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
		return isQuestionWord(w.Term) || analysis.IsStopWord(w.Term) &&
			!slices.ContainsFunc(joined, func(e extent) bool { return w.Start < e.end && e.start < w.End })
	})
	return p.wordsOf(a, joined)
}

// extents returns the slots of an atom and its stop words of one character, in
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

// isRest reports whether a word of the segmenter is a slot and one more character:
// the slot was made because it has an alternative (视讯 for 视频), which is not an
// alternative of the longer word.
func isRest(r area, w analysis.Token) bool {
	return w.Start == r.start && w.End == r.end+len("号") && analysis.IsHanText(w.Term)
}

// commonShare is the share of the parts above which a character says so little that
// it makes no name with another such character (字好 in 什么字好), unless the two
// stand together often enough.
const commonShare = .5

// sticks reports whether the next extent belongs to the same name as those before
// it: single characters with each other, and a single character with the word
// before it, when the atom is a short name or the frequencies say so.
func (p *builder) sticks(t analysis.Text, before []extent, next extent, short bool) bool {
	last := before[len(before)-1]
	if last.end != next.start || last.stop && next.stop || (last.stop || next.stop) && !short && !next.rest {
		return false
	}
	one, other := p.singleHan(t, last), p.singleHan(t, next)
	switch {
	case short:
		return one || other
	case one && other:
		return !p.common(t, last) || !p.common(t, next) || p.oftenTogether(t, last, next)
	case len(before) > 1 || !other || p.hasAlternatives(last) && !next.rest:
		return false
	}
	return p.oftenTogether(t, last, next)
}

// common reports whether more than commonShare of the parts hold a character.
func (p *builder) common(t analysis.Text, e extent) bool {
	return float64(p.frequency(analysis.FoldText(t.Original()[e.start:e.end]))) > commonShare*float64(p.counts.State().Parts)
}

// oftenTogether reports whether a character follows a text of Han in at least
// stickyShare of the parts with that text.
func (p *builder) oftenTogether(t analysis.Text, before, next extent) bool {
	text := analysis.FoldText(t.Original()[before.start:before.end])
	tail, _ := utf8.DecodeLastRuneInString(text)
	gram, ok := p.index[string(tail)+analysis.FoldText(t.Original()[next.start:next.end])]
	return ok && analysis.IsHanText(text) && float64(p.df[gram]) >= stickyShare*float64(max(1, p.frequency(text)))
}

// singleHan reports whether an extent is one Han character without alternatives.
func (p *builder) singleHan(t analysis.Text, e extent) bool {
	text := t.Original()[e.start:e.end]
	return utf8.RuneCountInString(text) == 1 && analysis.IsHanText(text) && !p.hasAlternatives(e)
}

// hasAlternatives reports whether an extent is a slot with other words.
func (p *builder) hasAlternatives(e extent) bool {
	return e.slot != None && slices.ContainsFunc(p.plan.Alts, func(a Alternative) bool { return a.Slot == e.slot && a.From.Kind != "" })
}

// wordsOf makes words of extents. A single character between words (药 in
// 从药到食物) is a word too, which may be anywhere in the article.
func (p *builder) wordsOf(a atomAreas, all []extent) []Word {
	words := make([]Word, len(all))
	for i, e := range all {
		typed := a.text.Original()[e.start:e.end]
		words[i] = Word{Text: typed, ways: []string{analysis.FoldText(typed)}, typed: 1}
		if e.slot != None {
			words[i].ways = p.waysOf(e.slot)
			if slices.ContainsFunc(p.names, func(alt int) bool { return p.plan.Alts[alt].Slot == e.slot }) {
				words[i].typed = len(words[i].ways)
			}
		}
		if a.slip != "" {
			words[i].ways = append(words[i].ways, analysis.FoldText(a.slip))
		}
	}
	return words
}

// waysOf returns the writings of a slot, the typed one first.
func (p *builder) waysOf(slot int) []string {
	var ways []string
	for _, a := range p.plan.Alts {
		if a.Slot != slot || a.Factor == 0 {
			continue
		}
		ways = append(ways, a.Text)
		for other, text := range p.plan.Patterns {
			if id, ok := p.same[other]; ok && p.plan.Patterns[id] == a.Text {
				ways = append(ways, text)
			}
		}
	}
	return distinct(ways)
}

// findWords sets the words of the query, and the node of the articles that hold all
// of them.
func (p *builder) findWords() {
	for _, w := range p.words {
		for _, way := range w.ways {
			w.sieves = append(w.sieves, p.sieve(way))
		}
		any := p.wholeTexts(w)
		known := slices.ContainsFunc(p.plan.Words, func(o Word) bool { return o.ways[0] == w.ways[0] })
		if len(any.Nodes) == 0 || known {
			continue
		}
		p.plan.Words = append(p.plan.Words, w)
		p.lookFor(w)
		p.plan.AllWords = allOf(p.plan.AllWords, engine.InArticle{Node: oneOf(any)})
	}
}

// lookFor adds patterns for the writings of a word that have none yet, which is
// usually a name joined from several slots. They have no weight; they show whether
// a scored part holds the word.
func (p *builder) lookFor(w Word) {
	for _, way := range w.ways {
		if !slices.Contains(p.plan.Patterns, way) {
			p.plan.Patterns = append(p.plan.Patterns, way)
			p.plan.Canonical = append(p.plan.Canonical, int32(len(p.plan.Canonical)))
			p.plan.Terms = append(p.plan.Terms, Term{Alt: None, way: true})
		}
	}
}

// wholeTexts matches the parts that hold a word in one of its writings. The text is
// read once for all writings that posting lists do not decide.
func (p *builder) wholeTexts(w Word) (any engine.Or) {
	var read []analysis.Text
	for i, way := range w.ways {
		n := p.wholeText(way, w.sieves[i])
		if v, ok := n.(engine.Verified); ok && v.Sure == nil {
			read = append(read, analysis.NewText(way))
		}
		if n != nil {
			any.Nodes = append(any.Nodes, n)
		}
	}
	if len(read) > 1 {
		any.Nodes = slices.DeleteFunc(any.Nodes, func(n engine.Node) bool {
			v, ok := n.(engine.Verified)
			return ok && v.Sure == nil
		})
		any.Nodes = append(any.Nodes, p.readAny(read, wholeNames))
	}
	return any
}

// wholeText matches the parts that hold a text as a whole: by posting lists where
// these decide it, else verified on the text.
func (p *builder) wholeText(folded string, sieve scan.Sieve) engine.Node {
	t := analysis.NewText(folded)
	if slices.Contains(t.Names(), folded) {
		return engine.Term{Field: engine.Words, Text: folded}
	}
	if n := exactNode(t); n != nil {
		return n
	}
	maybe := MayHold(t)
	if maybe == nil {
		return nil
	}
	v := p.verified(maybe, "text="+strconv.Quote(folded), []string{folded}, sieve, wholeNames)
	if analysis.IsHanText(folded) && t.Len() > 2 {
		v.Sure = engine.Term{Field: engine.Words, Text: folded}
	}
	return v
}

// apartWords is the number of words up to which a query is taken as a name.
const apartWords = 2

// Apart reports whether hits that lack a word come after all hits that lack none,
// regardless of their scores. That is right for one or two names; the answer to a
// question seldom holds all of its words. Measured in docs/relevance.md.
func (p *Plan) Apart() bool {
	return len(p.Words) <= 1 || len(p.Words) <= apartWords && !p.sentence
}

// Together reports whether hits with all words in one paragraph come before others that
// hold all words: for one or two names, also with function words between them (茶和盐).
func (p *Plan) Together() bool { return len(p.Words) <= apartWords && !isQuestion(p.bare) }

// MostWords is the number of words up to which missing words are reported. For a
// pasted text that would be useless.
const MostWords = 16

// A WordSet is a set of words of a plan: bit i means Words[i].
type WordSet uint16

// Has reports whether a word is in the set.
func (s WordSet) Has(word int) bool { return word < MostWords && s>>word&1 == 1 }

// PatternWords returns, for each scanned pattern, the words of which it is a
// writing; patterns that are not scanned are empty texts. Known are the words all
// writings of which are patterns: a text holds such a word exactly when it holds
// one of these patterns as a whole name.
func (p *Plan) PatternWords(scanned []string) (words []WordSet, known WordSet) {
	words = make([]WordSet, len(scanned))
	for i, w := range p.Words[:min(MostWords, len(p.Words))] {
		all := true
		for _, way := range w.ways {
			at := slices.Index(scanned, way)
			if at >= 0 {
				words[at] |= 1 << i
			}
			all = all && at >= 0
		}
		if all {
			known |= 1 << i
		}
	}
	return words, known
}

// SlotSieves returns sieves of the slots without alternatives, the rarest first: a
// text that holds all slots passes every sieve.
func (p *Plan) SlotSieves() []scan.Sieve {
	order := make([]int, len(p.Slots))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p.Slots[b].IDF, p.Slots[a].IDF) })
	var sieves []scan.Sieve
	for _, slot := range order {
		if slices.ContainsFunc(p.Alts, func(a Alternative) bool { return a.Slot == slot && a.From.Kind != "" }) {
			continue
		}
		for _, c := range p.Slots[slot].text {
			if s := scan.NewSieve(c); s.Sifts() {
				sieves = append(sieves, s)
				break
			}
		}
	}
	return sieves
}

// titledRunes is how many consecutive letters, digits and Han of a title are enough
// to identify it.
const titledRunes = 8

// Names reports whether the query names a folded title: it is the title, or a piece
// that is long enough to identify it. Signs and spaces are ignored.
func (p *Plan) Names(title string) bool {
	switch n := utf8.RuneCountInString(p.bare); {
	case n == 0:
		return false
	case n >= titledRunes:
		return strings.Contains(bare(title), p.bare)
	}
	return len(title) >= len(p.bare) && bare(title) == p.bare
}

// bare returns the letters, digits and Han of a folded text.
func bare(folded string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || analysis.IsHan(r) {
			return r
		}
		return -1
	}, folded)
}
