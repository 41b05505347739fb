package rank

import (
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/scan"
)

// Parts that are not scored are read for one thing alone: whether they hold the
// query as typed, or all of its words in one paragraph.

// Holding are the hits whose text holds the query as typed. It looks for nothing
// else, and only where the sieve passes: that is many times as quick as scoring.
func (s *Scorer) Holding(hits []engine.Hit, sieve scan.Sieve) ([]engine.Hit, error) {
	if s.typed == nil {
		s.typed = scan.NewMatcher()
	}
	s.typed.Reset(s.plan.Patterns[s.plan.Literal : s.plan.Literal+1])
	if s.plan.Cut != plan.None {
		s.typed.Loosen(0)
	}
	var out []engine.Hit
	for _, h := range hits {
		v, err := part.Open(h.Stored)
		if err != nil {
			return nil, err
		}
		if s.typed.Holds(v, sieve) {
			out = append(out, h)
		}
	}
	return out, nil
}

// HoldsAllWords reports whether a paragraph of a part holds a word of every
// slot.
func (s *Scorer) HoldsAllWords(v part.View, sieve scan.Sieve) bool {
	if !sieve.Pass(v.Body()) {
		return false
	}
	for c := v.Paragraphs(); c.Next(); {
		if !sieve.Pass(c.Text) {
			continue
		}
		s.Scanned += len(c.Text)
		s.matches = s.Matcher.Find(c.Text, s.matches[:0])
		if s.slotsHeld() == len(s.plan.Slots) {
			return true
		}
	}
	return false
}

// slotsHeld is how many slots the matches that were found last are of.
func (s *Scorer) slotsHeld() int {
	clear(s.bySlot)
	held := 0
	for _, m := range s.matches {
		if t := &s.plan.Terms[s.plan.Canonical[m.Term]]; t.Content {
			if slot := s.plan.Alts[t.Alt].Slot; s.bySlot[slot] == 0 {
				s.bySlot[slot] = 1
				held++
			}
		}
	}
	return held
}
