package search

import (
	"cmp"
	"context"
	"slices"
)

// A group is an article that was found, with its paragraphs.
type group struct {
	article    string
	candidate  int // of its best part
	score      float64
	paragraphs []scored // best first
}

// ranked groups paragraphs by article and orders the articles.
func (r *run) ranked(ctx context.Context, want int) ([]group, error) {
	if err := r.collect(ctx, want); err != nil {
		return nil, err
	}
	groups := r.group()
	for i := range groups {
		g := &groups[i]
		slices.SortFunc(g.paragraphs, r.better)
		g.score = r.parts[g.candidate].whole + r.parts[g.candidate].article
		if len(g.paragraphs) > 0 {
			g.candidate = g.paragraphs[0].candidate
			g.score = r.articleScore(g)
		}
	}
	slices.SortStableFunc(groups, func(a, b group) int {
		if la, lb := r.holdsLiteral(a), r.holdsLiteral(b); la != lb {
			if la {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.article, b.article))
	})
	return groups, nil
}

// articleScore is the score of an article as a unit: its best part as one long
// paragraph, the best proximity in a paragraph, and its best paragraph.
func (r *run) articleScore(g *group) float64 {
	whole, pair := 0.0, 0.0
	for _, p := range g.paragraphs {
		whole = max(whole, r.parts[p.candidate].whole+r.parts[p.candidate].article)
		pair = max(pair, p.parts.pair)
	}
	return whole + pair + r.service.weights.BestParagraph*g.paragraphs[0].score
}

func (r *run) holdsLiteral(g group) bool {
	return r.plan.literalFirst && len(g.paragraphs) > 0 && g.paragraphs[0].literal
}

// group gathers the paragraphs of each article, in the order of candidates.
func (r *run) group() []group {
	index := make(map[string]int, len(r.hits))
	var groups []group
	at := func(candidate int) *group {
		id := r.hits[candidate].Article
		i, ok := index[id]
		if !ok {
			i = len(groups)
			index[id] = i
			groups = append(groups, group{article: id, candidate: candidate})
		}
		return &groups[i]
	}
	for i := range r.hits {
		if r.parts[i].found {
			at(i)
		}
	}
	for _, f := range r.found {
		g := at(f.candidate)
		g.paragraphs = append(g.paragraphs, f)
	}
	return groups
}
