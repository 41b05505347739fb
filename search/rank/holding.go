package rank

import (
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/scan"
)

// Parts that are not scored are read only to find out whether they hold the query
// as typed, or all of its words in one paragraph.

// Holding returns the hits whose text holds the query as typed. It searches for
// nothing else, and only in texts that pass the sieve, which is many times as fast
// as scoring.
func (s *Scorer) Holding(hits []engine.Hit, sieve scan.Sieve) ([]engine.Hit, error) {
	if s.literalMatcher == nil {
		s.literalMatcher = scan.NewMatcher()
	}
	s.literalMatcher.Reset([]string{s.plan.Typed()})
	if s.plan.LiteralInside != plan.None {
		s.literalMatcher.MatchInside(0)
	}
	s.literalMatcher.Anchor(sieve)
	var out []engine.Hit
	for _, h := range hits {
		v, err := part.Open(h.Stored)
		if err != nil {
			return nil, err
		}
		if s.literalMatcher.Holds(v) {
			out = append(out, h)
		}
	}
	return out, nil
}

// HoldsAllWords reports whether a paragraph of a part holds a word of every slot, with the
// title, the author and the tags. Where these hold none, such a paragraph passes all
// sieves.
func (s *Scorer) HoldsAllWords(v part.View, sieves []scan.Sieve) bool {
	if s.readHead(v) {
		return true
	}
	if s.headSlots.size() > 0 {
		sieves = nil
	}
	for c := v.Paragraphs(); c.Next(); {
		if !passAll(sieves, c.Text) {
			continue
		}
		s.Scanned += len(c.Text)
		s.matches = s.Matcher.Find(c.Text, s.matches[:0])
		s.noteSlots()
		if s.heldSlots.sizeWith(s.headSlots) == len(s.plan.Slots) {
			return true
		}
	}
	return false
}

// readHead records the slots in the title, and in an author or a tag, and reports whether
// these are all of several.
func (s *Scorer) readHead(v part.View) bool {
	s.noteLabels(v.Labels)
	s.Scanned += len(v.Title)
	s.matches = s.Matcher.Find(v.Title, s.matches[:0])
	clear(s.inTitle)
	s.cover(s.inTitle)
	return s.noteHead()
}

// passAll reports whether a text passes all sieves.
func passAll(sieves []scan.Sieve, text []byte) bool {
	for _, s := range sieves {
		if !s.Pass(text) {
			return false
		}
	}
	return true
}

// noteSlots records the slots that have a match among those that were found last.
func (s *Scorer) noteSlots() {
	s.heldSlots.clear()
	for _, m := range s.matches {
		if t := &s.plan.Terms[s.plan.Canonical[m.Term]]; t.Content {
			s.heldSlots.set(s.plan.Alts[t.Alt].Slot)
		}
	}
}
