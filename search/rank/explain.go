package rank

// Explain gives a paragraph's score as a sum of named parts. The length prior
// is a factor, so what it takes away stands as a part of its own.
func (s Paragraph) Explain() *Explanation {
	p := s.Summands
	return explanation(s.Score,
		ScorePart{"terms", p.terms}, ScorePart{"article", p.article}, ScorePart{"proximity", p.pair},
		ScorePart{"length", (p.terms + p.article + p.pair) * (p.Prior - 1)})
}

func explanation(score float64, parts ...ScorePart) *Explanation {
	return &Explanation{Score: score, Parts: parts}
}

// Explain gives an article's score as a sum of named parts.
func (g Article) Explain() *Explanation {
	p := g.summands
	return explanation(g.Score, ScorePart{"title", p.title}, ScorePart{"whole article", p.whole}, ScorePart{"about", p.about},
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
