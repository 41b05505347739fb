package search

import (
	"context"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/scan"
)

// An article in which the words of a query stand in one sentence answers better
// than one that is full of one of them and has the other somewhere else; but the
// engine knows parts and not sentences, and ranks by how often words occur. So
// for a few words more parts that hold all of them are read than are scored, only
// where the rarest word stands.

const (
	nearbyParts = 120 // parts that are read beyond those that are ranked
	nearbyMost  = 20  // of them, how many are ranked too
	nearbyWords = 4   // words of a query above which it is a question
)

// readsOn reports whether parts beyond the ranked ones are read for paragraphs
// that hold all words of the query.
func (r *run) readsOn() bool {
	n := len(r.plan.slots)
	return n > 1 && n <= nearbyWords && r.request.Sort == engine.ByRelevance && len(r.plan.words) > 1
}

// addNearby makes candidates of the first hits of which a paragraph holds all
// words of the query.
func (r *run) addNearby(ctx context.Context, hits []engine.Hit) error {
	sieve := r.plan.rarestSlot()
	added := 0
	for _, h := range hits {
		if !h.Preferred || added == nearbyMost {
			continue
		}
		v, err := part.Open(h.Stored)
		if err != nil {
			return err
		}
		if r.scorer.standTogether(v, sieve) {
			r.hits = append(r.hits, h)
			added++
		}
	}
	return r.stage2(ctx, levelFirst)
}

// rarestSlot is the sieve of a character of the rarest slot, if nothing else
// stands for that.
func (p *plan) rarestSlot() scan.Sieve {
	rarest := none
	for i, s := range p.slots {
		if rarest == none || s.idf > p.slots[rarest].idf {
			rarest = i
		}
	}
	for _, a := range p.alts {
		if a.slot == rarest && a.from.Kind != "" {
			return scan.Sieve{}
		}
	}
	for _, c := range p.slots[rarest].text {
		if s := scan.NewSieve(c); s.Sifts() {
			return s
		}
	}
	return scan.Sieve{}
}

// standTogether reports whether a paragraph of a part holds a word of every
// slot.
func (s *scorer) standTogether(v part.View, sieve scan.Sieve) bool {
	for c := v.Paragraphs(); c.Next(); {
		if !sieve.Pass(c.Text) {
			continue
		}
		s.matches = s.matcher.Find(c.Text, s.matches[:0])
		if s.slotsHeld() == len(s.plan.slots) {
			return true
		}
	}
	return false
}

// slotsHeld is how many slots the matches that were found last are of.
func (s *scorer) slotsHeld() int {
	clear(s.bySlot)
	held := 0
	for _, m := range s.matches {
		if t := &s.plan.terms[s.plan.canonical[m.Term]]; t.content {
			if slot := s.plan.alts[t.alt].slot; s.bySlot[slot] == 0 {
				s.bySlot[slot] = 1
				held++
			}
		}
	}
	return held
}
