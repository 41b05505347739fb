package bleve

import (
	"encoding/binary"
	"fmt"

	"github.com/xunzhang/xunzhang/engine"
)

// An encoder appends numbers and strings; a decoder reads them back. All
// numbers are uvarints, strings follow their length.
type encoder struct{ b []byte }

func (e *encoder) number(v uint64) { e.b = binary.AppendUvarint(e.b, v) }

func (e *encoder) signed(v int64) { e.b = binary.AppendVarint(e.b, v) }

func (e *encoder) text(s string) {
	e.number(uint64(len(s)))
	e.b = append(e.b, s...)
}

func (e *encoder) texts(all []string) {
	e.number(uint64(len(all)))
	for _, s := range all {
		e.text(s)
	}
}

// A decoder stops at the first error; what it returns after that is zero.
type decoder struct {
	all string // strings are cut from it, so that they cost no copies
	b   []byte // the rest
	err error
}

func newDecoder(b []byte) *decoder { return &decoder{all: string(b), b: b} }

func (d *decoder) number() uint64 { return decodeWith(d, binary.Uvarint) }

func (d *decoder) signed() int64 { return decodeWith(d, binary.Varint) }

// decodeWith decodes a number with a function that also returns its length in bytes.
func decodeWith[T uint64 | int64](d *decoder, decode func([]byte) (T, int)) T {
	v, n := decode(d.b)
	if n <= 0 {
		d.fail()
		return 0
	}
	d.b = d.b[n:]
	return v
}

// count reads the length of a list, each element of which takes at least a byte.
func (d *decoder) count() int {
	v := d.number()
	if v > uint64(len(d.b)) {
		d.fail()
		return 0
	}
	return int(v)
}

// below reads a number that must be less than limit.
func (d *decoder) below(limit int) uint32 {
	v := d.number()
	if v >= uint64(limit) {
		d.fail()
		return 0
	}
	return uint32(v)
}

func (d *decoder) text() string {
	n := d.count()
	start := len(d.all) - len(d.b)
	if d.err != nil {
		return ""
	}
	d.b = d.b[n:]
	return d.all[start : start+n]
}

func (d *decoder) texts() []string {
	all := make([]string, d.count())
	for i := range all {
		all[i] = d.text()
	}
	return all
}

func (d *decoder) fail() {
	if d.err == nil {
		d.err = fmt.Errorf("at byte %d: %w", len(d.all)-len(d.b), engine.ErrDamaged)
	}
	d.b = nil
}
