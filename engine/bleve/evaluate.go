package bleve

import (
	"context"
	"errors"
	"fmt"

	"github.com/xunzhang/xunzhang/engine"
)

var errNode = errors.New("unknown query node")

// An evaluator computes which rows a query matches, and their scores: term at
// a time over dense arrays. It takes accumulators from its index's pool and
// gives all of them back when it is released.
type evaluator struct {
	ctx   context.Context
	x     *index
	taken []*accumulator
	list  *postings
	// unscored is set while only rows are asked for: frequencies of terms are
	// then not even decoded, and all scores 0.
	unscored bool
}

func (x *index) evaluator(ctx context.Context) *evaluator {
	return &evaluator{ctx: ctx, x: x, list: x.lists.Get().(*postings)}
}

func (e *evaluator) release() {
	for _, a := range e.taken {
		a.clean()
		e.x.accumulators.Put(a)
	}
	e.x.lists.Put(e.list)
}

func (e *evaluator) take() *accumulator {
	a := e.x.accumulators.Get().(*accumulator)
	e.taken = append(e.taken, a)
	return a
}

// eval returns an accumulator that holds exactly the rows that n matches.
func (e *evaluator) eval(n engine.Node) (*accumulator, error) {
	a := e.take()
	var err error
	switch n := n.(type) {
	case engine.And:
		err = e.and(a, n)
	case engine.Or:
		err = e.or(a, n)
	case engine.Boost:
		err = e.into(a, n, 1, anyCount)
	case engine.Term:
		err = e.term(a, n, 1, anyCount)
	default:
		err = e.set(a, n)
	}
	return a, err
}

// into adds the rows of n to a.
func (e *evaluator) into(a *accumulator, n engine.Node, boost float64, want int) error {
	if err := e.ctx.Err(); err != nil {
		return err
	}
	switch n := n.(type) {
	case engine.Term:
		return e.term(a, n, boost, want)
	case engine.Boost:
		return e.into(a, n.Node, boost*n.By, want)
	}
	b, err := e.eval(n)
	if err != nil {
		return err
	}
	for _, r := range b.touched {
		a.add(r, b.slots[r].score*boost, want)
	}
	return nil
}

func (e *evaluator) or(a *accumulator, o engine.Or) error {
	for _, n := range o.Nodes {
		if err := e.into(a, n, 1, anyCount); err != nil {
			return err
		}
	}
	if o.Min > 1 {
		a.keep(func(_ uint32, s *slot) bool { return int(s.count) >= o.Min })
	}
	return nil
}

// and intersects: first the nodes with postings, shortest first, then those
// that can be asked of each row that is left.
func (e *evaluator) and(a *accumulator, nodes engine.And) error {
	listed, asked, err := e.split(nodes)
	if err != nil {
		return err
	}
	for i, n := range listed {
		if i > 0 && len(a.touched) == 0 {
			return nil
		}
		if err := e.into(a, n, 1, i); err != nil {
			return err
		}
	}
	tests := make([]func(uint32) bool, len(asked))
	for i, n := range asked {
		if tests[i], err = e.test(n); err != nil {
			return err
		}
	}
	if len(listed) == 0 {
		e.markAll(a)
	}
	want := uint32(max(1, len(listed)))
	a.keep(func(row uint32, s *slot) bool { return s.count == want && passes(tests, row) })
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

func (e *evaluator) markAll(a *accumulator) {
	for r := range e.x.table.size() {
		a.mark(uint32(r))
	}
}

// set marks the rows of a node that has no score.
func (e *evaluator) set(a *accumulator, n engine.Node) error {
	switch n := n.(type) {
	case engine.Prefix:
		return e.prefix(a, n)
	case engine.In:
		for _, id := range n {
			if article, ok := e.x.table.findArticle(id); ok {
				for _, r := range e.x.table.rowsOf(article) {
					a.mark(r)
				}
			}
		}
		return nil
	case engine.All, engine.Not, engine.Keyword, engine.Between:
		test, err := e.test(n)
		if err != nil {
			return err
		}
		for r := range uint32(e.x.table.size()) {
			if test(r) {
				a.mark(r)
			}
		}
		return nil
	}
	return fmt.Errorf("%w: %T", errNode, n)
}
