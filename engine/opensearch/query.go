package opensearch

import (
	"errors"
	"fmt"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
)

// A query is a node of package engine with what has been found out about it: which
// parts a Verified accepts, which articles an InArticle matches.
type query struct {
	kind    kind
	kids    []*query
	min     int     // of an or
	by      float64 // of a boost
	term    engine.Term
	df      int    // of a term
	match   object // of a leaf that never scores
	accept  func(stored []byte) bool
	settled bool     // whether ids, or list, is known
	ids     []string // documents that a Verified accepts
	long    []string // articles of several parts among them
	list    []string // articles of several parts that an InArticle matches
}

type kind int

const (
	leaf kind = iota
	term
	and
	or
	not
	boost
	verified // kids are sure and maybe
	inArticle
)

var (
	errNode  = errors.New("a node that this engine does not know")
	errBoost = errors.New("a boost below 0 is not supported")
)

// newQuery turns a node into a query. A nil node means null.
func newQuery(n engine.Node, null engine.Node) (*query, error) {
	if n == nil {
		n = null
	}
	switch n := n.(type) {
	case engine.Term:
		return &query{kind: term, term: n}, nil
	case engine.And:
		return withKids(&query{kind: and}, n...)
	case engine.Or:
		return withKids(&query{kind: or, min: max(1, n.Min)}, n.Nodes...)
	case engine.Not:
		return withKids(&query{kind: not}, n.Node)
	case engine.Boost:
		return withKids(&query{kind: boost, by: n.By}, n.Node)
	case engine.InArticle:
		return withKids(&query{kind: inArticle}, n.Node)
	case engine.Verified:
		accept := n.Accept
		if accept == nil {
			accept = func([]byte) bool { return false }
		}
		return withKids(&query{kind: verified, accept: accept}, n.Sure, n.Maybe)
	}
	match, err := leafOf(n)
	return &query{kind: leaf, match: match}, err
}

func withKids(q *query, nodes ...engine.Node) (*query, error) {
	for _, n := range nodes {
		kid, err := newQuery(n, engine.Or{})
		if err != nil {
			return nil, err
		}
		q.kids = append(q.kids, kid)
	}
	return q, nil
}

// mostTerms is how many values one terms query takes.
const mostTerms = 1 << 16

func leafOf(n engine.Node) (object, error) {
	switch n := n.(type) {
	case engine.All:
		return matchAll(), nil
	case engine.In:
		return anyOf(fieldArticle, n), nil
	case engine.Keyword:
		if !slices.Contains(facetFields()[:3], n.Name) {
			return matchNone(), nil
		}
		return object{"term": object{n.Name: object{"value": key(n.Value)}}}, nil
	case engine.Between:
		bounds := object{}
		if !n.From.IsZero() {
			bounds["gte"] = dayOf(n.From).UnixMilli()
		}
		if !n.To.IsZero() {
			bounds["lte"] = dayOf(n.To).UnixMilli()
		}
		if len(bounds) == 0 {
			return matchAll(), nil
		}
		return object{"range": object{fieldPublished: bounds}}, nil
	}
	return nil, fmt.Errorf("%w: %T", errNode, n)
}

func matchAll() object  { return object{"match_all": object{}} }
func matchNone() object { return object{"match_none": object{}} }

// anyOf matches documents of which a field has one of the values.
func anyOf(field string, values []string) object {
	values = slices.Clone(values)
	slices.Sort(values)
	values = slices.Compact(values)
	if len(values) == 0 {
		return matchNone()
	}
	var parts []object
	for some := range slices.Chunk(values, mostTerms) {
		if field == "_id" {
			parts = append(parts, object{"ids": object{"values": some}})
		} else {
			parts = append(parts, object{"terms": object{field: some}})
		}
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return object{"bool": object{"should": parts, "minimum_should_match": 1}}
}

// terms gathers the terms of queries.
func terms(queries ...*query) []*query {
	var all []*query
	for _, q := range queries {
		if q.kind == term {
			all = append(all, q)
		}
		all = append(all, terms(q.kids...)...)
	}
	return all
}

// A bound says how the filter of a query that is not settled may err.
type bound int

const (
	atLeast bound = iota // matches all that it should, perhaps more
	atMost               // matches nothing that it should not, perhaps less
)

func (b bound) turned() bound { return atMost - b }

// filter is a query of the cluster that matches the same documents, without scores.
// Where the query is not settled, it matches more or less, as the bound says.
func (q *query) filter(b bound) object {
	switch q.kind {
	case term:
		return q.termFilter()
	case and:
		return all(q.filters(b)...)
	case or:
		return some(q.filters(b), q.min)
	case not:
		return except(q.kids[0].filter(b.turned()))
	case boost:
		return q.kids[0].filter(b)
	case verified:
		return q.verifiedFilter(b)
	case inArticle:
		return q.articleFilter(b)
	}
	return q.match
}

func (q *query) termFilter() object {
	if q.df == 0 {
		return matchNone()
	}
	return object{"term": object{string(q.term.Field): object{"value": writeTerm(q.term.Text)}}}
}

func (q *query) filters(b bound) []object {
	out := make([]object, len(q.kids))
	for i, k := range q.kids {
		out[i] = k.filter(b)
	}
	return out
}

func (q *query) verifiedFilter(b bound) object {
	sure, maybe := q.kids[0], q.kids[1]
	switch {
	case q.settled:
		return some([]object{sure.filter(b), anyOf("_id", q.ids)}, 1)
	case b == atLeast:
		return some([]object{sure.filter(b), maybe.filter(b)}, 1)
	}
	return sure.filter(b)
}

// articleFilter: an article of one part matches where that part does. Of the other
// articles, those that match are listed once the query is settled.
func (q *query) articleFilter(b bound) object {
	alone := all(object{"term": object{fieldAlone: true}}, q.kids[0].filter(b))
	switch {
	case q.settled:
		return some([]object{alone, anyOf(fieldArticle, q.list)}, 1)
	case b == atLeast:
		return some([]object{alone, object{"term": object{fieldAlone: false}}}, 1)
	}
	return alone
}

func all(filters ...object) object {
	if len(filters) == 0 {
		return matchAll()
	}
	if len(filters) == 1 {
		return filters[0]
	}
	return object{"bool": object{"filter": filters}}
}

func some(filters []object, least int) object {
	switch {
	case len(filters) < least:
		return matchNone()
	case len(filters) == 1:
		return filters[0]
	}
	return object{"bool": object{"should": filters, "minimum_should_match": least}}
}

func except(filter object) object { return object{"bool": object{"must_not": []object{filter}}} }
