package rank

import (
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/plan"
)

// A Part holds the scores of a part as a whole.
type Part struct {
	article    float64      // A: the BM25 of the query's words over the part
	whole      float64      // P over the part's text as if it were one paragraph
	title      float64      // T: the score of its title
	name       float64      // the bonus of a title that the query holds
	coverage   float64      // share of the query's pairs of characters that it holds
	answers    float64      // sum of the squared coverage of its paragraphs: how many hold the query
	paragraphs int          // number of its paragraphs
	links      float64      // share of its text that is navigation
	together   bool         // whether one paragraph holds all words of the query, with title, author and tags
	named      naming       // how the query names its article
	literal    Literalness  // of its title
	holdsSlip  bool         // whether its title holds a misspelling as it was typed
	held       plan.WordSet // words of the query that it holds
	decided    plan.WordSet // words for which held is right
}

// Lacks reports whether a scored part lacks a word of the plan, by its index; known
// is false when the patterns do not decide that.
func (p *Part) Lacks(word int) (lacks, known bool) {
	return !p.held.Has(word), p.decided.Has(word)
}

// indexPage is the share of links above which a page is a list of articles rather
// than an article.
const indexPage = .5

// isIndexPage reports whether a part is of such a page.
func (p *Part) isIndexPage() bool { return p.links > indexPage }

// scorePart scores the part as a whole from the counts of all its texts; length is
// in characters.
func (s *Scorer) scorePart(ps *Part, length float64) {
	s.counted = s.counted[:0]
	n := norm(articleB, length/s.average.part)
	sum := 0.0
	for id := range s.plan.Terms {
		tf := s.partTF[id]
		if tf == 0 {
			continue
		}
		s.counted = append(s.counted, int32(id))
		t := &s.plan.Terms[id]
		sum += s.add(t.Alt, t.Article*saturate(float64(tf)/n, articleK1))
	}
	ps.article = s.w.Article * (sum + s.takeBest())
	ps.coverage = s.coveredPairs()
	ps.whole, _, _ = s.scoreTerms(s.w.WholeK1, norm(s.w.WholeB, length/s.average.part), s.partTF, s.counted)
	s.counted = s.counted[:0]
}

// coveredPairs returns the share of the query's pairs among the counted terms of a part.
func (s *Scorer) coveredPairs() float64 {
	sum := 0.0
	for _, id := range s.counted {
		if t := &s.plan.Terms[id]; t.Pair > 0 {
			sum += s.add(t.Alt, t.Pair)
		}
	}
	return sum + s.takeBest()
}

// Parameters of the BM25 of whole parts, with the usual values.
const (
	articleK1 = 1.2
	articleB  = 0.75
)

// scoreHead reads title, brief and labels, and computes what they add to every
// paragraph and to the whole part.
func (s *Scorer) scoreHead(v part.View) Part {
	clear(s.bonus)
	s.withBonus = s.withBonus[:0]
	s.noteLabels(v.Labels)
	s.count(v.Title)
	ps := Part{literal: s.holdsTyped(), holdsSlip: s.holdsAny(s.plan.Slips)}
	s.scoreTitle(&ps, v.Title)
	ps.together = s.noteHead()
	s.addBonus(s.w.Title)
	s.count(v.Brief)
	s.addToPart()
	s.count(v.Labels)
	if ps.named == notNamed && s.plan.Label != "" && hasLabel(v.Labels, s.plan.Label) {
		ps.named = byLabel
	}
	s.addBonus(s.w.Labels)
	return ps
}

// noteHead records the slots in the title, or in an author or a tag that the query holds
// whole, and reports whether these are all of several.
func (s *Scorer) noteHead() bool {
	s.headSlots.clear()
	for i := range s.plan.Slots {
		if s.inTitle[i] > 0 || s.inLabel[i] > 0 {
			s.headSlots.set(i)
		}
	}
	return len(s.plan.Slots) > 1 && s.headSlots.size() == len(s.plan.Slots)
}

// addBonus gives the counted patterns a bonus, and adds them to the counts of the
// part.
func (s *Scorer) addBonus(by float64) {
	for _, id := range s.counted {
		if s.bonus[id] == 0 {
			s.withBonus = append(s.withBonus, id)
		}
		s.bonus[id] += by
	}
	s.addToPart()
}
