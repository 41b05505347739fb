package rank

import "math"

// articleSummands are the summands of the score of an article, see
// docs/relevance.md.
type articleSummands struct {
	title     float64 // score of its title
	whole     float64 // all of its text, scored as one long paragraph
	about     float64 // BM25 of the query's words over all of its text, where articles are long
	coverage  float64 // how much of the query is in it at all
	best      float64 // its best paragraphs
	answers   float64 // how many of its paragraphs hold the query, or much of it
	proximity float64 // proximity of the query's words in a paragraph
	quotation float64 // a paragraph that holds the query nearly as it was typed
	links     float64 // below 0: what is taken away for navigation
}

func (p articleSummands) sum() float64 {
	return p.title + p.whole + p.about + p.coverage + p.best + p.answers + p.proximity + p.quotation + p.links
}

// scoreArticle scores an article by its best part, which is scored by its title and as
// one long paragraph, by the best proximity in a paragraph, and by its best
// paragraphs. The BM25 of the whole part adds nothing new when articles are short, but
// says what long ones are about; bestShare tells which of the two is the case.
func (r *Ranking) scoreArticle(a *Article) {
	w, share := r.Weights, r.bestShare()
	best, proximity, links, allInOne := 0.0, 0.0, 0.0, 0.0
	a.summands.quotation = 0
	take := func(candidate int) {
		p := &r.Candidates[candidate].Part
		about, coverage := min(1, share)*p.article, w.Coverage*r.plan.Scale*math.Pow(p.coverage, coveragePower)
		if sum := p.title + p.name + p.whole + about + coverage; sum >= best {
			best = sum
			a.summands.title, a.summands.whole, a.summands.about, a.summands.coverage, links = p.title+p.name, p.whole, about, coverage, p.links
		}
	}
	take(a.Candidate)
	for _, p := range a.Paragraphs {
		take(p.Candidate)
		proximity = max(proximity, p.Summands.proximity)
		a.summands.quotation = max(a.summands.quotation, p.Summands.quotation)
		if p.AllSlots && len(r.plan.Slots) <= togetherSlots {
			allInOne = w.Together * r.plan.Scale
		}
	}
	if len(a.Paragraphs) > 0 {
		a.Candidate = a.Paragraphs[0].Candidate
		a.summands.best = share * r.meanOfBest(a)
	}
	answers := r.Candidates[a.Candidate].Part.answers
	a.summands.answers = w.Answers * min(1, share) * r.plan.Scale * answers / (answers + answersHalf)
	a.summands.proximity = w.WholePair*proximity + allInOne
	a.summands.links = 0 // it may have been scored before, with fewer paragraphs
	a.summands.links -= w.LinkPages * links * a.summands.sum()
	a.Score = a.summands.sum()
}

// coveragePower is the power of the share of pairs that an article holds, as for titles
// a soft AND.
const coveragePower = 4

// togetherSlots is the number of words up to which an article gets a bonus for a
// paragraph that holds all of them.
const togetherSlots = 3

// answersHalf is the number of paragraphs with the whole query that give an article
// half of the largest bonus for that.
const answersHalf = 4

// meanOfBest returns the weighted mean of the terms scores of an article's best
// paragraphs, each with BestDecay of the weight of the one before: an article with
// one such paragraph mentions the topic, one with several is about it. An article
// with fewer paragraphs loses nothing, and where articles are short only the best
// paragraph counts.
func (r *Ranking) meanOfBest(a *Article) float64 {
	sum, all, factor := 0.0, 0.0, 1.0
	decay := r.Weights.BestDecay * min(1, r.bestShare())
	for i := range min(keptPerArticle, max(1, r.Candidates[a.Candidate].Part.paragraphs)) {
		if i < len(a.Paragraphs) {
			sum += factor * a.Paragraphs[i].Summands.terms
		}
		all += factor
		factor *= decay
	}
	return sum / all
}

// bestShare is the factor of the best paragraphs in the score of their article: the
// more paragraphs articles have on average, the less an article as a whole says of an
// answer in it.
func (r *Ranking) bestShare() float64 {
	return min(r.Weights.BestMost, r.Weights.BestParagraph*r.perPart)
}
