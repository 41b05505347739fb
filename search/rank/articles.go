package rank

// articleSummands are the summands of the score of an article, see
// docs/relevance.md.
type articleSummands struct {
	title     float64 // score of its title
	whole     float64 // its words, as one long paragraph
	about     float64 // BM25 of the query's words, where articles are long
	best      float64 // its best paragraphs
	answers   float64 // how many of its paragraphs answer, and how well
	proximity float64 // proximity of the query's words in a paragraph
	quotation float64 // a paragraph that holds the query nearly as it was typed
	links     float64 // below 0: what is taken away for navigation
}

func (p articleSummands) sum() float64 {
	return p.title + p.whole + p.about + p.best + p.answers + p.proximity + p.quotation + p.links
}

// score scores an article by the best scores of its parts as one long paragraph and
// by title, the best proximity in a paragraph, and its best paragraphs. The BM25 of
// the whole part adds nothing new when articles are short, but says what long ones
// are about. The share of the best paragraphs says which of the two is the case.
func (r *Ranking) score(g *Article) {
	w, share := r.Weights, r.bestShare()
	best, pair, links, together := 0.0, 0.0, 0.0, 0.0
	g.summands.quotation = 0
	take := func(candidate int) {
		p := &r.Candidates[candidate].Part
		about := min(1, share) * p.article
		if sum := p.title + p.name + p.whole + about; sum >= best {
			best = sum
			g.summands.title, g.summands.whole, g.summands.about, links = p.title+p.name, p.whole, about, p.links
		}
	}
	take(g.Candidate)
	for _, p := range g.Paragraphs {
		take(p.Candidate)
		pair = max(pair, p.Summands.pair)
		g.summands.quotation = max(g.summands.quotation, p.Summands.quotation)
		if p.All && len(r.plan.Slots) <= togetherSlots {
			together = w.Together * r.plan.Scale
		}
	}
	if len(g.Paragraphs) > 0 {
		g.Candidate = g.Paragraphs[0].Candidate
		g.summands.best = share * r.best(g)
	}
	answers := r.Candidates[g.Candidate].Part.answers
	g.summands.answers = w.Answers * min(1, share) * r.plan.Scale * answers / (answers + answersHalf)
	g.summands.proximity = w.WholePair*pair + together
	g.summands.links = 0 // it may have been scored before, with fewer paragraphs
	g.summands.links -= w.LinkPages * links * g.summands.sum()
	g.Score = g.summands.sum()
}

// togetherSlots is the number of words up to which an article gets a bonus for a
// paragraph that holds all of them.
const togetherSlots = 3

// answersHalf is the number of paragraphs with the whole query that give an article
// half of the largest bonus for that.
const answersHalf = 4

// best returns the weighted mean of the terms scores of an article's best
// paragraphs, each with BestDecay of the weight of the one before: an article with
// one such paragraph mentions the topic, one with several is about it. An article
// with fewer paragraphs loses nothing, and where articles are short only the best
// paragraph counts.
func (r *Ranking) best(g *Article) float64 {
	sum, all, factor := 0.0, 0.0, 1.0
	decay := r.Weights.BestDecay * min(1, r.bestShare())
	for i := range min(keptPerGroup, max(1, r.Candidates[g.Candidate].Part.paragraphs)) {
		if i < len(g.Paragraphs) {
			sum += factor * g.Paragraphs[i].Summands.terms
		}
		all += factor
		factor *= decay
	}
	return sum / all
}

// bestShare is what the best paragraph adds to the score of its article: the more
// paragraphs articles have, the less an article as a whole says of an answer in it.
func (r *Ranking) bestShare() float64 {
	return min(r.Weights.BestMost, r.Weights.BestParagraph*r.perPart)
}
