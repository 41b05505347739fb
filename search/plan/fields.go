package plan

import (
	"slices"
	"strconv"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/query"
)

// filterOf is the node of everything in the query that restricts by metadata.
func (p *builder) filterOf(r Request) engine.Node {
	var all engine.And
	for _, g := range r.Query.Groups {
		if n := p.fieldNode(g); n != nil {
			all = append(all, n)
		}
	}
	for _, b := range [...]engine.Between{{From: r.Query.From, To: r.Query.To}, {From: r.From, To: r.To}} {
		if !b.From.IsZero() || !b.To.IsZero() {
			all = append(all, b)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// fieldNode is the filter of a group of author:, tag: or category: atoms, nil for others.
func (p *builder) fieldNode(g query.Group) engine.Node {
	var any []engine.Node
	for _, a := range g {
		switch a.Field {
		case query.FieldAuthor, query.FieldTag, query.FieldCategory:
			any = append(any, p.nameNodes(a.Field, a.Text)...)
		}
	}
	if len(any) == 0 {
		return nil
	}
	var n engine.Node = engine.Or{Nodes: any}
	if g[0].Not {
		n = engine.Not{Node: n}
	}
	return n
}

// nameNodes are nodes for an author, tag or category of this name: written in this
// way, or in other characters that fold to the same, as 张　三 and 張三 do. The posting
// list of the fold has authors and tags together, so that for the other writings the
// stored part is read. Categories have terms of their own.
func (p *builder) nameNodes(field query.Field, name string) []engine.Node {
	exact := engine.Keyword{Name: string(field), Value: name}
	folded := analysis.FoldName(name)
	switch {
	case folded == "":
		return []engine.Node{exact}
	case field == query.FieldCategory:
		return []engine.Node{exact, engine.Term{Field: engine.Labels, Text: part.CategoryTerm(folded)}}
	}
	foldsAlike := engine.And{engine.Term{Field: engine.Labels, Text: folded}, engine.Not{Node: exact}}
	return []engine.Node{exact, engine.Verified{Maybe: foldsAlike, Name: string(field) + " like " + strconv.Quote(folded), Accept: p.verifier.foldsTo(field, folded)}}
}

// labelBytes is the number of bytes that reading the author and the tags of a part counts as.
const labelBytes = 256

// foldsTo is a test of whether the author or a tag of a stored part folds to a name.
func (x *Verifier) foldsTo(field query.Field, folded string) func(stored []byte) bool {
	return func(stored []byte) bool {
		if !x.MayRead(min(len(stored), labelBytes)) {
			return false
		}
		v, err := part.Open(stored)
		if err != nil {
			return false // reading the part for the page will return the error
		}
		meta, err := v.Meta()
		if err != nil {
			return false
		}
		if field == query.FieldAuthor {
			return analysis.FoldName(meta.Author) == folded
		}
		return slices.ContainsFunc(meta.Tags, func(tag string) bool { return analysis.FoldName(tag) == folded })
	}
}
