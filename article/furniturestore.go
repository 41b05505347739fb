package article

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
)

// furnitureVersion is the first byte of a stored count.
const furnitureVersion = 1

// ErrFurniture says that stored counts of furniture are damaged.
var ErrFurniture = errors.New("damaged counts of furniture")

// MarshalBinary stores the counts: a version, the number of articles and of
// blocks, and for each block, ascending, the distance from the key before and
// the articles.
func (f *Furniture) MarshalBinary() ([]byte, error) {
	b := []byte{furnitureVersion}
	b = binary.AppendUvarint(b, uint64(f.articles))
	b = binary.AppendUvarint(b, uint64(len(f.counts)))
	before := uint64(0)
	for _, key := range slices.Sorted(maps.Keys(f.counts)) {
		b = binary.AppendUvarint(b, key-before)
		b = binary.AppendUvarint(b, uint64(f.counts[key]))
		before = key
	}
	return b, nil
}

// UnmarshalBinary reads what MarshalBinary stored; errors wrap ErrFurniture.
func (f *Furniture) UnmarshalBinary(b []byte) error {
	if len(b) == 0 || b[0] != furnitureVersion {
		return fmt.Errorf("%w: unknown version", ErrFurniture)
	}
	b = b[1:]
	failed := false
	next := func() uint64 {
		n, size := binary.Uvarint(b)
		if size <= 0 {
			failed = true
			return 0
		}
		b = b[size:]
		return n
	}
	articles, blocks, key := next(), next(), uint64(0)
	if failed || articles > math.MaxInt32 || blocks > uint64(len(b)) {
		return fmt.Errorf("%w: cut short", ErrFurniture)
	}
	counts := make(map[uint64]uint32, blocks)
	for range blocks {
		key += next()
		counts[key] = uint32(min(next(), math.MaxUint32))
	}
	if failed || len(b) > 0 || len(counts) != int(blocks) {
		return fmt.Errorf("%w: cut short", ErrFurniture)
	}
	f.articles, f.counts = int(articles), counts
	return nil
}
