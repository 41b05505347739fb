package rank

import "math/bits"

// A set holds small numbers: slots or alternatives, of which a paragraph has few and
// a pasted text hundreds.
type set []uint64

// emptySet is a set with room for the numbers below n.
func emptySet(s set, n int) set { return zeroed(s, (n+63)/64) }

func (s set) set(i int)      { s[i>>6] |= 1 << (i & 63) }
func (s set) has(i int) bool { return s[i>>6]>>(i&63)&1 == 1 }
func (s set) clear()         { clear(s) }

// each calls yield with each number, ascending.
func (s set) each(yield func(int) bool) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			if !yield(i<<6 + bits.TrailingZeros64(w)) {
				return
			}
		}
	}
}

// size is how many numbers there are.
func (s set) size() int { return s.sizeWith(s) }

// sizeWith is how many numbers there are in either of two sets with room for the same.
func (s set) sizeWith(other set) (n int) {
	for i, w := range s {
		n += bits.OnesCount64(w | other[i])
	}
	return n
}
