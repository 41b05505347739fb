package bleve

import "math"

// An accumulator holds the rows that a node matches, and their scores, in arrays
// over all rows: a small one of counts, which is all that most nodes need and
// stays in the processor's cache, and one of scores. Accumulators are pooled. In a
// pooled one everything is zero: cleaning it resets the touched rows alone.
type accumulator struct {
	counts  []uint16 // how many nodes matched the row; 0 in every row that is not touched
	scores  []float64
	scored  bool     // whether any score is not 0
	touched []uint32 // rows with a count, in the order of first touch
}

func newAccumulator(rows int) *accumulator {
	return &accumulator{counts: make([]uint16, rows), scores: make([]float64, rows)}
}

// anyCount makes add accept every row.
const anyCount = -1

// add notes that a node matches a row. In a conjunction, want is the number of
// nodes that were evaluated before: a row that did not match all of them is left
// out. Otherwise want is anyCount.
func (a *accumulator) add(row uint32, score float64, want int) {
	count := &a.counts[row]
	if *count == 0 {
		if want > 0 {
			return
		}
		a.touched = append(a.touched, row)
	} else if want >= 0 && *count != uint16(want) {
		return
	}
	if *count < math.MaxUint16 {
		*count++
	}
	if score != 0 {
		a.scores[row] += score
		a.scored = true
	}
}

// mark matches a row without a score, once.
func (a *accumulator) mark(row uint32) {
	if a.counts[row] == 0 {
		a.counts[row] = 1
		a.touched = append(a.touched, row)
	}
}

// has says whether a row matches.
func (a *accumulator) has(row uint32) bool { return a.counts[row] > 0 }

// keep drops the rows for which ok is false.
func (a *accumulator) keep(ok func(row uint32) bool) {
	kept := a.touched[:0]
	for _, r := range a.touched {
		if ok(r) {
			kept = append(kept, r)
		} else {
			a.counts[r], a.scores[r] = 0, 0
		}
	}
	a.touched = kept
}

// clean resets the accumulator, so that it matches no row.
func (a *accumulator) clean() {
	for _, r := range a.touched {
		a.counts[r] = 0
	}
	if a.scored {
		for _, r := range a.touched {
			a.scores[r] = 0
		}
	}
	a.touched, a.scored = a.touched[:0], false
}
