package engine

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Field names a term stream.
type Field string

// The fields. Only Grams keeps how often a term occurs in a part.
const (
	Words  Field = "words"
	Grams  Field = "grams"
	Chars  Field = "chars"
	Titles Field = "titles"
	Labels Field = "labels"
)

// A Node is a query. The set is closed: Term, And, Or, Not, Boost, In, InArticle,
// Keyword, Between, Verified and All.
type Node interface {
	fmt.Stringer
	node()
}

// A Term matches parts that hold a term; its score is BM25 (see BM25) over the
// field, or the term's idf for a field without frequencies.
type Term struct {
	Field Field
	Text  string
}

// And matches what all nodes match; its score is their sum. Empty matches all.
type And []Node

// Or matches what at least Min of the nodes match (Min below 1 means 1); its
// score is the sum over those that match.
type Or struct {
	Nodes []Node
	Min   int
}

// Not matches what Node does not match, with score 0.
type Not struct{ Node Node }

// Boost multiplies the score of Node by By, which must not be negative.
type Boost struct {
	Node Node
	By   float64
}

// In matches parts of the named articles, with score 0.
type In []string

// Keyword matches parts whose metadata field has exactly the value, or of a
// category a path that lies in it (see Categories), with score 0. Name is
// "category", "author" or "tag"; letter case is ignored.
type Keyword struct{ Name, Value string }

// Between matches parts published from the day of From to that of To, both
// included; a zero bound is open. Parts without a date never match a bounded Between. Score 0.
type Between struct{ From, To time.Time }

// InArticle matches every part of each article of which Node matches a part,
// with score 0: And{InArticle{a}, InArticle{b}} matches all parts of the articles
// that hold a in one part and b in the same or in another part.
type InArticle struct{ Node Node }

// Verified matches the parts that Sure matches, and those parts that Maybe
// matches and whose stored bytes Accept accepts, with score 0. It is for
// conditions that posting lists alone cannot decide, such as a phrase. Accept is
// called as late as possible: in a conjunction only for parts that match
// everything else. It is called from the caller's goroutine only, possibly more
// than once for a part, and must not keep or change the bytes. A nil Sure or
// Maybe matches nothing, a nil Accept accepts nothing.
//
// Where Needs is not empty, Accept accepts only parts whose signatures have all bits of
// one of its lists. Whoever makes the nodes says how signatures are made of stored bytes,
// so that an engine may keep them and spare itself calls of Accept; it need not. Accept
// accepts every part whose whole signature has all bits of one of the lists of Enough.
type Verified struct {
	Sure   Node
	Maybe  Node
	Accept func(stored []byte) bool

	Needs  [][]uint16
	Enough [][]uint16

	Name string // how it is printed
}

// All matches every part, with score 0.
type All struct{}

func (Term) node()      {}
func (And) node()       {}
func (Or) node()        {}
func (Not) node()       {}
func (Boost) node()     {}
func (In) node()        {}
func (InArticle) node() {}
func (Keyword) node()   {}
func (Between) node()   {}
func (Verified) node()  {}
func (All) node()       {}

func (t Term) String() string      { return string(t.Field) + ":" + strconv.Quote(t.Text) }
func (a And) String() string       { return "(and" + join(a) + ")" }
func (n Not) String() string       { return "(not " + n.Node.String() + ")" }
func (b Boost) String() string     { return fmt.Sprintf("(boost %g %s)", b.By, b.Node) }
func (i In) String() string        { return fmt.Sprintf("(in %q)", []string(i)) }
func (i InArticle) String() string { return "(article " + i.Node.String() + ")" }
func (k Keyword) String() string   { return k.Name + "=" + strconv.Quote(k.Value) }
func (v Verified) String() string  { return v.Name }
func (All) String() string         { return "all" }

func (o Or) String() string {
	if o.Min > 1 {
		return fmt.Sprintf("(or/%d%s)", o.Min, join(o.Nodes))
	}
	return "(or" + join(o.Nodes) + ")"
}

func (b Between) String() string {
	return "published=" + day(b.From) + ".." + day(b.To)
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func join(nodes []Node) string {
	var b strings.Builder
	for _, n := range nodes {
		b.WriteByte(' ')
		b.WriteString(n.String())
	}
	return b.String()
}
