package rank

import (
	"cmp"
	"math"
	"slices"

	"github.com/xunzhang/xunzhang/search/plan"
)

// proximity returns the proximity of the query's words in the paragraph whose matches
// were found last, from 0 to 1:
//
//	sum over i<j of min(idf_i, idf_j)*near(gap_ij)
//	------------------------------------------------------
//	sum over i<j of min(idf_i, idf_j)
//
// with gap_ij the bytes between the nearest occurrences of slots i and j, and near the
// curve of that name. A pair of which one slot is absent adds nothing above the line.
// For a longer query only the mostPaired rarest slots are used, because the work grows
// with the square of their number.
func (s *Scorer) proximity() float64 {
	s.heldSlots.clear()
	for i := range s.paired {
		s.lastEnd[i] = plan.None
	}
	for i := range s.gaps[:len(s.paired)*mostPaired] {
		s.gaps[i] = math.MaxInt32
	}
	for _, m := range s.matches {
		if t := &s.plan.Terms[s.plan.Canonical[m.Term]]; t.Content {
			slot := s.plan.Alts[t.Alt].Slot
			s.heldSlots.set(slot)
			if place := s.pairIndex[slot]; place != plan.None {
				s.occurrence(int(place), m.Start, m.End)
			}
		}
	}
	if s.pairTotal == 0 {
		return 0
	}
	near := 0.0
	for i, a := range s.paired {
		if s.lastEnd[i] == plan.None {
			continue
		}
		for j := i + 1; j < len(s.paired); j++ {
			gap := min(s.gaps[i*mostPaired+j], s.gaps[j*mostPaired+i])
			near += s.pairWeight(a, s.paired[j]) * valueAt(s.curves.near, int(gap), 0)
		}
	}
	return near / s.pairTotal
}

// pairWeight is the weight of a pair of slots: the idf of the more frequent one.
func (s *Scorer) pairWeight(a, b int) float64 {
	return min(s.plan.Slots[a].IDF, s.plan.Slots[b].IDF)
}

// quotation is near 1 where the counted paragraph holds nearly all pairs of characters
// of the query, and small where it holds half of them, as answers to questions do.
func (s *Scorer) quotation() float64 {
	share := 0.0
	for _, id := range s.counted {
		share += s.plan.Terms[id].Quotation
	}
	return math.Pow(share, quotationPower)
}

// quotationPower is the power of the share of pairs that a paragraph holds.
const quotationPower = 4

// occurrence notes the gaps from an occurrence of one of the slots of pairs back to
// the last ones of the others. Matches come ordered by their ends.
func (s *Scorer) occurrence(place int, start, end int32) {
	gaps := s.gaps[place*mostPaired:][:len(s.paired)]
	for i := range gaps {
		if at := s.lastEnd[i]; i != place && at != plan.None {
			gaps[i] = min(gaps[i], max(0, start-at))
		}
	}
	s.lastEnd[place] = end
}

// mostPaired is the largest number of slots for which pairs are counted. Fewer than
// one in a hundred judged queries have more slots.
const mostPaired = 16

// resetPairs chooses the slots that are paired.
func (s *Scorer) resetPairs(slots []plan.Slot) {
	s.paired = rarest(slots, s.paired[:0])
	s.pairIndex = zeroed(s.pairIndex, len(slots))
	for i := range s.pairIndex {
		s.pairIndex[i] = plan.None
	}
	s.lastEnd, s.gaps = zeroed(s.lastEnd, mostPaired), zeroed(s.gaps, mostPaired*mostPaired)
	s.pairTotal = 0
	for i, a := range s.paired {
		s.pairIndex[a] = int32(i)
		for _, b := range s.paired[i+1:] {
			s.pairTotal += s.pairWeight(a, b)
		}
	}
}

// rarest returns the slots for which pairs are counted, in their order.
func rarest(slots []plan.Slot, dst []int) []int {
	for i := range slots {
		dst = append(dst, i)
	}
	if len(dst) > mostPaired {
		slices.SortStableFunc(dst, func(a, b int) int { return cmp.Compare(slots[b].IDF, slots[a].IDF) })
		dst = dst[:mostPaired]
		slices.Sort(dst)
	}
	return dst
}
