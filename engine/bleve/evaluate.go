package bleve

import (
	"context"
	"errors"
	"fmt"

	"github.com/xunzhang/xunzhang/engine"
)

var errNode = errors.New("unknown query node")

// An evaluator computes which rows a query matches, and their scores, one term
// after another, in arrays over all rows. It takes accumulators from the index's
// pool and gives all of them back when it is released.
type evaluator struct {
	ctx     context.Context
	x       *index
	taken   []*accumulator
	list    *postings
	entries []entry // see found
	// unscored is set while scores are not needed: term frequencies are then not
	// decoded, and all scores are 0.
	unscored bool
	// within restricts which rows are of interest while the last nodes of a
	// conjunction are evaluated: stored parts of other rows are not read. Nil
	// means all rows.
	within func(row uint32) bool
	// failed is the first error that occurred in a question (see question), whose
	// functions only return true or false. Callers check it afterwards.
	failed error
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

// eval returns an accumulator with exactly the rows that n matches; for a node
// that reads stored parts, exactly those of them that are within e.within.
func (e *evaluator) eval(n engine.Node) (*accumulator, error) {
	switch n := n.(type) {
	case engine.And:
		return e.and(n)
	case engine.InArticle:
		if !reads(n) {
			return e.inArticle(n)
		}
	}
	a := e.take()
	var err error
	switch n := n.(type) {
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
	case engine.InArticle:
		if e.x.onePartEach() {
			defer func(before bool) { e.unscored = before }(e.unscored)
			e.unscored = true
			return e.into(a, n.Node, boost, want)
		}
	}
	b, err := e.eval(n)
	if err != nil {
		return err
	}
	for _, r := range b.touched {
		a.add(r, b.scores[r]*boost, want)
	}
	return nil
}

func (e *evaluator) or(a *accumulator, o engine.Or) error {
	var last []engine.Node
	for _, n := range o.Nodes {
		if reads(n) && (e.unscored || !scores(n)) {
			last = append(last, n)
			continue
		}
		if err := e.into(a, n, 1, anyCount); err != nil {
			return err
		}
	}
	for i, n := range last {
		if err := e.orStored(a, n, max(1, o.Min), len(last)-i); err != nil {
			return err
		}
	}
	if o.Min > 1 {
		a.keep(func(row uint32) bool { return int(a.counts[row]) >= o.Min })
	}
	return nil
}

// orStored adds the rows of a node that has no score and reads stored parts. It
// reads only those of rows that this node can still decide: at least `least` nodes
// must match a row, and `left` nodes, this one included, are not evaluated yet.
func (e *evaluator) orStored(a *accumulator, n engine.Node, least, left int) error {
	before := e.within
	defer func() { e.within = before }()
	e.within = func(row uint32) bool {
		count := int(a.counts[row])
		return count < least && count+left >= least && (before == nil || before(row))
	}
	return e.into(a, n, 1, anyCount)
}

// set marks the rows that a node without a score matches.
func (e *evaluator) set(a *accumulator, n engine.Node) error {
	switch n := n.(type) {
	case engine.In:
		for _, id := range n {
			if article, ok := e.x.table.findArticle(id); ok {
				for _, r := range e.x.table.rowsOf(article) {
					a.mark(r)
				}
			}
		}
		return nil
	case engine.All, engine.Not, engine.Keyword, engine.Between, engine.InArticle, engine.Verified:
		q, err := e.question(n)
		if err != nil {
			return err
		}
		for r := range uint32(e.x.table.size()) {
			if (e.within == nil || e.within(r)) && q.possible(r) && q.is(r) {
				a.mark(r)
			}
		}
		return e.failed
	}
	return fmt.Errorf("%w: %T", errNode, n)
}

// onePartEach reports whether every article is a single part.
func (x *index) onePartEach() bool { return x.table.size() == len(x.table.articles) }

// inArticle returns the rows of the articles of which n's node matches a part.
func (e *evaluator) inArticle(n engine.InArticle) (*accumulator, error) {
	a, err := e.rows(n.Node)
	if err != nil || e.x.onePartEach() {
		return a, err
	}
	t := e.x.table
	for _, row := range a.touched[:len(a.touched):len(a.touched)] {
		for _, r := range t.rowsOf(t.article[row]) {
			a.mark(r)
		}
	}
	return a, nil
}
