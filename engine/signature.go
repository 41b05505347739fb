package engine

// A Signature is a set of bits, each for a hash of short strings in the text of a
// stored part (Faloutsos and Christodoulakis, "Signature files", 1984). It shows which
// texts a part cannot hold and, of strings that have a bit of their own, which it holds,
// and is small enough that an engine can keep those of many
// parts in memory. Reading 50 MB of parts takes some 50 ms, testing their signatures
// less than one. Of many parts an engine may keep smaller ones: the second half of the
// words or-ed to the first, once or several times.
type Signature [SignatureBits / 64]uint64

// SignatureBits is how many bits a signature has.
const SignatureBits = 16384

// Add sets a bit.
func (s *Signature) Add(bit uint16) { s[bit/64] |= 1 << (bit % 64) }

// HasAll reports whether all of some bits are set.
func (s *Signature) HasAll(bits []uint16) bool {
	for _, b := range bits {
		if s[b/64]>>(b%64)&1 == 0 {
			return false
		}
	}
	return true
}

// HasAllOfOne reports whether all bits of one of several lists are set.
func (s *Signature) HasAllOfOne(lists [][]uint16) bool {
	for _, bits := range lists {
		if s.HasAll(bits) {
			return true
		}
	}
	return false
}
