package search

import (
	"encoding/base64"
	"errors"
	"fmt"
	"hash/fnv"
	"strings"

	"github.com/xunzhang/xunzhang/engine"
)

// ErrCursor says that a cursor belongs to a generation that is no longer current:
// the search must start again.
var ErrCursor = errors.New("the index has changed since the cursor was given")

// A cursor is the end of a page, from which the same search continues in the same
// generation. Its text is opaque, so that clients do not construct one.
type cursor struct {
	search uint64 // hash of what is searched for
	index  uint64 // hash of the generation
	from   int    // articles before it
}

func (c cursor) String() string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "1 %x %x %d", c.search, c.index, c.from))
}

// parseCursor reads what String wrote.
func parseCursor(text string) (cursor, error) {
	var c cursor
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		_, err = fmt.Sscanf(string(b), "1 %x %x %d", &c.search, &c.index, &c.from)
	}
	if err != nil || c.from < 0 || c.from > MaxWindow || c.String() != text {
		return c, &ParameterError{"cursor", "not one that an answer gave"}
	}
	return c, nil
}

// hash returns a hash of everything in the request that decides which articles are
// found, and in which order.
func (r Request) hash() uint64 {
	h := fnv.New64a()
	for _, list := range [][]string{{r.Text}, r.Categories, r.Authors, r.Tags} {
		fmt.Fprintf(h, "%d %q\n", len(list), strings.Join(list, "\x00"))
	}
	fmt.Fprintln(h, r.Sort, r.Years, r.From.Unix(), r.To.Unix(), r.Literal)
	return h.Sum64()
}

// indexHash returns a hash that tells generations apart.
func indexHash(s engine.State) uint64 {
	h := fnv.New64a()
	fmt.Fprintln(h, s.Generation, s.BuiltAt.UnixNano())
	return h.Sum64()
}

// offset returns how many articles come before the page of the request.
func (x *session) offset() (int, error) {
	if x.request.Cursor == "" {
		return (x.request.Page - 1) * x.request.Size, nil
	}
	c, err := parseCursor(x.request.Cursor)
	switch {
	case err != nil:
		return 0, err
	case c.search != x.request.hash():
		return 0, &ParameterError{"cursor", "of another search"}
	case c.index != indexHash(x.view.State()):
		return 0, ErrCursor
	case c.from+x.request.Size > MaxWindow:
		return 0, &ParameterError{"cursor", fmt.Sprintf("beyond the first %d results", MaxWindow)}
	}
	return c.from, nil
}

// nextCursor returns the cursor of the page after the first end articles of an outcome,
// "" when there is none.
func (x *session) nextCursor(o *outcome, end int) string {
	listed := 0 // including the duplicates within hits
	for _, a := range o.articles[:min(end, len(o.articles))] {
		listed += 1 + len(a.Duplicates)
	}
	if listed >= o.listedArticles() || end+x.request.Size > MaxWindow {
		return ""
	}
	return cursor{search: x.request.hash(), index: indexHash(x.view.State()), from: end}.String()
}
