package plan

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
)

// Document frequencies turn the uses of terms into weights.

// neededTerms returns the terms whose frequencies a plan needs: its patterns, then
// the grams of titles, then the query as a label.
func (p *builder) neededTerms() (terms []engine.Term, grams []string, label string) {
	terms = make([]engine.Term, len(p.plan.Patterns))
	for i, s := range p.plan.Patterns {
		terms[i] = engine.Term{Field: FieldOf(s), Text: s}
	}
	grams, label = p.titleGrams(), analysis.FoldName(strings.Join(p.typedTexts, " "))
	for _, g := range grams {
		terms = append(terms, engine.Term{Field: engine.Titles, Text: g})
	}
	return append(terms, engine.Term{Field: engine.Labels, Text: label}), grams, label
}

// weigh turns uses into weights, with the engine's document frequencies.
func (p *builder) weigh(ctx context.Context) error {
	terms, grams, label := p.neededTerms()
	df, err := p.counts.Frequencies(ctx, terms)
	if err != nil {
		return err
	}
	terms, p.df = terms[:len(p.plan.Patterns)], df[:len(p.plan.Patterns)]
	for i, g := range grams {
		p.titleDF[g] = df[len(p.plan.Patterns)+i]
	}
	if df[len(df)-1] > 0 {
		p.plan.Label = label
	}
	n := p.counts.State().Parts
	p.plan.Terms = make([]Term, len(terms))
	for i := range p.plan.Terms {
		p.plan.Terms[i] = Term{Alt: None, Parts: p.df[i]}
	}
	for other, id := range p.same {
		p.df[id] = min(n, p.df[id]+p.df[other])
	}
	for _, u := range p.uses {
		p.addWeight(u, engine.IDF(n, p.df[u.idfOf]))
	}
	p.capAlternatives(n)
	for pattern, alt := range p.altOf {
		t := &p.plan.Terms[pattern]
		t.Alt, t.Content = alt, true
	}
	p.plan.Canonical = make([]int32, len(terms))
	for i := range p.plan.Canonical {
		p.plan.Canonical[i] = int32(i)
	}
	for other, id := range p.same {
		p.plan.Canonical[other] = int32(id)
	}
	for _, alt := range p.names {
		p.plan.Terms[p.pattern(p.plan.Alts[alt].Text)].IsName = true
	}
	p.weighSlots(n)
	p.weighPairs()
	p.weighQuotation()
	p.chooseMarks()
	return nil
}

// titleGrams returns the grams of the slots, which are looked up among titles.
func (p *builder) titleGrams() []string {
	p.titleDF = make(map[string]int)
	var grams []string
	for _, a := range p.plan.Alts {
		for _, g := range analysis.NewText(a.Text).Required() {
			if _, ok := p.titleDF[g]; !ok {
				p.titleDF[g] = 0
				grams = append(grams, g)
			}
		}
	}
	return grams
}

// titleFrequency returns the largest number of parts that can have a text in their
// titles: the frequency there of its rarest gram.
func (p *builder) titleFrequency(text string) int {
	least := -1
	for _, g := range analysis.NewText(text).Required() {
		if df := p.titleDF[g]; least < 0 || df < least {
			least = df
		}
	}
	return max(0, least)
}

// capAlternatives keeps an alternative from weighing more than the typed word: a
// long name (净推荐值) has more bigrams than the short one that was typed (NPS).
// Where the corpus prefers the alternative (Costco to 开市客), the typed word gets
// the weight of the alternative: its own high idf only says that it is the rarer
// name.
func (p *builder) capAlternatives(n int) {
	typed := make([]float64, len(p.plan.Slots))
	scale := make([]float64, len(p.plan.Slots))
	for i := range scale {
		scale[i] = p.preferAlternatives(i, n)
	}
	for i := range p.plan.Terms {
		if t := &p.plan.Terms[i]; t.Alt != None && p.plan.Alts[t.Alt].From.Kind == "" {
			slot := p.plan.Alts[t.Alt].Slot
			t.Word *= scale[slot]
			t.Unigram *= scale[slot]
			t.Article *= scale[slot]
			typed[slot] += t.Word + t.Unigram
		}
	}
	for i := range p.plan.Terms {
		t := &p.plan.Terms[i]
		if t.Alt == None || p.plan.Alts[t.Alt].From.Kind == "" {
			continue
		}
		if own, most := t.Word+t.Unigram, typed[p.plan.Alts[t.Alt].Slot]; own > most {
			t.Word *= most / own
			t.Unigram *= most / own
			t.Article *= most / own
		}
	}
}

// weighPairs makes shares of the idf of pairs, which add up to 1. Each alternative of a
// slot has the share of that slot: the largest of what was typed for it.
func (p *builder) weighPairs() {
	own, slots, all := make([]float64, len(p.plan.Alts)), make([]float64, len(p.plan.Slots)), 0.0
	for i := range p.plan.Terms {
		if t := &p.plan.Terms[i]; t.Alt != None {
			own[t.Alt] += t.Pair
		} else {
			all += t.Pair
		}
	}
	for i, a := range p.plan.Alts {
		if a.From.Kind == "" {
			slots[a.Slot] = max(slots[a.Slot], own[i])
		}
	}
	for _, share := range slots {
		all += share
	}
	for i := range p.plan.Terms {
		t := &p.plan.Terms[i]
		if t.Pair == 0 || all == 0 {
			t.Pair = 0
			continue
		}
		if t.Alt != None {
			t.Pair *= slots[p.plan.Alts[t.Alt].Slot] / own[t.Alt]
		}
		t.Pair /= all
	}
}

// preferAlternatives raises the factors of a slot's alternatives that are more
// frequent than its typed word, so that they count nearly as if they had been typed.
// It returns the factor of the typed word, which is below 1 then: the idf of the most
// frequent alternative divided by its own.
func (p *builder) preferAlternatives(slot, n int) float64 {
	own := p.frequency(p.plan.Slots[slot].text)
	most := own
	for i := range p.plan.Alts {
		a := &p.plan.Alts[i]
		if a.Slot != slot || a.From.Kind == "" || a.Factor < p.w.Alias {
			continue
		}
		if df := p.frequency(a.Text); df >= 2*own {
			a.Factor = max(a.Factor, p.w.Preferred)
			most = max(most, df)
		}
	}
	return engine.IDF(n, most) / engine.IDF(n, own)
}

// frequency returns the largest number of parts that can hold a folded text: the
// frequency of its rarest required term.
func (p *builder) frequency(text string) int {
	if id, ok := p.index[text]; ok && p.df[id] > 0 {
		return p.df[id]
	}
	least := 0
	for _, gram := range analysis.NewText(text).Required() {
		if id, ok := p.index[gram]; ok && (least == 0 || p.df[id] < least) {
			least = p.df[id]
		}
	}
	return least
}

// weighSlots gives each slot the idf of its word or, when no part has that as a
// term, the idf of its rarest term that occurs in some part.
func (p *builder) weighSlots(n int) {
	rarest := make([]float64, len(p.plan.Slots))
	for _, u := range p.uses {
		if u.alt == None || u.kind == kindUnigram || p.df[u.idfOf] == 0 || p.plan.Alts[u.alt].From.Kind != "" {
			continue
		}
		slot := p.plan.Alts[u.alt].Slot
		rarest[slot] = max(rarest[slot], engine.IDF(n, p.df[u.idfOf]))
	}
	for i := range p.plan.Slots {
		s := &p.plan.Slots[i]
		s.IDF = rarest[i]
		if id, ok := p.index[s.text]; ok && p.df[id] > 0 {
			s.IDF = engine.IDF(n, p.df[id])
		}
		p.plan.Scale += s.IDF
		titles := 0
		for _, a := range p.plan.Alts {
			if a.Slot == i && (a.From.Kind == "" || a.Factor >= p.w.Preferred) {
				titles = max(titles, p.titleFrequency(a.Text))
			}
		}
		if s.Title = engine.IDF(n, titles); utf8.RuneCountInString(s.text) == 1 && titles == 0 {
			s.Title = s.IDF // titles have no terms of single characters
		}
	}
}

// addWeight adds the weight of a use to its pattern: idf times the factors of its
// kind, of stop words and of function characters.
func (p *builder) addWeight(u use, idf float64) {
	t, text := &p.plan.Terms[u.pattern], p.plan.Patterns[u.idfOf]
	if t.Alt == None {
		t.Alt = u.alt
	}
	switch u.kind {
	case kindWord:
		f := u.factor
		if analysis.IsStopWord(text) {
			f *= p.w.StopWord * p.asking(text)
			idf = min(idf, p.w.StopIDF)
		}
		if single := utf8.RuneCountInString(text) == 1 && analysis.IsHanText(text); single {
			if !analysis.IsStopWord(text) {
				t.Word += p.w.Single * f * idf
				t.Article += p.w.Single * u.factor * idf
			}
			break
		}
		t.Word += p.w.Word * f * idf
		t.Article += u.factor * idf
	case kindBigram:
		f := u.factor
		if holdsFunctionChar(text) {
			f *= p.functionBigram(text, idf)
			if !holdsContentChar(text) {
				idf = min(idf, p.w.StopIDF)
			}
		}
		t.Word += p.w.Bigram * f * idf
		t.Pair += f * idf
	case kindUnigram:
		f := u.factor
		if float64(p.df[u.idfOf]) > p.w.Frequent*float64(p.counts.State().Parts) {
			break
		}
		if r := []rune(text); analysis.IsFunctionChar(r[0]) {
			f *= p.w.StopWord * p.asking(text)
			idf = min(idf, p.w.StopIDF)
		}
		t.Unigram += p.w.Unigram * f * idf
	}
}

// functionBigram returns the factor of a bigram with a function character. It is
// small, but grows to 1 for rare bigrams whose other character is not one, which
// are names (于乐) and not grammar (么是).
func (p *builder) functionBigram(text string, idf float64) float64 {
	least := p.w.FunctionBigram * p.asking(text)
	if !holdsContentChar(text) {
		return least
	}
	greatest := engine.IDF(p.counts.State().Parts, 1)
	rare := max(0, min(1, (idf/greatest-p.w.Rare)/(1-p.w.Rare+1e-9)))
	return least + (1-least)*rare
}

// holdsContentChar reports whether a term has a Han character that is not a
// function character.
func holdsContentChar(s string) bool {
	for _, r := range s {
		if analysis.IsHan(r) && !analysis.IsFunctionChar(r) {
			return true
		}
	}
	return false
}

// holdsFunctionChar reports whether a term has a function character (的, 是).
func holdsFunctionChar(s string) bool {
	for _, r := range s {
		if analysis.IsFunctionChar(r) {
			return true
		}
	}
	return false
}
