package rank

import "slices"

// Explain returns a paragraph's score as a sum of named summands. The length prior is
// a factor; what it takes away is listed as a summand with a negative value.
func (s Paragraph) Explain() *Explanation {
	p := s.Summands
	return explanation(s.Score,
		ScorePart{"terms", p.terms}, ScorePart{"article", p.article}, ScorePart{"proximity", p.proximity}, quotationPart(p.quotation),
		ScorePart{"length", (p.terms + p.article + p.proximity + p.quotation) * (p.Prior - 1)})
}

// quotationPart is the summand for a paragraph that holds the query nearly as typed.
func quotationPart(value float64) ScorePart { return ScorePart{Name: quotationName, Value: value} }

const quotationName = "quotation"

// explanation leaves out the summand of quotations where there is none: most queries are
// too short to be one.
func explanation(score float64, parts ...ScorePart) *Explanation {
	parts = slices.DeleteFunc(parts, func(p ScorePart) bool { return p.Name == quotationName && p.Value == 0 })
	return &Explanation{Score: score, Parts: parts}
}

// Explain returns an article's score as a sum of named summands.
func (a Article) Explain() *Explanation {
	p := a.summands
	return explanation(a.Score, ScorePart{"title", p.title}, ScorePart{"whole article", p.whole}, ScorePart{"about", p.about}, ScorePart{"coverage", p.coverage},
		ScorePart{"best paragraphs", p.best}, ScorePart{"answers", p.answers}, ScorePart{"proximity", p.proximity},
		quotationPart(p.quotation), ScorePart{"navigation", p.links})
}

// An Explanation is a score as a sum of named summands.
type Explanation struct {
	Score float64     `json:"score"`
	Parts []ScorePart `json:"parts"` // their values add up to Score
}

// A ScorePart is one summand of a score.
type ScorePart struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}
