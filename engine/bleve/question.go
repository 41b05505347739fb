package bleve

import (
	"slices"

	"github.com/xunzhang/xunzhang/engine"
)

// A question tests a node on single rows. After an error, which is in
// evaluator.failed, it returns false for every row.
type question struct {
	// possible reads no stored part. Where it is false, the row does not match.
	possible func(row uint32) bool
	// is reports whether a possible row matches. If reads is set, it may read
	// stored parts.
	is    func(row uint32) bool
	reads bool
}

// always is the possible of a question that needs the stored part.
func always(uint32) bool { return true }

// question turns a node into a question. What posting lists decide is computed
// here, for all rows; stored parts are read only when the question is asked.
func (e *evaluator) question(n engine.Node) (question, error) {
	if !reads(n) {
		test, err := e.test(n)
		return question{possible: test, is: always}, err
	}
	switch n := n.(type) {
	case engine.Verified:
		return e.verified(n)
	case engine.InArticle:
		return e.articleQuestion(n)
	case engine.Boost:
		return e.question(n.Node)
	case engine.And:
		return e.conjunction(n)
	case engine.Or:
		all, err := e.questions(n.Nodes)
		return atLeast(max(1, n.Min), all), err
	case engine.Not:
		q, err := e.question(n.Node)
		return question{possible: always, is: func(row uint32) bool { return !q.matches(row) }, reads: true}, err
	}
	return question{}, errNode
}

// conjunction turns a conjunction into a question. What posting lists decide is
// intersected first: of a long text most lists need not be read.
func (e *evaluator) conjunction(n engine.And) (question, error) {
	var listed, reading engine.And
	for _, node := range n {
		if reads(node) {
			reading = append(reading, node)
		} else {
			listed = append(listed, node)
		}
	}
	var all []question
	if len(listed) > 0 {
		a, err := e.rows(listed)
		if err != nil {
			return question{}, err
		}
		if len(a.touched) == 0 {
			return question{possible: a.has, is: a.has}, nil
		}
		all = append(all, question{possible: a.has, is: always})
	}
	rest, err := e.questions(reading)
	all = append(all, rest...)
	return atLeast(len(all), all), err
}

// matches reports whether a row matches.
func (q *question) matches(row uint32) bool { return q.possible(row) && q.is(row) }

// questions turns several nodes into questions; those that read no stored parts
// come first.
func (e *evaluator) questions(nodes []engine.Node) ([]question, error) {
	all := make([]question, len(nodes))
	for i, n := range nodes {
		var err error
		if all[i], err = e.question(n); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(all, func(a, b question) int {
		switch {
		case a.reads == b.reads:
			return 0
		case b.reads:
			return -1
		}
		return 1
	})
	return all, nil
}

// atLeast is the question whether at least so many of several questions match.
func atLeast(least int, all []question) question {
	count := func(row uint32, yes func(*question) bool) bool {
		need := least
		for i := range all {
			if need <= 0 || len(all)-i < need {
				break
			}
			if yes(&all[i]) {
				need--
			}
		}
		return need <= 0
	}
	return question{
		possible: func(row uint32) bool { return count(row, func(q *question) bool { return q.possible(row) }) },
		is:       func(row uint32) bool { return count(row, func(q *question) bool { return q.matches(row) }) },
		reads:    true,
	}
}

// Remembered results, as counts of an accumulator.
const (
	isYes = 1
	isNo  = 2
)

// remember returns ask with its answers kept, by row or article.
func (e *evaluator) remember(ask func(uint32) bool) func(uint32) bool {
	known := e.take()
	return func(i uint32) bool {
		answer := &known.counts[i]
		if *answer == 0 {
			known.mark(i)
			if *answer = isNo; ask(i) {
				*answer = isYes
			}
		}
		return *answer == isYes
	}
}

// verified tests Sure, then Maybe, and the stored part last.
func (e *evaluator) verified(v engine.Verified) (question, error) {
	sure, err := e.question(orNothing(v.Sure))
	if err != nil {
		return question{}, err
	}
	maybe, err := e.question(orNothing(v.Maybe))
	if err != nil {
		return question{}, err
	}
	accepts := e.remember(func(row uint32) bool { return e.accepts(v, row) })
	return question{
		possible: func(row uint32) bool { return sure.possible(row) || maybe.possible(row) },
		is:       func(row uint32) bool { return sure.matches(row) || maybe.matches(row) && accepts(row) },
		reads:    true,
	}, nil
}

func orNothing(n engine.Node) engine.Node {
	if n == nil {
		return engine.Or{}
	}
	return n
}

// accepts reports whether Accept accepts the stored part of a row, which is read where
// its signature does not tell.
func (e *evaluator) accepts(v engine.Verified, row uint32) bool {
	if v.Accept == nil || e.failed != nil {
		return false
	}
	if e.failed = e.ctx.Err(); e.failed != nil {
		return false
	}
	if accepted, told := e.x.bySignature(v, row); told {
		return accepted
	}
	var stored []byte
	stored, e.failed = e.x.stored(row)
	return e.failed == nil && v.Accept(stored)
}

// articleQuestion tests the other parts of an article only when the row's own part
// does not decide.
func (e *evaluator) articleQuestion(n engine.InArticle) (question, error) {
	q, err := e.question(n.Node)
	if err != nil || e.x.onePartEach() {
		return q, err
	}
	t := e.x.table
	possible := e.remember(func(article uint32) bool { return slices.ContainsFunc(t.rowsOf(article), q.possible) })
	is := e.remember(func(article uint32) bool { return slices.ContainsFunc(t.rowsOf(article), q.matches) })
	return question{
		possible: func(row uint32) bool { return q.possible(row) || possible(t.article[row]) },
		is:       func(row uint32) bool { return is(t.article[row]) },
		reads:    true,
	}, nil
}

// reads reports whether evaluating a node reads stored parts.
func reads(n engine.Node) bool {
	switch n := n.(type) {
	case engine.Verified:
		return true
	case engine.InArticle:
		return reads(n.Node)
	case engine.Not:
		return reads(n.Node)
	case engine.Boost:
		return reads(n.Node)
	case engine.And:
		return slices.ContainsFunc(n, reads)
	case engine.Or:
		return slices.ContainsFunc(n.Nodes, reads)
	}
	return false
}

// scores reports whether a node can have a score other than 0.
func scores(n engine.Node) bool {
	switch n := n.(type) {
	case engine.Term:
		return true
	case engine.Boost:
		return scores(n.Node)
	case engine.And:
		return slices.ContainsFunc(n, scores)
	case engine.Or:
		return slices.ContainsFunc(n.Nodes, scores)
	}
	return false
}
