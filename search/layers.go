package search

import (
	"context"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/mend"
	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/query"
)

// A query is understood in layers, each consulted only where what was found
// before is too little: the text as typed, with its words; aliases, which the
// plan has; phrases that no text holds as their words; words of letters that hold
// what was typed; misspellings; pinyin. What the last two propose is searched for
// only where next to nothing holds what was typed, and else suggested.

// reread asks the layers that have not been asked yet for another reading of the
// query, nil when what was found will do. There may be a suggestion in its place.
func (x *session) reread(ctx context.Context, p pool, o *outcome) (*reading, *mend.Suggestion, error) {
	layers := [...]func(context.Context, pool, *outcome) (*reading, *mend.Suggestion, error){
		x.withoutSigns, x.asWords, x.insideWords, x.corrected,
	}
	for i := o.reading.asked; i < len(layers); i++ {
		next, suggestion, err := layers[i](ctx, p, o)
		if err != nil || suggestion != nil {
			return nil, suggestion, err
		}
		if next != nil {
			next.asked = i + 1
			return next, nil, nil
		}
	}
	return nil, nil, nil
}

// withoutSigns leaves out the punctuation around phrases that no text holds
// (「寧做不滿的人。」).
func (x *session) withoutSigns(_ context.Context, _ pool, o *outcome) (*reading, *mend.Suggestion, error) {
	return x.unquoted(o, mend.WithoutSigns), nil, nil
}

// asWords searches for the words of phrases that no text holds, where the marks
// belong to a sentence and are no operator (「…」這句話是誰說的). Who types a phrase
// by itself gets the phrase or nothing.
func (x *session) asWords(_ context.Context, _ pool, o *outcome) (*reading, *mend.Suggestion, error) {
	return x.unquoted(o, func(a query.Atom) query.Atom {
		a.Phrase = !mend.InSentence(x.request.Text, a.Text)
		return a
	}), nil, nil
}

// unquoted is the reading with less than the phrases typed, where there are some
// and nothing is found.
func (x *session) unquoted(o *outcome, less func(query.Atom) query.Atom) *reading {
	if x.request.Literal || len(o.plan.Required) == 0 || o.listed() > 0 {
		return nil
	}
	q, told := mend.Loosened(x.typed().query, less)
	if len(told) == 0 {
		return nil
	}
	return &reading{query: q, text: q.String(), unquoted: told}
}

// insideWords looks for texts in which the query cuts words of letters, where it
// found fewer than it was asked for that hold it uncut.
func (x *session) insideWords(ctx context.Context, p pool, o *outcome) (*reading, *mend.Suggestion, error) {
	if o.plan.Literal == plan.None || x.request.Sort != engine.ByRelevance || o.literals >= p.want {
		return nil, nil, nil
	}
	text := o.plan.Patterns[o.plan.Literal]
	if analysis.LatinPrefix(text) == "" && analysis.LatinSuffix(text) == "" {
		return nil, nil, nil
	}
	v := x.vocabularies.Of(ctx, x.view, true)
	if v == nil {
		return nil, nil, nil
	}
	in := v.Inside(text)
	if in == nil {
		return nil, nil, nil
	}
	in.Only = o.total == 0
	next := o.reading
	next.inside = in
	return &next, nil, nil
}

// maxCorrected is the length in runes up to which a query is corrected: a
// longer one was pasted and not typed.
const maxCorrected = 40

// corrected is what the query was meant to be, or suggests that.
func (x *session) corrected(ctx context.Context, _ pool, o *outcome) (*reading, *mend.Suggestion, error) {
	if o.reading.inside != nil && o.literals > 0 {
		return nil, nil, nil // what was typed is no slip
	}
	if x.request.Literal || !x.corrects || utf8.RuneCountInString(x.request.Text) > maxCorrected {
		return nil, nil, nil
	}
	m, err := mend.Correct(ctx, x.corrector(ctx, o), o.reading.query)
	if err != nil || m == nil {
		return nil, nil, err
	}
	found, err := x.count(ctx, reading{query: m.Query, text: m.Query.String()})
	if err != nil || found == 0 {
		return nil, nil, err
	}
	if !m.Sure && o.listed() > 0 {
		return nil, &mend.Suggestion{Text: m.Text(x.request.Text), Count: found}, nil
	}
	q := m.WithTyped()
	return &reading{query: q, text: q.String(), unquoted: o.reading.unquoted, corrections: m.Corrections}, nil, nil
}

// corrector looks for slips where an attempt found too little.
func (x *session) corrector(ctx context.Context, o *outcome) *mend.Corrector {
	var known []string
	for _, e := range o.plan.Expanded { // the lists of other words know them
		known = append(known, e.From)
	}
	return mend.NewCorrector(x.view, x.analyzer, known, func(held int) *mend.Vocabulary {
		// Only who finds little waits, or typed what is nearly nowhere: others can
		// do without a suggestion.
		return x.vocabularies.Of(ctx, x.view, o.total < mend.FewArticles || held <= mend.NextToNothing)
	})
}

// count is how many articles a reading finds: those that hold all of its words,
// or where there are none, those that hold some.
func (x *session) count(ctx context.Context, r reading) (int, error) {
	o, err := x.prepare(ctx, r)
	if err != nil {
		return 0, err
	}
	defer o.release(x.Service)
	result, err := x.view.Search(ctx, x.stage1(o.plan, 0))
	if err != nil {
		return 0, err
	}
	total, partial := o.plan.Totals(result)
	if total > 0 {
		return total, nil
	}
	return partial, nil
}
