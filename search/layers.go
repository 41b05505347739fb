package search

import (
	"cmp"
	"context"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/mend"
	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/query"
)

// A query is read in layers, each of which is asked only when the ones before found
// too little: the text as typed, with the aliases in its plan; what looked like a
// filter, as text; the words of phrases that no text holds; words of letters that
// contain what was typed; misspellings and pinyin. The proposals of the last two are
// searched for when almost no text holds what was typed, or when only its pieces are
// found; otherwise they are suggested.

// layersToInside is how many layers have been asked when insideWords has.
const layersToInside = 4

// reread asks the layers that have not been asked yet for another reading of the
// query, nil when enough was found. It may return a suggestion instead.
func (x *session) reread(ctx context.Context, size rankingSize, o *outcome) (*reading, *mend.Suggestion, error) {
	layers := [...]func(context.Context, rankingSize, *outcome) (*reading, *mend.Suggestion, error){
		x.asText, x.withoutSigns, x.asWords, x.insideWords, x.corrected,
	}
	for i := o.reading.layersAsked; i < len(layers); i++ {
		next, suggestion, err := layers[i](ctx, size, o)
		if err != nil || suggestion != nil {
			return nil, suggestion, err
		}
		if next != nil {
			if next.layersAsked = i + 1; len(o.reading.corrections) < len(next.corrections) {
				next.layersAsked = layersToInside - 1 // a correction is looked for inside words, too, as if it had been typed
			}
			return next, nil, nil
		}
	}
	return nil, nil, nil
}

// asText searches for the text of a query with operators of which no article holds all
// words: it may have been copied from an article (作者：听水；编辑：…). So may a query
// that begins with an exclusion (-人工智能 of AI -人工智能). A text that no article holds stays
// what it was.
func (x *session) asText(ctx context.Context, size rankingSize, o *outcome) (*reading, *mend.Suggestion, error) {
	if !o.reading.query.HasOperators() || o.total > 0 && (x.request.isFiltered() || !o.reading.query.BeginsWithExclusion()) {
		return nil, nil, nil
	}
	q, told := mend.AsText(query.Clean(x.request.Text))
	return x.ifMoreHold(ctx, size, reading{query: q, text: q.String(), reworded: told}, 0)
}

// withoutSigns leaves out the punctuation around phrases that no text holds
// (「寧做不滿的人。」).
func (x *session) withoutSigns(_ context.Context, _ rankingSize, o *outcome) (*reading, *mend.Suggestion, error) {
	return x.weakened(o, mend.WithoutSigns), nil, nil
}

// asWords searches for the words of phrases that no text holds, when the quotation
// marks belong to a sentence and are not an operator (「…」這句話是誰說的). A
// phrase by itself finds the phrase or nothing.
func (x *session) asWords(_ context.Context, _ rankingSize, o *outcome) (*reading, *mend.Suggestion, error) {
	return x.weakened(o, func(a query.Atom) query.Atom {
		a.Phrase = !mend.InSentence(x.request.Text, a.Text)
		return a
	}), nil, nil
}

// weakened returns the reading in which the function less has weakened the phrases, if
// the query has phrases and nothing was found.
func (x *session) weakened(o *outcome, less func(query.Atom) query.Atom) *reading {
	if x.request.Literal || len(o.plan.Required) == 0 || o.listedArticles() > 0 {
		return nil
	}
	q, told := mend.Loosened(x.typed().query, less)
	if len(told) == 0 {
		return nil
	}
	return &reading{query: q, text: q.String(), reworded: told}
}

// insideWords looks for texts that hold the query inside words of letters, when few
// texts hold it as whole words. How few does not depend on the page, because the plan,
// and with it the order, is another one then. Of several words that is done where hardly
// an article holds all of them, and kept if some text holds them so: then it is what was
// asked for, is counted, and comes first.
func (x *session) insideWords(ctx context.Context, size rankingSize, o *outcome) (*reading, *mend.Suggestion, error) {
	if o.literalCount >= size.literal {
		return nil, nil, nil
	}
	isPassage, isFewWords := o.plan.IsPassage(), o.plan.Literal == plan.None
	if isPassage && o.total > 0 || isFewWords && o.total >= mend.FewArticles {
		return nil, nil, nil
	}
	in := x.inside(ctx, o.reading, o.plan)
	if in == nil || x.view.matchesNothing(in.Node) {
		return nil, nil, nil
	}
	in.Only = o.total == 0 || isFewWords
	next := o.reading
	next.inside = in
	if isPassage || isFewWords {
		return x.ifMoreHold(ctx, size, next, o.total)
	}
	return &next, nil, nil
}

// ifMoreHold returns a reading when more than n articles hold all of its words.
func (x *session) ifMoreHold(ctx context.Context, size rankingSize, r reading, n int) (*reading, *mend.Suggestion, error) {
	started, err := x.prepare(ctx, r)
	if err != nil {
		return nil, nil, err
	}
	c := collector{session: x, outcome: started, size: size}
	if started.result, err = x.view.Search(ctx, c.firstRequest()); err == nil {
		if whole, _ := started.plan.Totals(started.result); whole > n {
			r.started = started
			return &r, nil, nil
		}
	}
	started.release(x.Service)
	return nil, nil, err
}

// inside says how to look for a query with this plan inside words of letters, nil where no
// end of it can be a piece of one, or the vocabulary is not ready. Nobody waits for that
// where the ends of several words are words: a command would take half a second longer.
func (x *session) inside(ctx context.Context, r reading, p *plan.Plan) *plan.Inside {
	if x.request.Sort != engine.ByRelevance {
		return nil
	}
	text := analysis.FoldText(plan.PassageOf(r.query, r.text))
	if p.Literal != plan.None {
		text = p.Patterns[p.Literal]
	}
	if analysis.LatinPrefix(text) == "" && analysis.LatinSuffix(text) == "" {
		return nil
	}
	several := p.Literal == plan.None || p.IsPassage()
	v := x.vocabularies.Of(ctx, x.view, !several || !p.EndsAreWords(text))
	if v == nil {
		return nil
	}
	in := v.Inside(text)
	if in != nil && several {
		in.Told = nil // what was copied is marked
	}
	return in
}

// maxCorrected is the length in runes up to which a query is corrected; a longer
// one was pasted and not typed.
const maxCorrected = 40

// corrected returns the reading of the corrected query, or a suggestion.
func (x *session) corrected(ctx context.Context, size rankingSize, o *outcome) (*reading, *mend.Suggestion, error) {
	if o.reading.inside != nil && o.literalCount > 0 {
		return nil, nil, nil // what was typed is not a misspelling
	}
	if !x.mayBeCorrected() || len(o.reading.corrections) > 0 {
		return nil, nil, nil
	}
	m, err := mend.Correct(ctx, x.corrector(ctx, o), o.reading.query, !o.holdsTyped)
	if err != nil || m == nil {
		return nil, nil, err
	}
	started, whole, partial, err := x.tryCorrection(ctx, size, m)
	if err != nil {
		return nil, nil, err
	}
	found, shown := cmp.Or(whole, partial), m.Sure || o.listedArticles() == 0 || o.yieldsTo(whole)
	if started != nil && (found == 0 || !shown) {
		started.release(x.Service)
		started = nil
	}
	switch {
	case found == 0:
		return nil, nil, nil
	case !shown:
		return nil, &mend.Suggestion{Text: m.Text(x.request.Text), Count: found}, nil
	}
	q := m.WithTyped()
	return &reading{query: q, text: q.String(), correctedText: m.Text(x.request.Text), reworded: o.reading.reworded,
		corrections: m.Corrections, started: started}, nil, nil
}

// mayBeCorrected reports whether the query may be corrected at all.
func (x *session) mayBeCorrected() bool {
	return x.corrects && !x.request.Literal && utf8.RuneCountInString(x.request.Text) <= maxCorrected
}

// corrector returns what looks for misspellings after an attempt that found too
// little.
func (x *session) corrector(ctx context.Context, o *outcome) *mend.Corrector {
	return mend.NewCorrector(x.view, x.analyzer, listedWords(o.plan), o.listedArticles(), func(held int) *mend.Vocabulary {
		// The search waits for the vocabulary only when little was found, or when
		// almost no text holds what was typed; otherwise there is no need for a
		// suggestion.
		return x.vocabularies.Of(ctx, x.view, o.total < mend.FewArticles || held <= mend.NextToNothing)
	})
}

// listedWords returns the words of a query that are in the lists of other words.
func listedWords(p *plan.Plan) []string {
	var words []string
	for _, a := range p.Alts {
		if a.From.Kind != "" {
			words = append(words, a.From.From)
		}
	}
	for _, e := range p.Expanded {
		words = append(words, e.From)
	}
	return words
}

// foreseen returns the terms whose frequencies will decide about corrections of a
// query, as far as that can be told without them, and those of the plan of its
// correction where that is certain. The plan p of the query is nil before there is one.
func (x *session) foreseenTerms(ctx context.Context, q query.Query, p *plan.Plan) []engine.Term {
	if !x.mayBeCorrected() {
		return nil
	}
	var known []string
	if p != nil {
		known = listedWords(p)
	}
	withoutWaiting := func(int) *mend.Vocabulary {
		if p == nil { // whether the query will need one is not known yet
			return x.vocabularies.Ready()
		}
		return x.vocabularies.Of(ctx, x.view, false)
	}
	terms, m := mend.NewCorrector(x.view, x.analyzer, known, 0, withoutWaiting).Foresee(ctx, q)
	if m != nil {
		terms = append(terms, x.termsOf(ctx, m.Query)...)
		if typed := m.Presumed(x.view.atMost); typed != nil {
			terms = append(terms, x.termsOf(ctx, typed.WithTyped())...)
		}
	}
	return terms
}

// A termCollector takes the place of a view for a plan of which only the terms are
// wanted.
type termCollector struct {
	*rememberingView
	unknown []engine.Term
}

// Frequencies notes the terms that are unknown, and counts them as 0.
func (l *termCollector) Frequencies(_ context.Context, terms []engine.Term) ([]int, error) {
	counts, unknown := l.Remembered(terms)
	l.unknown = append(l.unknown, unknown...)
	return counts, nil
}

// termsOf returns the terms of unknown frequency that a plan of a query will ask for,
// as far as those do not depend on others of them.
func (x *session) termsOf(ctx context.Context, q query.Query) []engine.Term {
	tests := plan.NewVerifier(&x.matchers, plan.ReadLimit{})
	defer tests.Release()
	l := &termCollector{rememberingView: x.view}
	if _, err := x.planner.Plan(ctx, l, plan.Request{Query: q, Text: q.String(), Filters: x.request.filters()}, tests); err != nil {
		return nil // making the plan itself will return the error
	}
	return l.unknown
}

// tryCorrection starts the search for a corrected query, and for one that also finds
// the misspelling where that is likely to be wanted, and decides whether the correction
// is sure. It returns the outcome to go on with, nil when there is none yet, and how
// many articles the correction finds: with all words, and with some. The caller
// releases the outcome.
func (x *session) tryCorrection(ctx context.Context, size rankingSize, m *mend.Meaning) (o *outcome, whole, partial int, err error) {
	queries := []query.Query{m.Query}
	typed := m.Presumed(x.view.atMost)
	if typed != nil {
		queries = append(queries, typed.WithTyped())
	}
	requests := m.Requests()
	slips := len(requests)
	var begun []*outcome
	for _, q := range queries {
		if o, err = x.prepare(ctx, reading{query: q, text: q.String()}); err != nil {
			break
		}
		begun = append(begun, o)
		c := collector{session: x, outcome: o, size: size}
		requests = append(requests, c.firstRequest())
	}
	var results []*engine.Result
	if err == nil {
		results, err = x.view.SearchAll(ctx, requests)
	}
	if err != nil {
		return x.choose(begun, plan.None), 0, 0, err
	}
	supported, err := m.Settle(results[:slips])
	if err != nil || !supported {
		return x.choose(begun, plan.None), 0, 0, err
	}
	for i, o := range begun {
		o.result = results[slips+i]
	}
	whole, partial = begun[0].plan.Totals(begun[0].result)
	switch {
	case !m.KeepsTyped():
		return x.choose(begun, 0), whole, partial, nil
	case m.Keeps(typed):
		return x.choose(begun, 1), whole, partial, nil
	}
	return x.choose(begun, plan.None), whole, partial, nil
}

// choose returns one of several outcomes, nil for plan.None, and releases the others.
func (x *session) choose(begun []*outcome, which int) *outcome {
	var chosen *outcome
	for i, o := range begun {
		if i == which {
			chosen = o
		} else {
			o.release(x.Service)
		}
	}
	return chosen
}

// yieldRatio is how many times as many articles must hold the correction so that it
// is shown instead of an unbroken query.
const yieldRatio = 20

// yieldsTo reports whether what was typed is found only in pieces, while so many
// articles hold the correction whole that it is shown instead: 用户曾长 is found by 用户
// and 曾长期, the correction is 用户增长. When a handful of articles hold the words as
// typed, authors write it that way too, and the reader may want these: then the
// correction is only suggested. Measured in docs/relevance.md.
func (o *outcome) yieldsTo(whole int) bool {
	if o.holdsTyped { // 意经用什 in 生意经 用什么: what a text holds is always found
		return false
	}
	if o.total == 0 {
		return whole > 0
	}
	return o.total < mend.NextToNothing && o.plan.OneRun && whole >= yieldRatio*(o.total+1)
}
