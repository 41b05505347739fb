package bleve

import (
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/engine"
)

// isAsked reports whether it is cheaper to test a node on single rows than to list
// the rows that it matches. Such a node has no score.
func isAsked(n engine.Node) bool {
	switch n := n.(type) {
	case engine.All, engine.Not, engine.Keyword, engine.Between, engine.In:
		return true
	case engine.InArticle:
		return isAsked(n.Node)
	}
	return false
}

// test turns a node that reads no stored parts into a test of a row.
func (e *evaluator) test(n engine.Node) (func(row uint32) bool, error) {
	switch n := n.(type) {
	case engine.All:
		return func(uint32) bool { return true }, nil
	case engine.Not:
		ok, err := e.test(n.Node)
		return func(row uint32) bool { return !ok(row) }, err
	case engine.InArticle:
		if e.x.onePartEach() {
			return e.test(n.Node)
		}
	case engine.Keyword:
		return e.keyword(n), nil
	case engine.Between:
		return e.between(n), nil
	}
	a, err := e.rows(n)
	if err != nil {
		return nil, err
	}
	return a.has, nil
}

// rows evaluates a node on all rows, without scores.
func (e *evaluator) rows(n engine.Node) (*accumulator, error) {
	defer func(unscored bool, within func(uint32) bool) { e.unscored, e.within = unscored, within }(e.unscored, e.within)
	e.unscored, e.within = true, nil
	return e.eval(n)
}

func (e *evaluator) between(b engine.Between) func(row uint32) bool {
	if b.From.IsZero() && b.To.IsZero() {
		return func(uint32) bool { return true }
	}
	from, day := int32(noDay+1), e.x.table.day
	if !b.From.IsZero() {
		from = dayOf(b.From)
	}
	if b.To.IsZero() {
		return func(row uint32) bool { return day[row] >= from }
	}
	to := dayOf(b.To)
	return func(row uint32) bool { return day[row] >= from && day[row] <= to }
}

func (e *evaluator) keyword(k engine.Keyword) func(row uint32) bool {
	t := e.x.table
	is := strings.EqualFold
	if k.Name == "category" {
		is = engine.InCategory
	}
	wanted := e.x.spellings(k.Value, is)
	has := func(name uint32) bool { return slices.Contains(wanted, name) }
	switch k.Name {
	case "category":
		return func(row uint32) bool { return has(t.category[row]) }
	case "author":
		return func(row uint32) bool { return has(t.author[row]) }
	case "tag":
		return func(row uint32) bool {
			return slices.ContainsFunc(t.tagsOf(row), has)
		}
	}
	return func(uint32) bool { return false }
}

// spellings are the names that are the same as s, as is says it.
func (x *index) spellings(s string, is func(name, s string) bool) []uint32 {
	var all []uint32
	for i, name := range x.table.names {
		if is(name, s) {
			all = append(all, uint32(i))
		}
	}
	return all
}
