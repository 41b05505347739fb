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
	found, df, err := e.found(t)
	if err != nil || len(found) == 0 || df == 0 && !e.unscored {
		return err
	}
	idf, frequent := 0.0, false
	if !e.unscored {
		idf, frequent = engine.IDF(e.x.table.size(), df), t.Field == engine.Grams
	}
	for _, f := range found {
		if err := e.list.reset(f.segment, f.value, frequent); err != nil {
			return err
		}
		if frequent {
			err = e.scored(a, f.segment, idf, boost, want)
		} else {
			err = e.constant(a, f.segment, idf*boost, want)
		}
		if err != nil {
			return fmt.Errorf("%s: %s: %w", f.segment.name, t, err)
		}
	}
	return nil
}

// An entry is a term of a segment's dictionary, with what it says of the postings.
type entry struct {
	segment *segment
	value   uint64
}

// found are the entries of a term, and unless nothing is scored in how many live parts
// it occurs. They are valid until the next call: a query may have thousands of terms.
func (e *evaluator) found(t engine.Term) (all []entry, df int, err error) {
	all = e.entries[:0]
	for _, s := range e.x.segments {
		value, ok, err := s.lookup(t.Field, t.Text)
		if err != nil {
			return nil, 0, err
		}
		if !ok {
			continue
		}
		all = append(all, entry{s, value})
		if e.unscored {
			continue
		}
		n, err := s.count(value, e.list)
		if err != nil {
			return nil, 0, err
		}
		df += n
	}
	e.entries = all
	return all, df, nil
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
