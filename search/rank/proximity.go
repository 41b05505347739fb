package rank

import (
	"cmp"
	"math"
	"slices"

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
// curves, and absent pairs adding nothing. Of a longer query the pairSlots rarest
// slots are looked at: work grows by their square.
func (s *Scorer) pair() float64 {
	for i := range s.last {
		s.last[i] = plan.None
	}
	for i := range s.gaps[:len(s.pairs)*pairSlots] {
		s.gaps[i] = math.MaxInt32
	}
	for _, m := range s.matches {
		if t := &s.plan.Terms[s.plan.Canonical[m.Term]]; t.Content {
			s.occurrence(s.plan.Alts[t.Alt].Slot, m.Start, m.End)
		}
	}
	near, all := 0.0, 0.0
	for i, a := range s.pairs {
		for j, b := range s.pairs[i+1:] {
			w := min(s.plan.Slots[a].IDF, s.plan.Slots[b].IDF)
			all += w
			near += w * at(s.curves.near, int(s.gaps[i*pairSlots+i+1+j]), 0)
		}
	}
	if all == 0 {
		return 0
	}
	return near / all
}

// occurrence notes the gaps from an occurrence of a slot back to the last ones
// of the others. Matches come ordered by their ends.
func (s *Scorer) occurrence(slot int, start, end int32) {
	if of, ok := slices.BinarySearch(s.pairs, slot); ok {
		for i, other := range s.pairs {
			if at := s.last[other]; i != of && at != plan.None {
				gap := &s.gaps[min(i, of)*pairSlots+max(i, of)]
				*gap = min(*gap, max(0, start-at))
			}
		}
	}
	s.last[slot] = end
}

// pairSlots is up to how many slots pairs are made of. Fewer than one in a hundred
// judged queries have more.
const pairSlots = 16

// rarest are the slots that pairs are made of, in their order.
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
