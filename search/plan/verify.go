package plan

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/scan"
)

// Posting lists say which parts may hold a text and, for a short text, which do.
// Otherwise the engine reads the stored text.

// A Verifier makes the tests of stored parts for one query. The tests share
// matchers, which are large, and a limit of bytes. It is for one goroutine.
type Verifier struct {
	// Scanned is the number of bytes of stored text that were read.
	Scanned int
	// Refused says that the search is heavy and ReadLimit.Gate refused it.
	Refused bool

	pool  *sync.Pool // of *scan.Matcher
	taken []*scan.Matcher
	tests map[string]func(stored []byte) bool
	limit ReadLimit
	asked bool // whether the gate was asked
}

// A ReadLimit bounds the stored text that a search reads, in bytes, so that its results
// do not depend on the speed of the machine. The zero value is no limit.
type ReadLimit struct {
	Bytes int // after that many no more is read; 0 for no limit
	// Heavy is the number of bytes above which a search is heavy: before it reads more,
	// Gate is called, once, and when it returns false, nothing more is read. A nil Gate
	// lets every search pass.
	Heavy int
	Gate  func() bool
}

// titleBytes is the number of bytes that reading a title counts as.
const titleBytes = 64

// NewVerifier returns a verifier that takes matchers (*scan.Matcher) from a pool.
func NewVerifier(pool *sync.Pool, limit ReadLimit) *Verifier {
	return &Verifier{pool: pool, limit: limit, tests: make(map[string]func([]byte) bool)}
}

// MayRead reports whether a number of bytes may be read, and counts them as read.
func (x *Verifier) MayRead(bytes int) bool {
	if !x.MayReadMore() {
		return false
	}
	if x.Scanned += bytes; x.Scanned > x.limit.Heavy && !x.asked && x.limit.Gate != nil {
		x.asked = true
		x.Refused = !x.limit.Gate()
	}
	return x.MayReadMore()
}

// MayReadMore reports whether no limit has been exceeded so far.
func (x *Verifier) MayReadMore() bool {
	return !x.Refused && (x.limit.Bytes == 0 || x.Scanned <= x.limit.Bytes)
}

// A scope says which occurrences of a text count, and where.
type scope int

const (
	anywhere    scope = iota // in any text of the part, also as a part of a longer name
	insideWords              // in any text of the part, also where it cuts a word of letters
	wholeNames               // in any text of the part, as whole names
	inTitle
)

// holding is a test of whether a stored part holds one of some folded texts. A text
// that holds one passes the sieve. The test for the same texts is made once, so
// that no part is read twice for a phrase and for the same words.
func (x *Verifier) holding(folded []string, sieve scan.Sieve, w scope) func(stored []byte) bool {
	if w == wholeNames && !slices.ContainsFunc(folded, mayBePiece) {
		w = anywhere
	}
	key := strconv.Itoa(int(w)) + strings.Join(slices.Sorted(slices.Values(folded)), part.Separator)
	if x.tests[key] == nil {
		x.tests[key] = x.newTest(folded, sieve, w)
	}
	return x.tests[key]
}

// mayBePiece reports whether a text may be a piece of a longer name, as those are that
// begin or end with a letter or a digit.
func mayBePiece(folded string) bool {
	isPart := func(r rune) bool { return !analysis.IsHan(r) && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
	first, _ := utf8.DecodeRuneInString(folded)
	last, _ := utf8.DecodeLastRuneInString(folded)
	return isPart(first) || isPart(last)
}

// newTest makes a test of holding. It remembers the result for each stored part, by
// the address of its first byte.
func (x *Verifier) newTest(folded []string, sieve scan.Sieve, w scope) func(stored []byte) bool {
	var m *scan.Matcher
	known := make(map[*byte]bool)
	return func(stored []byte) bool {
		if len(stored) == 0 {
			return false
		}
		holds, ok := known[&stored[0]]
		if ok {
			return holds
		}
		bytes := len(stored)
		if w == inTitle {
			bytes = min(bytes, titleBytes)
		}
		if !x.MayRead(bytes) {
			return false
		}
		if m == nil {
			m = x.matcher(folded)
			for i := range folded {
				if w == insideWords {
					m.MatchInside(i)
				}
			}
			m.Anchor(sieve)
		}
		holds = holdsText(m, w, stored)
		known[&stored[0]] = holds
		return holds
	}
}

// HoldingAny returns a test of whether a stored part holds a word in one of its
// writings.
func (x *Verifier) HoldingAny(w Word) func(stored []byte) bool {
	tests := make([]func([]byte) bool, len(w.ways))
	for i, way := range w.ways {
		tests[i] = x.holding([]string{way}, w.sieves[i], wholeNames)
	}
	return func(stored []byte) bool {
		return slices.ContainsFunc(tests, func(holds func([]byte) bool) bool { return holds(stored) })
	}
}

// matcher takes a matcher from the pool and sets the texts that it looks for.
func (x *Verifier) matcher(folded []string) *scan.Matcher {
	m := x.pool.Get().(*scan.Matcher)
	m.Reset(folded)
	x.taken = append(x.taken, m)
	return m
}

// Release returns the matchers to the pool.
func (x *Verifier) Release() {
	for _, m := range x.taken {
		x.pool.Put(m)
	}
	x.taken = nil
	clear(x.tests)
}

// holdsText reports whether a stored part holds a text of the matcher in the scope.
func holdsText(m *scan.Matcher, w scope, stored []byte) bool {
	v, err := part.Open(stored)
	if err != nil {
		return false // reading the part for the page will return the error
	}
	counts := func(f scan.Match) bool { return w != wholeNames || f.Is != scan.Piece }
	var buffer [8]scan.Match
	holds := func(text []byte) bool {
		return m.MayHold(text) && slices.ContainsFunc(m.Find(text, buffer[:0]), counts)
	}
	if holds(v.Title) {
		return true
	}
	return w != inTitle && (holds(v.Brief) || holds(v.Labels) || m.HoldsIn(v, counts))
}

// sieve returns the sieve of the rarest Han character of a folded text, as far as
// the plan knows their frequencies.
func (p *builder) sieve(folded string) scan.Sieve {
	var rarest scan.Sieve
	least := -1
	for _, c := range folded {
		id, ok := p.index[string(c)]
		if !ok || !analysis.IsHan(c) || least >= 0 && p.df[id] >= least {
			continue
		}
		if s := scan.NewSieve(c); s.Sifts() {
			rarest, least = s, p.df[id]
		}
	}
	return rarest
}

// requireText matches the parts that hold a text as a phrase or in the title; nil
// for a text without terms.
func (p *builder) requireText(text string, w scope) engine.Node {
	t := analysis.NewText(text)
	if n := exactNode(t); n != nil && w == anywhere {
		return n
	}
	maybe := requiredOrAll(t)
	if w == inTitle {
		maybe = titlesMayHold(t, maybe)
	}
	name := "text="
	if w == inTitle {
		name = "title="
	}
	return p.verified(maybe, name+strconv.Quote(t.Folded()), []string{t.Folded()}, p.sieve(t.Folded()), w)
}

// requireAny matches the parts that hold at least one of some texts.
func (p *builder) requireAny(texts []analysis.Text) engine.Node {
	if len(texts) == 1 {
		return p.requireText(texts[0].Original(), anywhere)
	}
	return p.readAny(texts, anywhere)
}

// readAny matches the parts whose text holds one of several texts.
func (p *builder) readAny(texts []analysis.Text, w scope) engine.Node {
	var maybe engine.Or
	folded := make([]string, len(texts))
	for i, t := range texts {
		folded[i] = t.Folded()
		maybe.Nodes = append(maybe.Nodes, requiredOrAll(t))
	}
	return p.verified(maybe, "text="+strconv.Quote(strings.Join(folded, "|")), folded, scan.Sieve{}, w)
}

// verified matches the parts whose text holds one of some folded texts, of those
// that maybe matches; no others can hold one.
func (p *builder) verified(maybe engine.Node, name string, folded []string, sieve scan.Sieve, w scope) engine.Verified {
	v := engine.Verified{Maybe: maybe, Name: name, Accept: p.verifier.holding(folded, sieve, w), Needs: neededBits(folded)}
	if w != inTitle { // signatures are of all texts of a part
		v.Enough = enoughBits(folded)
	}
	return v
}

// requiredOrAll returns MayHold or, for a text without terms, a node that matches
// all parts.
func requiredOrAll(t analysis.Text) engine.Node {
	if n := MayHold(t); n != nil {
		return n
	}
	return engine.All{}
}

// exactNode matches the parts that hold the text, when one posting list decides
// that.
func exactNode(t analysis.Text) engine.Node {
	required, chars := t.Required(), t.RequiredChars()
	switch {
	case len(chars) == 0 && len(required) == 1 && required[0] == t.Folded():
		return engine.Term{Field: engine.Grams, Text: t.Folded()}
	case len(required) == 0 && len(chars) == 1 && chars[0] == t.Folded():
		return engine.Term{Field: engine.Chars, Text: t.Folded()}
	}
	return nil
}

// titlesMayHold matches the parts whose titles may hold a text; for a text without
// grams it is other.
func titlesMayHold(t analysis.Text, other engine.Node) engine.Node {
	var all engine.And
	for _, gram := range t.Required() {
		all = append(all, engine.Term{Field: engine.Titles, Text: gram})
	}
	if len(all) == 0 {
		return other
	}
	return all
}
