package bleve

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/blevesearch/vellum"
	"github.com/xunzhang/xunzhang/engine"
)

// A walk iterates over the terms of a segment that begin with a prefix.
type walk struct {
	segment *segment
	it      *vellum.FSTIterator
	term    string
	value   uint64
	done    bool
}

// walk returns a walk at the first term with the prefix; nil when the segment has
// no terms in the field.
func (s *segment) walk(f engine.Field, prefix string) (*walk, error) {
	fst := s.dictionary(f)
	if fst == nil {
		return nil, nil
	}
	w := &walk{segment: s}
	var err error
	w.it, err = fst.Iterator([]byte(prefix), prefixEnd(prefix))
	return w, w.take(err)
}

func (w *walk) next() error { return w.take(w.it.Next()) }

func (w *walk) take(err error) error {
	if errors.Is(err, vellum.ErrIteratorDone) {
		w.done = true
		return nil
	}
	if err != nil {
		w.done = true
		return fmt.Errorf("segment %s: dictionary: %w", w.segment.name, err)
	}
	term, value := w.it.Current()
	w.term, w.value = string(term), value
	return nil
}

// prefixEnd returns the first string after all that begin with the prefix; nil
// when there is none.
func prefixEnd(prefix string) []byte {
	b := []byte(prefix)
	for len(b) > 0 {
		if b[len(b)-1] < 0xFF {
			b[len(b)-1]++
			return b
		}
		b = b[:len(b)-1]
	}
	return nil
}

// terms walks the dictionaries of all segments together. Zap's own iterator counts
// wrongly after the first term with a single document, so we count ourselves.
func (x *index) terms(ctx context.Context, f engine.Field, prefix string, fn func(string, int) bool) error {
	if f == engine.Chars {
		return x.charTerms(ctx, prefix, fn)
	}
	var walks []*walk
	for _, s := range x.segments {
		w, err := s.walk(f, prefix)
		if err != nil {
			return err
		}
		if w != nil {
			walks = append(walks, w)
		}
	}
	p := x.lists.Get().(*postings)
	defer x.lists.Put(p)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		term, n, err := step(walks, p)
		if err != nil || n < 0 {
			return err
		}
		if n > 0 && !fn(term, n) {
			return nil
		}
	}
}

// step returns the least term of all walks with its count, and moves on; the count
// is negative at the end.
func step(walks []*walk, p *postings) (string, int, error) {
	least, found := "", false
	for _, w := range walks {
		if !w.done && (!found || w.term < least) {
			least, found = w.term, true
		}
	}
	if !found {
		return "", -1, nil
	}
	total := 0
	for _, w := range walks {
		if w.done || w.term != least {
			continue
		}
		n, err := w.segment.count(w.value, p)
		if err != nil {
			return "", 0, err
		}
		total += n
		if err := w.next(); err != nil {
			return "", 0, err
		}
	}
	return least, total, nil
}

func (x *index) charTerms(ctx context.Context, prefix string, fn func(string, int) bool) error {
	c := x.chars
	for i := c.from(prefix); i < len(c.entries) && strings.HasPrefix(c.entries[i].text, prefix); i++ {
		if !fn(c.entries[i].text, c.entries[i].parts) {
			return nil
		}
	}
	return ctx.Err()
}
