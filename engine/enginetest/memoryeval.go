package enginetest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// eval says whether a part matches a node, and with what score.
func (v *memoryView) eval(d engine.Doc, n engine.Node) (bool, float64) {
	switch n := n.(type) {
	case engine.Term:
		return v.term(d, n)
	case engine.And:
		return v.all(d, n)
	case engine.Or:
		return v.some(d, n)
	case engine.Not:
		ok, _ := v.eval(d, n.Node)
		return !ok, 0
	case engine.Boost:
		ok, s := v.eval(d, n.Node)
		return ok, s * n.By
	case engine.InArticle:
		return slices.ContainsFunc(v.docs, func(o engine.Doc) bool { return o.Article == d.Article && v.matches(o, n.Node) }), 0
	case engine.Verified:
		accepted := func() bool { return n.Accept != nil && n.Accept(d.Stored) }
		return v.matches(d, n.Sure) || v.matches(d, n.Maybe) && accepted(), 0
	}
	return plain(d, n), 0
}

// matches is eval without the score; nil matches nothing.
func (v *memoryView) matches(d engine.Doc, n engine.Node) bool {
	if n == nil {
		return false
	}
	ok, _ := v.eval(d, n)
	return ok
}

func (v *memoryView) term(d engine.Doc, t engine.Term) (bool, float64) {
	tf := 0
	for _, s := range stream(d, t.Field) {
		if s == t.Text {
			tf++
		}
	}
	if tf == 0 {
		return false, 0
	}
	idf := engine.IDF(len(v.docs), v.frequency(t))
	if t.Field != engine.Grams {
		return true, idf
	}
	return true, engine.BM25(idf, float64(tf), float64(len(d.Grams)), v.average)
}

func (v *memoryView) all(d engine.Doc, nodes []engine.Node) (bool, float64) {
	sum := 0.0
	for _, n := range nodes {
		ok, s := v.eval(d, n)
		if !ok {
			return false, 0
		}
		sum += s
	}
	return true, sum
}

func (v *memoryView) some(d engine.Doc, o engine.Or) (bool, float64) {
	sum, matched := 0.0, 0
	for _, n := range o.Nodes {
		if ok, s := v.eval(d, n); ok {
			matched++
			sum += s
		}
	}
	if matched < max(1, o.Min) {
		return false, 0
	}
	return true, sum
}

// plain evaluates the nodes that never score.
func plain(d engine.Doc, n engine.Node) bool {
	switch n := n.(type) {
	case engine.All:
		return true
	case engine.In:
		return slices.Contains(n, d.Article)
	case engine.Keyword:
		return slices.ContainsFunc(values(d, n.Name), func(s string) bool { return strings.EqualFold(s, n.Value) })
	case engine.Between:
		return between(d.Fields.Published, n)
	}
	return false
}

func between(p time.Time, b engine.Between) bool {
	if b.From.IsZero() && b.To.IsZero() {
		return true
	}
	if p.IsZero() {
		return false
	}
	p = dayOf(p)
	return (b.From.IsZero() || !p.Before(dayOf(b.From))) && (b.To.IsZero() || !p.After(dayOf(b.To)))
}

// values are the metadata values of a name: of a Keyword, and "year" for facets.
func values(d engine.Doc, name string) []string {
	switch name {
	case "category":
		return engine.Categories(d.Fields.Category)
	case "author":
		return []string{d.Fields.Author}
	case "tag":
		return d.Fields.Tags
	case "year":
		if !d.Fields.Published.IsZero() {
			return []string{fmt.Sprintf("%04d", d.Fields.Published.Year())}
		}
	}
	return nil
}
