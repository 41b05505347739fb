package bleve

import (
	"cmp"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
)

// pending are the conditions of a conjunction that read stored parts, and are
// therefore evaluated last.
type pending struct {
	asked  []func(row uint32) bool // conditions without a score
	scored []engine.Node           // nodes that add to the score
}

// and evaluates a conjunction.
func (e *evaluator) and(nodes engine.And) (*accumulator, error) {
	a, rest, err := e.narrow(nodes, nil)
	if err != nil {
		return nil, err
	}
	return a, e.finish(a, rest)
}

// narrow intersects nodes and filters (of which the scores do not count) as far as
// that needs no stored part: first the nodes with posting lists, shortest first,
// then the conditions that are tested on each remaining row. What reads stored
// parts is returned as pending.
func (e *evaluator) narrow(nodes, filters []engine.Node) (*accumulator, pending, error) {
	var rest pending
	listed, asked := e.split(nodes, &rest)
	if err := e.shortestFirst(listed); err != nil {
		return nil, rest, err
	}
	a, err := e.intersect(listed)
	if err != nil || len(listed) > 0 && len(a.touched) == 0 {
		return a, pending{}, err
	}
	var tests []func(uint32) bool
	for _, n := range slices.Concat(asked, filters) {
		q, err := e.question(n)
		if err != nil {
			return nil, rest, err
		}
		tests = append(tests, q.possible)
		if q.reads {
			rest.asked = append(rest.asked, q.is)
		}
	}
	switch {
	case len(listed) == 0:
		for r := range uint32(e.x.table.size()) {
			if passes(tests, r) {
				a.mark(r)
			}
		}
	case len(tests) > 0:
		a.keep(func(row uint32) bool { return passes(tests, row) })
	}
	return a, rest, nil
}

// intersect returns the rows that all nodes match, and no rows without nodes.
func (e *evaluator) intersect(nodes []engine.Node) (*accumulator, error) {
	if len(nodes) == 1 {
		return e.eval(nodes[0])
	}
	a := e.take()
	for i, n := range nodes {
		if i > 0 && len(a.touched) == 0 {
			return a, nil
		}
		if err := e.into(a, n, 1, i); err != nil {
			return nil, err
		}
		if i&(i+1) == 0 { // after 1, 2, 4, 8 ...: what is left may be nothing
			a.keep(func(row uint32) bool { return int(a.counts[row]) == i+1 })
		}
	}
	a.keep(func(row uint32) bool { return int(a.counts[row]) == len(nodes) })
	return a, nil
}

// finish evaluates the pending conditions: it drops the rows that do not match
// them, and adds their scores.
func (e *evaluator) finish(a *accumulator, rest pending) error {
	if len(rest.asked) == 0 && len(rest.scored) == 0 {
		return nil
	}
	if within := e.within; within != nil {
		a.keep(func(row uint32) bool { return within(row) })
	}
	for _, n := range rest.scored {
		if len(a.touched) == 0 {
			return nil
		}
		if err := e.join(a, n); err != nil {
			return err
		}
	}
	a.keep(func(row uint32) bool { return passes(rest.asked, row) })
	return e.failed
}

// join drops the rows of a that n does not match, and adds n's scores.
func (e *evaluator) join(a *accumulator, n engine.Node) error {
	defer func(before func(uint32) bool) { e.within = before }(e.within)
	e.within = a.has
	b, err := e.eval(n)
	if err != nil {
		return err
	}
	a.keep(func(row uint32) bool {
		a.scores[row] += b.scores[row]
		a.scored = a.scored || b.scored
		return b.has(row)
	})
	return nil
}

func passes(tests []func(uint32) bool, row uint32) bool {
	for _, t := range tests {
		if !t(row) {
			return false
		}
	}
	return true
}

// split divides the nodes of a conjunction into those that have posting lists and
// those that are tested on single rows. A node that reads stored parts and has a
// score goes into rest.
func (e *evaluator) split(nodes []engine.Node, rest *pending) (listed, asked []engine.Node) {
	for _, n := range nodes {
		switch {
		case !reads(n) && !isAsked(n):
			listed = append(listed, n)
		case reads(n) && !e.unscored && scores(n):
			rest.scored = append(rest.scored, n)
		default:
			asked = append(asked, n)
		}
	}
	return listed, asked
}

// shortestFirst sorts nodes by the number of rows that they match, as far as that
// is known without evaluating them.
func (e *evaluator) shortestFirst(nodes []engine.Node) error {
	if len(nodes) < 2 {
		return nil
	}
	type measured struct {
		node   engine.Node
		length int
	}
	all := make([]measured, len(nodes))
	for i, n := range nodes {
		length, err := e.length(n)
		if err != nil {
			return err
		}
		all[i] = measured{n, length}
	}
	slices.SortStableFunc(all, func(a, b measured) int { return cmp.Compare(a.length, b.length) })
	for i := range all {
		nodes[i] = all[i].node
	}
	return nil
}

// length estimates how many rows a node matches.
func (e *evaluator) length(n engine.Node) (int, error) {
	switch n := n.(type) {
	case engine.Term:
		if n.Field == engine.Chars {
			return e.x.chars.count(n.Text), nil
		}
		return e.x.sum(n, e.list, func(_ *segment, p *postings) (int, error) { return p.size, nil })
	case engine.Boost:
		return e.length(n.Node)
	case engine.InArticle:
		return e.length(n.Node)
	case engine.In:
		return len(n), nil
	}
	return e.x.table.size(), nil
}
