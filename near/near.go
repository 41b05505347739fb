// Package near finds near-duplicate texts: reposts, mirrors, and copies with few
// changes. It knows sketches of texts, groups of near-duplicates, and the stored
// form of the groups; it must not know articles, engines, or how terms are made.
//
// A text is the set of its shingles, runs of neighbouring terms, and two texts
// resemble each other by the share of shingles that they have in common
// (Broder, "On the resemblance and containment of documents", 1997). A sketch
// estimates that share: every shingle is hashed once, the hash falls into one
// of 64 slots, and each slot keeps its least hash (Li, Owen and Zhang, "One
// permutation hashing", 2012), of which 16 bits are enough (Li and König,
// "b-bit minwise hashing", 2010). The share of slots in which two sketches
// agree is the estimate, with a standard error of at most .06.
//
// Texts of a series, such as weekly reports, share much of their wording without
// being copies. They are kept apart by their titles: texts whose titles differ only
// in a number are never grouped, and short texts only when their titles are equal.
package near

import "encoding/binary"

// slots is how many slots a sketch has, and shingle how many neighbouring terms
// are one element of a text's set.
const (
	slots   = 64
	shingle = 4
)

// A Sketch represents the set of a text's shingles, in 128 bytes: sixteen bits a
// slot, 0 for an empty slot. It is nil for a text without shingles.
type Sketch []byte

// A Text is what is stored of a text to compare it with others.
type Text struct {
	Sketch   Sketch
	Shingles int    // repeated ones each time
	Title    uint64 // hash of the title, see hashTitle
	Frame    uint64 // of the title without its numbers
}

// A Sketcher makes the sketch of a text from its terms in their order. The zero
// value is ready to use by one goroutine.
type Sketcher struct {
	least    [slots]uint64 // 0 is an empty slot
	shingles int
}

// Add adds a run of n terms, the i-th of which is term(i). No shingle reaches
// from one run into the next.
func (s *Sketcher) Add(n int, term func(i int) string) {
	var last [shingle]uint64
	for i := range n {
		last[i%shingle] = hash(term(i))
		if i+1 < shingle {
			continue
		}
		var h uint64
		for k := range shingle {
			h = (h ^ last[(i+1+k)%shingle]) * 0x9e3779b97f4a7c15
		}
		s.add(mix(h))
	}
}

// add adds the hash of a shingle.
func (s *Sketcher) add(h uint64) {
	slot := h % slots
	h = max(h/slots, 1)
	if least := s.least[slot]; least == 0 || h < least {
		s.least[slot] = h
	}
	s.shingles++
}

// Text returns what to keep of the text that was added, with its title, which must
// be folded.
func (s *Sketcher) Text(title string) Text {
	t := Text{Shingles: s.shingles}
	t.Title, t.Frame = hashTitle(title)
	if s.shingles == 0 {
		return t
	}
	t.Sketch = make(Sketch, 2*slots)
	for i, h := range s.least {
		if h != 0 {
			binary.LittleEndian.PutUint16(t.Sketch[2*i:], uint16(max(mix(h)>>48, 1)))
		}
	}
	return t
}

// hash is FNV-1a.
func hash(s string) uint64 {
	h := uint64(0xcbf29ce484222325)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 0x100000001b3
	}
	return h
}

// mix spreads the bits of a hash, so that every one depends on all: the
// finisher of splitmix64.
func mix(h uint64) uint64 {
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

func (s Sketch) slot(i int) uint16 { return binary.LittleEndian.Uint16(s[2*i:]) }

// Resemblance estimates the share of shingles that two texts have in common,
// from 0 to 1.
func Resemblance(a, b Sketch) float64 {
	if len(a) != 2*slots || len(b) != 2*slots {
		return 0
	}
	filled, equal := 0, 0
	for i := range slots {
		x, y := a.slot(i), b.slot(i)
		if x|y != 0 {
			filled++
		}
		if x != 0 && x == y {
			equal++
		}
	}
	return float64(equal) / float64(max(1, filled))
}
