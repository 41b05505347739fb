package rank

import (
	"cmp"
	"math"
	"slices"

	"github.com/xunzhang/xunzhang/search/plan"
)

// pair returns the proximity of the query's words in the paragraph whose matches
// were found last:
//
//	sum over i<j of min(idf_i, idf_j)*near(gap_ij)
//	------------------------------------------------------
//	sum over i<j of min(idf_i, idf_j)
//
// with gap_ij the bytes between the nearest occurrences of i and j, near of curves,
// and absent pairs adding nothing. For a longer query only the pairSlots rarest
// slots are used, because the work grows with the square of their number.
func (s *Scorer) pair() float64 {
	s.seen.clear()
	for i := range s.pairs {
		s.last[i] = plan.None
	}
	for i := range s.gaps[:len(s.pairs)*pairSlots] {
		s.gaps[i] = math.MaxInt32
	}
	for _, m := range s.matches {
		if t := &s.plan.Terms[s.plan.Canonical[m.Term]]; t.Content {
			slot := s.plan.Alts[t.Alt].Slot
			s.seen.set(slot)
			if place := s.places[slot]; place != plan.None {
				s.occurrence(int(place), m.Start, m.End)
			}
		}
	}
	if s.pairSum == 0 {
		return 0
	}
	near := 0.0
	for i, a := range s.pairs {
		if s.last[i] == plan.None {
			continue
		}
		for j := i + 1; j < len(s.pairs); j++ {
			gap := min(s.gaps[i*pairSlots+j], s.gaps[j*pairSlots+i])
			near += s.pairWeight(a, s.pairs[j]) * at(s.curves.near, int(gap), 0)
		}
	}
	return near / s.pairSum
}

// pairWeight is what a pair of slots counts.
func (s *Scorer) pairWeight(a, b int) float64 {
	return min(s.plan.Slots[a].IDF, s.plan.Slots[b].IDF)
}

// quotation is near 1 where the counted paragraph holds nearly all pairs of characters
// of the query, and small where it holds half of them, as answers to questions do.
func (s *Scorer) quotation() float64 {
	share := 0.0
	for _, id := range s.touched {
		share += s.plan.Terms[id].Quotation
	}
	return math.Pow(share, quotationPower)
}

// quotationPower is the power of the share of pairs that a paragraph holds.
const quotationPower = 4

// occurrence notes the gaps from an occurrence of one of the slots of pairs back to
// the last ones of the others. Matches come ordered by their ends.
func (s *Scorer) occurrence(place int, start, end int32) {
	gaps := s.gaps[place*pairSlots:][:len(s.pairs)]
	for i := range gaps {
		if at := s.last[i]; i != place && at != plan.None {
			gaps[i] = min(gaps[i], max(0, start-at))
		}
	}
	s.last[place] = end
}

// pairSlots is the largest number of slots for which pairs are counted. Fewer than
// one in a hundred judged queries have more slots.
const pairSlots = 16

// resetPairs chooses the slots of which pairs are made.
func (s *Scorer) resetPairs(slots []plan.Slot) {
	s.pairs = rarest(slots, s.pairs[:0])
	s.places = zeroed(s.places, len(slots))
	for i := range s.places {
		s.places[i] = plan.None
	}
	s.last, s.gaps = zeroed(s.last, pairSlots), zeroed(s.gaps, pairSlots*pairSlots)
	s.pairSum = 0
	for i, a := range s.pairs {
		s.places[a] = int32(i)
		for _, b := range s.pairs[i+1:] {
			s.pairSum += s.pairWeight(a, b)
		}
	}
}

// rarest returns the slots for which pairs are counted, in their order.
func rarest(slots []plan.Slot, dst []int) []int {
	for i := range slots {
		dst = append(dst, i)
	}
	if len(dst) > pairSlots {
		slices.SortStableFunc(dst, func(a, b int) int { return cmp.Compare(slots[b].IDF, slots[a].IDF) })
		dst = dst[:pairSlots]
		slices.Sort(dst)
	}
	return dst
}
