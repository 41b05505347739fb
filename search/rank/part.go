package rank

import (
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/plan"
)

// A Part holds the scores of a part as a whole.
type Part struct {
	article    float64 // A: the BM25 of the query's words over the part
	whole      float64 // P over the part's text as if it were one paragraph
	title      float64 // T: the score of its title
	name       float64 // the bonus of a title that the query holds
	answers    float64 // sum of the squared coverage of its paragraphs
	paragraphs int     // number of its paragraphs
	links      float64 // share of its text that is navigation
	named      naming
	literal    Literalness // of its title
	slip       bool        // whether its title holds a misspelling of the query, as typed
	held       plan.WordSet
	known      plan.WordSet
}

// Lacks reports whether a scored part lacks a word of the plan; known is false when
// the patterns do not decide that.
func (p *Part) Lacks(word int) (lacks, known bool) {
	return !p.held.Has(word), p.known.Has(word)
}

// part scores the part as a whole from the counts of all its texts; length is
// in characters.
func (s *Scorer) part(ps *Part, length float64) {
	s.touched = s.touched[:0]
	n := norm(articleB, length/s.average.part)
	sum := 0.0
	for id := range s.plan.Terms {
		tf := s.whole[id]
		if tf == 0 {
			continue
		}
		s.touched = append(s.touched, int32(id))
		t := &s.plan.Terms[id]
		sum += s.add(t.Alt, t.Article*saturate(float64(tf)/n, articleK1))
	}
	ps.article = s.w.Article * (sum + s.best())
	ps.whole, _, _ = s.terms(s.w.WholeK1, norm(s.w.WholeB, length/s.average.part), s.whole, s.touched)
	s.touched = s.touched[:0]
}

// Parameters of the BM25 of whole parts, with the usual values.
const (
	articleK1 = 1.2
	articleB  = 0.75
)

// heads reads title, brief and labels, and computes what they add to every
// paragraph and to the whole part.
func (s *Scorer) heads(v part.View) Part {
	clear(s.bonus)
	s.titled = s.titled[:0]
	s.labels(v.Labels)
	s.count(v.Title)
	ps := Part{literal: s.holdsTyped(), slip: s.holdsAny(s.plan.Slips)}
	s.title(&ps, v.Title)
	s.raise(s.w.Title)
	s.count(v.Brief)
	s.keep()
	s.count(v.Labels)
	if ps.named == notNamed && s.plan.Label != "" && hasLabel(v.Labels, s.plan.Label) {
		ps.named = byLabel
	}
	s.raise(s.w.Labels)
	return ps
}

// raise gives the counted patterns a bonus, and adds them to the counts of the
// part.
func (s *Scorer) raise(by float64) {
	for _, id := range s.touched {
		if s.bonus[id] == 0 {
			s.titled = append(s.titled, id)
		}
		s.bonus[id] += by
	}
	s.keep()
}
