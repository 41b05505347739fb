package search

// explain gives a paragraph's score as a sum of named parts. The length prior
// is a factor, so what it takes away stands as a part of its own.
func (s scored) explain() *Explanation {
	p := s.parts
	return explanation(s.score,
		ScorePart{"terms", p.terms}, ScorePart{"article", p.article}, ScorePart{"proximity", p.pair},
		ScorePart{"length", (p.terms + p.article + p.pair) * (p.prior - 1)})
}

func explanation(score float64, parts ...ScorePart) *Explanation {
	return &Explanation{Score: score, Parts: parts}
}

// explain gives an article's score as a sum of named parts.
func (g group) explain() *Explanation {
	p := g.parts
	return explanation(g.score, ScorePart{"title", p.title}, ScorePart{"whole article", p.whole}, ScorePart{"about", p.about},
		ScorePart{"best paragraphs", p.best}, ScorePart{"answers", p.answers}, ScorePart{"proximity", p.proximity}, ScorePart{"navigation", p.links})
}

// An Explanation is a score as a sum of named parts.
type Explanation struct {
	Score float64     `json:"score"`
	Parts []ScorePart `json:"parts"` // their values add up to Score
}

// A ScorePart is one summand of a score.
type ScorePart struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}
