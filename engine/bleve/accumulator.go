package bleve

// A slot is the state of one row while a query is evaluated.
type slot struct {
	score float64
	count uint32 // how many nodes matched the row; 0 in every row that is not touched
}

// An accumulator holds the rows that a node matches, and their scores, in an
// array over all rows. Accumulators are pooled. A pooled one has only zero slots:
// cleaning one resets the touched rows alone.
type accumulator struct {
	slots   []slot
	touched []uint32 // rows with a count, in the order of first touch
}

// anyCount makes add accept every row.
const anyCount = -1

// add notes that a node matches a row. In a conjunction, want is the number of
// nodes that were evaluated before: a row that did not match all of them is left
// out. Otherwise want is anyCount.
func (a *accumulator) add(row uint32, score float64, want int) {
	s := &a.slots[row]
	if s.count == 0 {
		if want > 0 {
			return
		}
		a.touched = append(a.touched, row)
	} else if want >= 0 && s.count != uint32(want) {
		return
	}
	s.count++
	s.score += score
}

// mark matches a row without a score, once.
func (a *accumulator) mark(row uint32) {
	if s := &a.slots[row]; s.count == 0 {
		s.count = 1
		a.touched = append(a.touched, row)
	}
}

// has says whether a row matches.
func (a *accumulator) has(row uint32) bool { return a.slots[row].count > 0 }

// keep drops the rows for which ok is false.
func (a *accumulator) keep(ok func(row uint32, s *slot) bool) {
	kept := a.touched[:0]
	for _, r := range a.touched {
		s := &a.slots[r]
		if ok(r, s) {
			kept = append(kept, r)
		} else {
			*s = slot{}
		}
	}
	a.touched = kept
}

// clean resets the accumulator, so that it matches no row.
func (a *accumulator) clean() {
	for _, r := range a.touched {
		a.slots[r] = slot{}
	}
	a.touched = a.touched[:0]
}
