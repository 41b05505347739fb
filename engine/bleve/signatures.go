package bleve

import (
	"runtime"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/xunzhang/xunzhang/engine"
)

// Signatures of the parts of a generation spare searches reading texts (see
// engine.Verified). They are in memory alone: on disk they would be a twelfth of the
// generation. A process that stays makes them when it opens a generation, before any
// search reads that; parts whose text was in the generation before keep theirs.
type signatures struct {
	width int      // words of each, a power of two
	words []uint64 // of all, in the order of rows; nil when there are none
}

const (
	// mostSigned is how many bytes the signatures of a generation have at most.
	mostSigned = 64 << 20
	// leastWidth is the least number of words of a signature. Of a usual article it has a
	// fifth of the bits set, so that one in twenty passes for a text that needs two.
	leastWidth = 32

	wholeWidth = len(engine.Signature{})
)

// widthFor is how many words each of so many signatures can have: half as many as
// engine.Signature has beyond 32,768 parts, and so on; 0 beyond 262,144 parts.
func widthFor(parts int) int {
	width := wholeWidth
	for width >= leastWidth && parts*width*8 > mostSigned {
		width /= 2
	}
	if width < leastWidth {
		return 0
	}
	return width
}

// sign makes the signatures of all parts, on all cores. Those of parts that another
// index, nil for none, has too are taken from that. It is called before the index is
// used; by is called from several goroutines.
func (x *index) sign(by func(stored []byte) *engine.Signature, from *index) error {
	n := x.table.size()
	s := signatures{width: widthFor(n)}
	if s.width == 0 {
		return nil
	}
	s.words = make([]uint64, n*s.width)
	known := x.signedIn(from, s.width)
	one := func(row uint32) error {
		if old, ok := known[x.table.texts[row]]; ok {
			copy(s.of(row), from.signatures.of(old))
			return nil
		}
		stored, err := x.stored(row)
		if err != nil {
			return err
		}
		to := s.of(row)
		for i, word := range by(stored) {
			to[i%s.width] |= word
		}
		return nil
	}
	var next atomic.Uint32
	var group errgroup.Group
	for range runtime.NumCPU() {
		group.Go(func() error {
			return x.guard(func() error {
				for row := next.Add(1) - 1; int(row) < n; row = next.Add(1) - 1 {
					if err := one(row); err != nil {
						return err
					}
				}
				return nil
			})
		})
	}
	err := group.Wait()
	if err == nil {
		x.signatures = s
	}
	return err
}

// signedIn returns the rows of the parts that another index has signed, by where their
// texts are in this one: in files that both have.
func (x *index) signedIn(from *index, width int) map[location]uint32 {
	known := map[location]uint32{}
	if from == nil || from.signatures.width != width || from.signatures.words == nil {
		return known
	}
	same := map[uint32]uint32{} // files of that index, as this one numbers them
	for i, name := range from.manifest.Texts {
		for j, own := range x.manifest.Texts {
			if name == own && from.manifest.Files[name] == x.manifest.Files[own] {
				same[uint32(i)] = uint32(j)
			}
		}
	}
	for row, at := range from.table.texts {
		if file, ok := same[at.file]; ok {
			at.file = file
			known[at] = uint32(row)
		}
	}
	return known
}

// of returns the signature of a row.
func (s *signatures) of(row uint32) []uint64 {
	return s.words[int(row)*s.width : (int(row)+1)*s.width]
}

// bySignature reports whether a node accepts the part of a row, and whether its signature
// tells. Those of which bits were put together only tell what a part does not hold.
func (x *index) bySignature(v engine.Verified, row uint32) (accepted, told bool) {
	if x.signatures.words == nil {
		return false, false
	}
	signature := x.signatures.of(row)
	has := func(bits []uint16) bool { return hasAll(signature, bits) }
	if len(v.Needs) > 0 && !slices.ContainsFunc(v.Needs, has) {
		return false, true
	}
	enough := x.signatures.width == wholeWidth && slices.ContainsFunc(v.Enough, has)
	return enough, enough
}

// hasAll reports whether all of some bits of an engine.Signature are set in a signature
// that may have fewer words: the bits of the others are then in these.
func hasAll(signature []uint64, bits []uint16) bool {
	for _, b := range bits {
		if signature[int(b/64)%len(signature)]>>(b%64)&1 == 0 {
			return false
		}
	}
	return true
}
