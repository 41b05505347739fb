package rank

// articleSummands are the summands of the score of an article, see
// docs/relevance.md.
type articleSummands struct {
	title     float64 // what the title says it is about
	whole     float64 // its words, as one long paragraph
	about     float64 // BM25 of the query's words, where articles are long
	best      float64 // its best paragraphs
	answers   float64 // how many of its paragraphs answer, and how well
	proximity float64 // the words of the query beside each other, in a paragraph
	links     float64 // below 0: what is taken away for navigation
}

func (p articleSummands) sum() float64 {
	return p.title + p.whole + p.about + p.best + p.answers + p.proximity + p.links
}

// score scores an article: the best of its parts as one long paragraph and as
// what its title says, the best proximity in a paragraph, and its best
// paragraphs. What its words are worth in BM25 says the same again where articles
// are short; where they are long it tells what they are about, and the share of
// the best paragraphs which of the two it is.
func (r *Ranking) score(g *Article) {
	w, share := r.Weights, r.bestShare()
	best, pair, links, together := 0.0, 0.0, 0.0, 0.0
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
		if p.all && len(r.plan.Slots) <= togetherSlots {
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
	g.summands.links = -(w.LinkPages * links) * g.summands.sum()
	g.Score = g.summands.sum()
}

// togetherSlots is up to how many words an article gains by having them in one
// paragraph.
const togetherSlots = 3

// answersHalf is how many paragraphs that hold all of the query give an article
// half of what it can get for that.
const answersHalf = 4

// best is the weighted mean of the terms of an article's best paragraphs, each
// next one at BestDecay of the one before: an article with one such paragraph
// mentions what is asked, one with several is about it. An article of fewer
// paragraphs loses nothing by that, and where articles are short only the best
// counts.
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
