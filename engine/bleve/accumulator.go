package bleve

// A slot is what a query knows of a row so far.
type slot struct {
	score float64
	count uint32 // how many nodes matched it; 0 in every row that is not touched
}

// An accumulator holds the rows that a node matches. Arrays over all rows are
// pooled and stay clean: only touched rows are ever reset.
type accumulator struct {
	slots   []slot
	touched []uint32 // rows with a count, in the order of first touch
}

// anyCount lets add take every row; another number only those with that count.
const anyCount = -1

// add counts a node that matches a row. Inside a conjunction want is how many
// nodes came before: a row that missed one of them is out.
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

// keep drops the rows that ok refuses.
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

// clean makes the accumulator as new.
func (a *accumulator) clean() {
	for _, r := range a.touched {
		a.slots[r] = slot{}
	}
	a.touched = a.touched[:0]
}
