package plan

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/scan"
)

// Posting lists tell which parts may hold a text, and of a short one which do.
// The rest is read off the stored text, by the engine where it lies.

// A Verifier makes the tests that a query needs of stored parts. The tests share
// matchers, which are large, and a limit of bytes.
type Verifier struct {
	// Scanned is how many bytes of stored text were looked through.
	Scanned int
	// Refused tells that the search is heavy and was not let through.
	Refused bool

	pool  *sync.Pool // of *scan.Matcher
	taken []*scan.Matcher
	limit int // bytes that are looked through at most; 0 for no limit
	gate  func() bool
	heavy bool // whether the gate was asked
}

// titleBytes is what reading the title of a part counts as.
const titleBytes = 64

// HeavyBytes is how many bytes of text a search may read before it counts as
// heavy: some 20 ms of work.
const HeavyBytes = 16 << 20

// NewVerifier returns a verifier that takes matchers from a pool; after so many
// bytes no more texts are read, 0 for no limit: what is found does not hang on how
// quick the machine is. The gate is asked, once, before more than HeavyBytes are
// read; when it says no, nothing more is.
func NewVerifier(pool *sync.Pool, limit int, gate func() bool) *Verifier {
	return &Verifier{pool: pool, limit: limit, gate: gate}
}

// May reports whether so many bytes of text may be read, and counts them.
func (x *Verifier) May(bytes int) bool {
	if !x.Open() {
		return false
	}
	if x.Scanned += bytes; x.Scanned > HeavyBytes && !x.heavy && x.gate != nil {
		x.heavy = true
		x.Refused = !x.gate()
	}
	return x.Open()
}

// Open reports whether more text may be read.
func (x *Verifier) Open() bool {
	return !x.Refused && (x.limit == 0 || x.Scanned <= x.limit)
}

// wanted tells which occurrences of a text count, and where.
type wanted int

const (
	anywhere   wanted = iota // in any text of the part, as a part of a longer name too
	wholeNames               // in any text of the part, as whole names
	inTitle
)

// holding is a test of whether a stored part holds one of some folded texts; every
// text that holds one passes the sieve.
func (x *Verifier) holding(folded []string, sieve scan.Sieve, w wanted) func(stored []byte) bool {
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
		if !x.May(bytes) {
			return false
		}
		if m == nil {
			m = x.matcher(folded)
		}
		holds = holdsText(m, sieve, w, stored)
		known[&stored[0]] = holds
		return holds
	}
}

// HoldingAny is a test of whether a stored part holds a word in one of its ways.
func (x *Verifier) HoldingAny(w Word) func(stored []byte) bool {
	tests := make([]func([]byte) bool, len(w.ways))
	for i, way := range w.ways {
		tests[i] = x.holding([]string{way}, w.sieves[i], wholeNames)
	}
	return func(stored []byte) bool {
		return slices.ContainsFunc(tests, func(holds func([]byte) bool) bool { return holds(stored) })
	}
}

// matcher takes a matcher that looks for some texts.
func (x *Verifier) matcher(folded []string) *scan.Matcher {
	m := x.pool.Get().(*scan.Matcher)
	m.Reset(folded)
	x.taken = append(x.taken, m)
	return m
}

// Release gives the matchers back.
func (x *Verifier) Release() {
	for _, m := range x.taken {
		x.pool.Put(m)
	}
	x.taken = nil
}

func holdsText(m *scan.Matcher, sieve scan.Sieve, w wanted, stored []byte) bool {
	v, err := part.Open(stored)
	if err != nil {
		return false // what is shown of it will say so
	}
	var buffer [8]scan.Match
	holds := func(text []byte) bool {
		if !sieve.Pass(text) {
			return false
		}
		for _, f := range m.Find(text, buffer[:0]) {
			if w != wholeNames || !f.Piece {
				return true
			}
		}
		return false
	}
	if holds(v.Title) {
		return true
	}
	if w == inTitle {
		return false
	}
	if holds(v.Brief) || holds(v.Labels) {
		return true
	}
	if !sieve.Pass(v.Body()) {
		return false
	}
	for c := v.Paragraphs(); c.Next(); {
		if holds(c.Text) {
			return true
		}
	}
	return false
}

// sieve is that of the rarest Han character of a folded text, as far as the plan
// knows how rare they are.
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

// requireText matches the parts that hold a text as a phrase or in the title,
// or is nil for what has no term at all.
func (p *builder) requireText(text string, w wanted) engine.Node {
	t := analysis.NewText(text)
	if n := exactNode(t); n != nil && w == anywhere {
		return n
	}
	maybe := requiredOrAll(t)
	if w == inTitle {
		maybe = inTitles(t, maybe)
	}
	name := "text="
	if w == inTitle {
		name = "title="
	}
	return engine.Verified{Maybe: maybe, Name: name + strconv.Quote(t.Folded()), Accept: p.verifier.holding([]string{t.Folded()}, p.sieve(t.Folded()), w)}
}

// requireAny matches the parts that hold one of some texts.
func (p *builder) requireAny(texts []analysis.Text) engine.Node {
	if len(texts) == 1 {
		return p.requireText(texts[0].Original(), anywhere)
	}
	var maybe engine.Or
	folded := make([]string, len(texts))
	for i, t := range texts {
		folded[i] = t.Folded()
		maybe.Nodes = append(maybe.Nodes, requiredOrAll(t))
	}
	return engine.Verified{Maybe: maybe, Name: "text=" + strconv.Quote(strings.Join(folded, "|")),
		Accept: p.verifier.holding(folded, scan.Sieve{}, anywhere)}
}

// requiredOrAll is MayHold, or all parts for a text without terms.
func requiredOrAll(t analysis.Text) engine.Node {
	if n := MayHold(t); n != nil {
		return n
	}
	return engine.All{}
}

// exactNode matches the parts that hold the text, when one posting list tells.
func exactNode(t analysis.Text) engine.Node {
	if required := t.Required(); len(required) == 1 && required[0] == t.Folded() && len(t.RequiredChars()) == 0 {
		return engine.Term{Field: engine.Grams, Text: t.Folded()}
	}
	return nil
}

// inTitles matches the parts whose titles may hold a text, which is somewhere in
// those that other matches.
func inTitles(t analysis.Text, other engine.Node) engine.Node {
	var all engine.And
	for _, gram := range t.Required() {
		all = append(all, engine.Term{Field: engine.Titles, Text: gram})
	}
	if len(all) == 0 {
		return other
	}
	return all
}
