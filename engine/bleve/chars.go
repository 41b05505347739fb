package bleve

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"sort"
	"strings"

	"github.com/xunzhang/xunzhang/engine"
)

// The posting lists of single characters are not in the segments: zap takes three
// bytes a posting, and half of all parts hold a common character. chars.dat keeps
// for each character either a bitmap with a bit a row, or the differences between
// rows as uvarints, whichever is shorter: 0.6 bytes a posting on Chinese prose.
const charsVersion = 1

// A charEntry is one character's list within the data.
type charEntry struct {
	text   string
	parts  int // rows in the list
	bitmap bool
	start  int
	end    int
}

// chars is an open chars.dat.
type chars struct {
	entries []charEntry // by text
	data    []byte
}

func openChars(b []byte) (*chars, error) {
	d := newDecoder(b)
	if v := d.number(); v != charsVersion {
		return nil, fmt.Errorf("chars.dat has version %d, this program reads %d", v, charsVersion)
	}
	c := &chars{entries: make([]charEntry, d.count())}
	end := 0
	for i := range c.entries {
		e := charEntry{text: d.text(), parts: int(d.number()), bitmap: d.below(2) == 1, start: end}
		end += int(d.below(len(b)))
		e.end = end
		c.entries[i] = e
	}
	if d.err == nil && end != len(d.b) {
		d.fail()
	}
	if d.err != nil {
		return nil, fmt.Errorf("chars.dat: %w", d.err)
	}
	c.data = b[len(b)-end:]
	return c, nil
}

// from is the index of the first character that is not less than text.
func (c *chars) from(text string) int {
	return sort.Search(len(c.entries), func(i int) bool { return c.entries[i].text >= text })
}

// find returns the entry of a character, nil when no part holds it.
func (c *chars) find(text string) *charEntry {
	i := c.from(text)
	if i == len(c.entries) || c.entries[i].text != text {
		return nil
	}
	return &c.entries[i]
}

// each calls fn for every row of an entry.
func (c *chars) each(e *charEntry, fn func(row uint32)) {
	b := c.data[e.start:e.end]
	if e.bitmap {
		for i, v := range b {
			for ; v != 0; v &= v - 1 {
				fn(uint32(i*8 + bits.TrailingZeros8(v)))
			}
		}
		return
	}
	eachDifference(b, fn)
}

// eachDifference decodes rows that are stored as differences, the first from -1.
func eachDifference(b []byte, fn func(row uint32)) {
	next := uint64(0)
	for len(b) > 0 {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			return
		}
		fn(uint32(next + v))
		next += v + 1
		b = b[n:]
	}
}

// A charsBuilder collects the characters of parts in the order of writing.
type charsBuilder struct {
	lists map[string]*charList
}

type charList struct {
	differences []byte
	next        uint64 // one after the last row
}

func (b *charsBuilder) add(text string, row uint32) {
	l := b.lists[text]
	if l == nil {
		l = &charList{}
		b.lists[strings.Clone(text)] = l // text may be cut from a whole article
	}
	l.add(row)
}

// add appends a row that is not less than the one before; an equal one is
// already there.
func (l *charList) add(row uint32) {
	if uint64(row) < l.next {
		return
	}
	l.differences = binary.AppendUvarint(l.differences, uint64(row)-l.next)
	l.next = uint64(row) + 1
}

// encode returns the bytes of chars.dat; place[i] is the final row of the i-th
// written part, or dead, and rows how many rows there are.
func (b *charsBuilder) encode(place []uint32, rows int) []byte {
	head, data := &encoder{}, []byte{}
	head.number(charsVersion)
	count := 0
	entries := &encoder{}
	var list []uint32
	for _, text := range slices.Sorted(maps.Keys(b.lists)) {
		list = list[:0]
		eachDifference(b.lists[text].differences, func(i uint32) {
			if place[i] != dead {
				list = append(list, place[i])
			}
		})
		if len(list) == 0 {
			continue
		}
		slices.Sort(list)
		before := len(data)
		var bitmap uint64
		data, bitmap = appendList(data, list, rows)
		entries.text(text)
		entries.number(uint64(len(list)))
		entries.number(bitmap)
		entries.number(uint64(len(data) - before))
		count++
	}
	head.number(uint64(count))
	return slices.Concat(head.b, entries.b, data)
}

// appendList appends ascending rows in the shorter form, and returns 1 for a
// bitmap, else 0.
func appendList(data []byte, list []uint32, rows int) ([]byte, uint64) {
	start := len(data)
	l := charList{differences: data}
	for _, r := range list {
		l.add(r)
	}
	size := (rows + 7) / 8
	if len(l.differences)-start <= size {
		return l.differences, 0
	}
	data = append(l.differences[:start], make([]byte, size)...)
	for _, r := range list {
		data[start+int(r/8)] |= 1 << (r % 8)
	}
	return data, 1
}

// load begins with the lists of an open file, whose rows become the first written
// parts.
func (b *charsBuilder) load(c *chars) {
	for i := range c.entries {
		e := &c.entries[i]
		c.each(e, func(row uint32) { b.add(e.text, row) })
	}
}

// count returns in how many parts a character occurs.
func (c *chars) count(text string) int {
	if e := c.find(text); e != nil {
		return e.parts
	}
	return 0
}

// check compares the length of each list with the count in its entry.
func (c *chars) check(rows int) error {
	for i := range c.entries {
		e, n := &c.entries[i], 0
		c.each(e, func(row uint32) {
			if int(row) < rows {
				n++
			}
		})
		if n != e.parts {
			return fmt.Errorf("chars.dat: %q: %d parts instead of %d: %w", e.text, n, e.parts, engine.ErrDamaged)
		}
	}
	return nil
}
