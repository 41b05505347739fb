package search

import (
	"context"
	"slices"
	"time"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/scan"
)

// Posting lists tell which parts may hold a phrase, and which hold a single
// term that is excluded. The rest is read off the text: of all parts, so that
// the total is right, but by a scan for those few patterns alone.

// A verifier tells whether the text of a part is as the query wants it.
type verifier struct {
	plan    *plan
	matcher *scan.Matcher
	ids     []int // the patterns that the matcher's terms stand for
	held    []bool
	matches []scan.Match
}

func newVerifier(p *plan) *verifier {
	v := &verifier{plan: p, matcher: scan.NewMatcher(), held: make([]bool, len(p.patterns))}
	var texts []string
	for i, text := range p.patterns {
		id := int(p.canonical[i])
		if among(p.required, id) || among(p.titled, id) || slices.Contains(p.excluded, id) {
			texts, v.ids = append(texts, text), append(v.ids, id)
		}
	}
	v.matcher.Reset(texts)
	return v
}

// read notes which patterns a text holds.
func (v *verifier) read(text []byte) {
	clear(v.held)
	v.matches = v.matcher.Find(text, v.matches[:0])
	for _, m := range v.matches {
		v.held[v.ids[m.Term]] = true
	}
}

func (v *verifier) each(groups [][]int) bool {
	return !slices.ContainsFunc(groups, func(g []int) bool { return !v.any(g) })
}

func (v *verifier) any(patterns []int) bool {
	return slices.ContainsFunc(patterns, func(id int) bool { return v.held[id] })
}

// passes reports whether a part holds the phrases of the query in one of its
// paragraphs, its title, brief or labels, in the title what must be there, and
// nowhere what is excluded.
func (v *verifier) passes(p part.View) bool {
	v.read(p.Title)
	if !v.each(v.plan.titled) {
		return false
	}
	phrases, excluded := v.each(v.plan.required), v.any(v.plan.excluded)
	more := func(text []byte) bool { // whether the next text matters
		v.read(text)
		phrases, excluded = phrases || v.each(v.plan.required), excluded || v.any(v.plan.excluded)
		return !excluded && !(phrases && len(v.plan.excluded) == 0)
	}
	going := more(p.Brief) && more(p.Labels)
	for c := p.Paragraphs(); going && c.Next(); {
		going = more(c.Text)
	}
	return phrases && !excluded
}

// readTime is how long the texts of parts are read for one list of hits. What is
// not read by then does not count as found.
const readTime = 800 * time.Millisecond

// verified are the hits that are as the query wants them, in all parts of their
// articles. What was read once is known.
func (r *run) verified(ctx context.Context, hits []engine.Hit) ([]engine.Hit, error) {
	if !r.plan.verifies() {
		return hits, nil
	}
	if r.passed == nil {
		r.passed = make(map[string]bool, len(hits))
	}
	v := newVerifier(r.plan)
	kept := make([]engine.Hit, 0, len(hits))
	for start := time.Now(); len(hits) > 0 && time.Since(start) < readTime; hits = hits[1:] {
		h := hits[0]
		passes, known := r.passed[h.ID]
		if !known {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			p, err := part.Open(h.Stored)
			if err != nil {
				return nil, err
			}
			passes = v.passes(p)
			r.passed[h.ID] = passes
		}
		if passes {
			kept = append(kept, h)
		}
	}
	return r.leaveOut(ctx, kept)
}

// countVerified is count where the text decides: every part that may count is
// read.
func (r *run) countVerified(ctx context.Context, found engine.Node) error {
	result, err := r.view.Search(ctx, engine.Request{Filter: found, Size: r.view.State().Parts, Stored: true})
	if err != nil {
		return err
	}
	hits, err := r.verified(ctx, result.Hits)
	if err != nil {
		return err
	}
	ids := make(engine.In, len(hits))
	for i, h := range hits {
		ids[i] = h.Article
	}
	ids = distinct(ids)
	facets, err := r.view.Search(ctx, engine.Request{Filter: ids, Facets: FacetValues})
	if err != nil {
		return err
	}
	r.counted, r.total, r.facets = len(ids), len(ids), facets.Facets
	return nil
}
