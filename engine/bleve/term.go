package bleve

import (
	"fmt"

	"github.com/xunzhang/xunzhang/engine"
)

// term adds the rows of a term.
func (e *evaluator) term(a *accumulator, t engine.Term, boost float64, want int) error {
	if t.Field == engine.Chars {
		return e.char(a, t, boost, want)
	}
	idf, frequent := 0.0, false
	if !e.unscored {
		df, err := e.x.frequency(t, e.list)
		if err != nil || df == 0 {
			return err
		}
		idf, frequent = engine.IDF(e.x.table.size(), df), t.Field == engine.Grams
	}
	for _, s := range e.x.segments {
		ok, err := s.find(t.Field, t.Text, frequent, e.list)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if frequent {
			err = e.scored(a, s, idf, boost, want)
		} else {
			err = e.constant(a, s, idf*boost, want)
		}
		if err != nil {
			return fmt.Errorf("%s: %s: %w", s.name, t, err)
		}
	}
	return nil
}

// scored is the hot path: BM25 of each posting.
func (e *evaluator) scored(a *accumulator, s *segment, idf, boost float64, want int) error {
	norms, p := e.x.table.norms, e.list
	for p.next() {
		for i, doc := range p.docs[:p.n] {
			row := s.rows[doc]
			if row == dead {
				continue
			}
			tf := float64(p.tfs[i])
			a.add(row, idf*tf*(engine.K1+1)/(tf+norms[row])*boost, want)
		}
		if err := e.ctx.Err(); err != nil {
			return err
		}
	}
	return p.err
}

// constant adds the same score to each posting.
func (e *evaluator) constant(a *accumulator, s *segment, score float64, want int) error {
	p := e.list
	for p.next() {
		for _, doc := range p.docs[:p.n] {
			if row := s.rows[doc]; row != dead {
				a.add(row, score, want)
			}
		}
		if err := e.ctx.Err(); err != nil {
			return err
		}
	}
	return p.err
}

func (e *evaluator) char(a *accumulator, t engine.Term, boost float64, want int) error {
	entry := e.x.chars.find(t.Text)
	if entry == nil {
		return nil
	}
	score := 0.0
	if !e.unscored {
		score = engine.IDF(e.x.table.size(), entry.parts) * boost
	}
	e.x.chars.each(entry, func(row uint32) { a.add(row, score, want) })
	return e.ctx.Err()
}

// frequency returns in how many live parts a term occurs.
func (x *index) frequency(t engine.Term, p *postings) (int, error) {
	if t.Field == engine.Chars {
		return x.chars.count(t.Text), nil
	}
	return x.sum(t, p, (*segment).countLive)
}

// sum adds up what of returns for the postings of a term in each segment.
func (x *index) sum(t engine.Term, p *postings, of func(*segment, *postings) (int, error)) (int, error) {
	total := 0
	for _, s := range x.segments {
		ok, err := s.find(t.Field, t.Text, false, p)
		if err != nil {
			return 0, err
		}
		if !ok {
			continue
		}
		n, err := of(s, p)
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}
