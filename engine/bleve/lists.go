package bleve

import (
	"encoding/binary"
	"slices"
	"strings"
)

// lists are the posting lists of a field in memory. Zap's own builder takes a map
// of the terms of every part and goes through them twice, with a bitmap for each
// term: half a minute of CPU for 70 MB of text. Lists that grow by a byte or two a
// posting take a tenth of that, and can stay in memory until there is one segment
// to write.
type lists struct {
	counted bool // whether term frequencies are kept
	index   map[string]uint32
	terms   []string
	lists   []list
	bytes   int // about how many bytes all of it takes
}

// A list holds the postings of a term. Each is the difference between its document
// and the one before as a uvarint, shifted left by one; when that is odd, the term
// frequency follows, else it is 1. The newest posting is in doc and tf until its
// frequency is known.
type list struct {
	data []byte
	base uint32 // one after the last document in data
	doc  uint32 // the newest posting's
	tf   uint32
	size uint32 // postings, the newest included
}

// termBytes is about how many bytes a term takes besides its text and postings.
const termBytes = 110

func newLists(counted bool) *lists {
	return &lists{counted: counted, index: map[string]uint32{}}
}

// add adds an occurrence of a term in a document, which is not before any other
// document that was added.
func (l *lists) add(term string, doc uint32) {
	t := l.term(term)
	if t.size > 0 && t.doc == doc {
		if l.counted {
			t.tf++
		}
		return
	}
	if t.size > 0 {
		l.bytes += t.flush()
	}
	t.doc, t.tf = doc, 1
	t.size++
}

func (l *lists) term(term string) *list {
	i, ok := l.index[term]
	if !ok {
		i = uint32(len(l.lists))
		term = strings.Clone(term) // it may be cut from a whole article
		l.index[term] = i
		l.terms = append(l.terms, term)
		l.lists = append(l.lists, list{})
		l.bytes += termBytes + len(term)
	}
	return &l.lists[i]
}

// flush moves the newest posting into data, and returns how many bytes it takes
// there.
func (t *list) flush() int {
	before := len(t.data)
	v := uint64(t.doc-t.base) << 1
	if t.tf == 1 {
		t.data = binary.AppendUvarint(t.data, v)
	} else {
		t.data = binary.AppendUvarint(t.data, v|1)
		t.data = binary.AppendUvarint(t.data, uint64(t.tf))
	}
	t.base = t.doc + 1
	return len(t.data) - before
}

// nextPosting decodes the posting that b begins with.
func nextPosting(b []byte) (difference, tf uint32, rest []byte) {
	v, n := binary.Uvarint(b)
	b = b[n:]
	if v&1 == 0 {
		return uint32(v >> 1), 1, b
	}
	f, n := binary.Uvarint(b)
	return uint32(v >> 1), uint32(f), b[n:]
}

// absorb appends the postings of other, whose documents get offset added.
func (l *lists) absorb(other *lists, offset uint32) {
	for i, term := range other.terms {
		o, t := &other.lists[i], l.term(term)
		if t.size > 0 {
			l.bytes += t.flush()
		}
		if len(o.data) > 0 {
			// The first difference counts from 0 there and from base here;
			// the others stay as they are.
			first, tf, rest := nextPosting(o.data)
			t.doc, t.tf = first+offset, tf
			t.flush()
			t.data = append(t.data, rest...)
			t.base = o.base + offset
			l.bytes += len(o.data)
		}
		t.doc, t.tf = o.doc+offset, o.tf
		t.size += o.size
	}
}

// each calls fn with the postings of every term, in byte order of the terms.
// Place maps the documents of the lists to those of the segment; those with place
// dead are left out. The slices are reused between calls.
func (l *lists) each(place []uint32, fn func(term string, docs, tfs []uint32) error) error {
	order := make([]uint32, len(l.terms))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return strings.Compare(l.terms[a], l.terms[b]) })
	var docs, tfs []uint32
	for _, i := range order {
		docs, tfs = l.lists[i].decode(docs[:0], tfs[:0], place)
		if len(docs) == 0 {
			continue
		}
		if err := fn(l.terms[i], docs, tfs); err != nil {
			return err
		}
	}
	return nil
}

func (t *list) decode(docs, tfs, place []uint32) ([]uint32, []uint32) {
	add := func(doc, tf uint32) {
		if p := place[doc]; p != dead {
			docs, tfs = append(docs, p), append(tfs, tf)
		}
	}
	next := uint32(0)
	for b := t.data; len(b) > 0; {
		var difference, tf uint32
		difference, tf, b = nextPosting(b)
		next += difference
		add(next, tf)
		next++
	}
	add(t.doc, t.tf)
	return docs, tfs
}
