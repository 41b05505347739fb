package search

import (
	"context"
	"slices"
	"time"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/scan"
)

// How many texts that hold the query as typed are looked for before all else:
// paragraphs for a ranking of those, parts for one of articles. Who asks for
// later pages has twice as many looked for, and so on.
const (
	literalParagraphs = 100
	literalParts      = 20
	literalFirst      = 300 // parts that are asked for before all that may hold it
	literalBatch      = 50  // parts between two looks at whether it is enough
)

// addLiteral reads more parts that may hold the query as typed, the best first,
// until enough do. A text with a sign between single characters (前，品) may be in
// nearly every part, so there is a limit to the time.
func (r *run) addLiteral(ctx context.Context) error {
	at, enough := levelFirst, r.pool.literal
	full := func() bool {
		for r.literals >= enough && r.literals < r.pool.want && r.plan.ranksLiteral() {
			at, enough = at+1, 2*enough
		}
		return r.literals >= enough
	}
	if full() {
		return nil
	}
	have := have(r.hits)
	request := engine.Request{Query: r.plan.pieces, Filter: r.plan.filter, Choices: r.plan.choices, Prefer: r.plan.asMeant, Stored: true}
	for start, size := time.Now(), literalFirst; ; {
		request.Size = size
		result, err := r.view.Search(ctx, request)
		if err != nil {
			return err
		}
		more := slices.DeleteFunc(result.Hits, func(h engine.Hit) bool { return have[h.ID] })
		for ; len(more) > 0 && !full() && time.Since(start) < r.service.readTime; more = more[min(literalBatch, len(more)):] {
			batch := more[:min(literalBatch, len(more))]
			if err := r.addHolding(ctx, batch, at); err != nil {
				return err
			}
			for _, h := range batch {
				have[h.ID] = true
			}
		}
		if result.Parts <= size || full() {
			return nil
		}
		size = result.Parts
	}
}

// addHolding makes candidates of the parts that hold the query as typed.
func (r *run) addHolding(ctx context.Context, hits []engine.Hit, at level) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	holding, err := r.scorer.holding(hits, r.plan.rarest)
	if err != nil {
		return err
	}
	r.hits = append(r.hits, holding...)
	return r.stage2(ctx, at)
}

// holding are the hits whose text holds the query as typed. It looks for nothing
// else, and only where the sieve passes: that is many times as quick as scoring.
func (s *scorer) holding(hits []engine.Hit, sieve scan.Sieve) ([]engine.Hit, error) {
	if s.typed == nil {
		s.typed = scan.NewMatcher()
	}
	s.typed.Reset(s.plan.patterns[s.plan.literal : s.plan.literal+1])
	if s.plan.inside != none {
		s.typed.Loosen(0)
	}
	var out []engine.Hit
	for _, h := range hits {
		v, err := part.Open(h.Stored)
		if err != nil {
			return nil, err
		}
		if standsIn(s.typed, sieve, v) {
			out = append(out, h)
		}
	}
	return out, nil
}

// standsIn reports whether a part holds what a matcher looks for.
func standsIn(m *scan.Matcher, sieve scan.Sieve, v part.View) bool {
	var buffer [8]scan.Match
	holds := func(text []byte) bool { return sieve.Pass(text) && len(m.Find(text, buffer[:0])) > 0 }
	for c := v.Paragraphs(); c.Next(); {
		if holds(c.Text) {
			return true
		}
	}
	return holds(v.Title) || holds(v.Brief)
}
