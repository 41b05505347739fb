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

// Explain returns an article's score as a sum of named summands, and what comes before
// the score.
func (a Article) Explain() *Explanation {
	p := a.summands
	e := explanation(a.Score, ScorePart{"title", p.title}, ScorePart{"whole article", p.whole}, ScorePart{"about", p.about}, ScorePart{"coverage", p.coverage},
		ScorePart{"best paragraphs", p.best}, ScorePart{"answers", p.answers}, ScorePart{"proximity", p.proximity},
		quotationPart(p.quotation), ScorePart{"navigation", p.links})
	e.First = a.first.names()
	return e
}

// Rules by which an article comes before others whatever its score, the strongest last;
// see compareArticles.
type rules uint8

const (
	inOneParagraph rules = 1 << iota
	allWords
	asTyped
	authorOrTag
	wholeTitle
)

// names returns what the rules are called, the strongest first.
func (r rules) names() (names []string) {
	for _, rule := range [...]struct {
		is   rules
		name string
	}{{wholeTitle, "title"}, {authorOrTag, "author or tag"}, {asTyped, "as typed"}, {allWords, "all words"}, {inOneParagraph, "one paragraph"}} {
		if r&rule.is != 0 {
			names = append(names, rule.name)
		}
	}
	return names
}

// rulesOf returns the rules that an article meets in the order by relevance.
func (r *Ranking) rulesOf(a Article) (met rules) {
	note := func(rule rules, is bool) {
		if is {
			met |= rule
		}
	}
	note(wholeTitle, a.named == byTitle)
	note(authorOrTag, a.named == byLabel)
	note(asTyped, r.literalness(a) > TornWords)
	note(allWords, a.AllWords && r.plan.Apart())
	note(inOneParagraph, a.together && r.plan.Together())
	return met
}

// An Explanation is a score as a sum of named summands.
type Explanation struct {
	// First names the rules by which an article comes before others whatever its score,
	// the strongest first; empty for a paragraph, and in other orders than relevance.
	First []string    `json:"first,omitempty"`
	Score float64     `json:"score"`
	Parts []ScorePart `json:"parts"` // their values add up to Score
}

// A ScorePart is one summand of a score.
type ScorePart struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}
