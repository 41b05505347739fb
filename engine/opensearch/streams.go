package opensearch

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
)

// Streams are kept with a document, compressed, because the cluster can tell
// which documents hold a term but not which terms a document holds: a job needs
// that to take the terms of what it deletes out of the vocabulary, and to write
// a document anew.

// A streams holds the terms of a part and how often each occurs.
type streams map[engine.Field]map[string]int

// spellings are fields that only the vocabulary has: metadata as it is written.
// They tell which spelling of a value is the most frequent.
func spellings() []engine.Field { return []engine.Field{"=category", "=author", "=tag"} }

func spellingField(facet string) engine.Field { return engine.Field("=" + facet) }

// newStreams counts the terms of a part.
func newStreams(d *engine.Doc) streams {
	all := streams{}
	count := func(f engine.Field, terms ...string) {
		counts := make(map[string]int, len(terms))
		for _, t := range terms {
			counts[t]++
		}
		all[f] = counts
	}
	count(engine.Words, d.Words...)
	count(engine.Grams, d.Grams...)
	count(engine.Chars, d.Chars...)
	count(engine.Titles, d.Titles...)
	count(engine.Labels, d.Labels...)
	count(spellingField("category"), spelled(engine.Categories(d.Fields.Category)...)...)
	count(spellingField("author"), spelled(d.Fields.Author)...)
	count(spellingField("tag"), spelled(d.Fields.Tags...)...)
	return all
}

// spelled are the terms of such a field: the key of a value, a zero byte, and the
// value as it is written. The empty value has none.
func spelled(values ...string) []string {
	var terms []string
	for _, v := range values {
		if v != "" {
			terms = append(terms, key(v)+"\x00"+v)
		}
	}
	return terms
}

// writeStreams is the compressed form: for each field in order the number of
// terms and, of each, its length, its bytes and its count.
func (c *codec) writeStreams(all streams) []byte {
	var b []byte
	for _, f := range streamFields() {
		b = binary.AppendUvarint(b, uint64(len(all[f])))
		terms := make([]string, 0, len(all[f]))
		for t := range all[f] {
			terms = append(terms, t)
		}
		slices.Sort(terms)
		for _, t := range terms {
			b = binary.AppendUvarint(b, uint64(len(t)))
			b = append(b, t...)
			b = binary.AppendUvarint(b, uint64(all[f][t]))
		}
	}
	return c.compress(b)
}

func streamFields() []engine.Field { return append(termFields(), spellings()...) }

var errStreams = errors.New("the terms of a part end too early")

// readStreams is the reverse of writeStreams.
func (c *codec) readStreams(compressed []byte) (streams, error) {
	b, err := c.expand(compressed)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", engine.ErrDamaged, err)
	}
	r := reader{b: b}
	all := streams{}
	for _, f := range streamFields() {
		all[f] = map[string]int{}
		for n := r.number(); n > 0 && r.err == nil; n-- {
			t := string(r.bytes(r.number()))
			all[f][t] = r.number()
		}
	}
	if r.err != nil || len(r.b) > 0 {
		return nil, fmt.Errorf("%w: %w", engine.ErrDamaged, errStreams)
	}
	return all, nil
}

// terms is a stream that has every term as often as it occurs.
func (s streams) terms(f engine.Field) []string {
	var out []string
	for t, n := range s[f] {
		for range n {
			out = append(out, t)
		}
	}
	slices.Sort(out)
	return out
}

// A reader decodes numbers and texts from bytes. After the first error it returns
// zeros.
type reader struct {
	b   []byte
	err error
}

// mostNumber keeps a wrong length from becoming an allocation.
const mostNumber = 1 << 31

func (r *reader) number() int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > mostNumber {
		r.err, r.b = errStreams, nil
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

func (r *reader) bytes(n int) []byte {
	if n > len(r.b) {
		r.err, r.b = errStreams, nil
		return nil
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}
