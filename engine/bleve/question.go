package bleve

import (
	"slices"

	"github.com/xunzhang/xunzhang/engine"
)

// A question is a node that is asked of one row at a time. It says no after an
// error, which evaluator.failed holds.
type question struct {
	// possible is cheap, and false only for rows that do not match.
	possible func(row uint32) bool
	// is says whether a row matches, for which stored parts are read if reads
	// is set. It is to be asked of possible rows alone.
	is    func(row uint32) bool
	reads bool
}

// always is what is possible when nothing is known.
func always(uint32) bool { return true }

// question turns a node into a question. What can be told from posting lists is
// worked out here, at once; stored parts are read when it is asked.
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
		all, err := e.questions(n)
		return atLeast(len(all), all), err
	case engine.Or:
		all, err := e.questions(n.Nodes)
		return atLeast(max(1, n.Min), all), err
	case engine.Not:
		q, err := e.question(n.Node)
		return question{possible: always, is: func(row uint32) bool { return !q.matches(row) }, reads: true}, err
	}
	return question{}, errNode
}

// matches asks both.
func (q *question) matches(row uint32) bool { return q.possible(row) && q.is(row) }

// questions are those of several nodes, the ones that read nothing first.
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

// atLeast asks whether so many of several questions are answered by yes.
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

// Answers that are kept, as counts of an accumulator's slots.
const (
	isYes = 1
	isNo  = 2
)

// remember keeps the answer of ask about a row or article.
func (e *evaluator) remember(ask func(uint32) bool) func(uint32) bool {
	known := e.take()
	return func(i uint32) bool {
		s := &known.slots[i]
		if s.count == 0 {
			known.mark(i)
			if s.count = isNo; ask(i) {
				s.count = isYes
			}
		}
		return s.count == isYes
	}
}

// verified asks Sure, then Maybe, and last the stored part.
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

// accepts reads a stored part.
func (e *evaluator) accepts(v engine.Verified, row uint32) bool {
	if v.Accept == nil || e.failed != nil {
		return false
	}
	if e.failed = e.ctx.Err(); e.failed != nil {
		return false
	}
	var stored []byte
	if stored, e.failed = e.x.stored(row); e.failed != nil {
		return false
	}
	return v.Accept(stored)
}

// articleQuestion asks the other parts of an article only where it must.
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

// reads says whether stored parts must be read to evaluate a node.
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

// scores says whether a node can have a score other than 0.
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
