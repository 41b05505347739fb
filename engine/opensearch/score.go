package opensearch

import "github.com/xunzhang/xunzhang/engine"

// Scores are those that package engine defines, in the float32 of the cluster. A
// term of the grams gets its frequency as its score (see the similarity in the
// mapping), of which a script makes BM25 with the exact length of the part; the
// cluster's own BM25 knows the length only roughly. Terms of the other fields score
// a constant. Both need numbers of the whole index, which are sent along.

// bm25Script computes BM25. The frequency of the term is _score.
const bm25Script = "return params.w * _score / (_score + params.k + params.l * doc['" + fieldLength + "'].value)"

// A scorer turns queries into queries of the cluster that score.
type scorer struct {
	parts   int
	average float64 // grams a part
}

func (m *manifest) scorer() scorer {
	return scorer{parts: m.Parts, average: float64(m.Length) / float64(max(1, m.Parts))}
}

// scores says whether a query can have a score other than 0.
func (q *query) scores() bool {
	switch q.kind {
	case term:
		return true
	case and, or, boost:
		for _, k := range q.kids {
			if k.scores() {
				return true
			}
		}
	}
	return false
}

// query matches what a settled query matches, with its score multiplied by by.
func (s scorer) query(q *query, by float64) (object, error) {
	if by < 0 {
		return nil, errBoost
	}
	if !q.scores() || by == 0 {
		return object{"constant_score": object{"filter": q.filter(atMost), "boost": 0}}, nil
	}
	switch q.kind {
	case and:
		return s.conjunction(q, by)
	case or:
		return s.disjunction(q, by)
	case boost:
		return s.query(q.kids[0], by*q.by)
	}
	return s.term(q, by), nil
}

func (s scorer) term(q *query, by float64) object {
	if q.df == 0 {
		return matchNone()
	}
	weight := by * engine.IDF(s.parts, q.df)
	if q.term.Field != engine.Grams {
		return object{"constant_score": object{"filter": q.termFilter(), "boost": weight}}
	}
	return object{"script_score": object{"query": q.termFilter(), "script": object{
		"source": bm25Script,
		"params": object{"w": weight * (engine.K1 + 1), "k": engine.K1 * (1 - engine.B), "l": engine.K1 * engine.B / s.average},
	}}}
}

func (s scorer) conjunction(q *query, by float64) (object, error) {
	var must, filter []object
	for _, k := range q.kids {
		if !k.scores() {
			filter = append(filter, k.filter(atMost))
			continue
		}
		scored, err := s.query(k, by)
		if err != nil {
			return nil, err
		}
		must = append(must, scored)
	}
	return object{"bool": object{"must": must, "filter": filter}}, nil
}

func (s scorer) disjunction(q *query, by float64) (object, error) {
	if q.min > len(q.kids) {
		return matchNone(), nil
	}
	should := make([]object, len(q.kids))
	for i, k := range q.kids {
		var err error
		if should[i], err = s.query(k, by); err != nil {
			return nil, err
		}
	}
	return object{"bool": object{"should": should, "minimum_should_match": q.min}}, nil
}
