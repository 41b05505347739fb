package rank

import (
	"math"

	"github.com/xunzhang/xunzhang/search/plan"
)

// pair is the proximity of the query's words in the paragraph whose matches
// were found last:
//
//	sum over i<j of min(idf_i, idf_j)*near(gap_ij)
//	------------------------------------------------------
//	sum over i<j of min(idf_i, idf_j)
//
// with gap_ij the bytes between the nearest occurrences of i and j, near of
// curves, and absent pairs adding nothing.
func (s *Scorer) pair() float64 {
	n := len(s.plan.Slots)
	for i := range s.last {
		s.last[i] = plan.None
	}
	for i := range s.gaps {
		s.gaps[i] = math.MaxInt32
	}
	for _, m := range s.matches {
		if t := &s.plan.Terms[s.plan.Canonical[m.Term]]; t.Content {
			s.occurrence(s.plan.Alts[t.Alt].Slot, m.Start, m.End, n)
		}
	}
	near, all := 0.0, 0.0
	for i := range n {
		for j := i + 1; j < n; j++ {
			w := min(s.plan.Slots[i].IDF, s.plan.Slots[j].IDF)
			all += w
			near += w * at(s.curves.near, int(s.gaps[i*n+j]), 0)
		}
	}
	if all == 0 {
		return 0
	}
	return near / all
}

// occurrence notes the gaps from an occurrence of a slot back to the last ones
// of the others. Matches come ordered by their ends.
func (s *Scorer) occurrence(slot int, start, end int32, n int) {
	for other, at := range s.last {
		if other == slot || at == plan.None {
			continue
		}
		gap := &s.gaps[min(slot, other)*n+max(slot, other)]
		*gap = min(*gap, max(0, start-at))
	}
	s.last[slot] = end
}

// part scores the part as a whole from the counts of all its texts; length is
// in characters.
func (s *Scorer) part(ps *Part, length float64) {
	clear(s.byAlt)
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

// Parameters of the BM25 of whole parts, the usual ones.
const (
	articleK1 = 1.2
	articleB  = 0.75
)
