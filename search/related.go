package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/plan"
)

// relatedTerms is how many of an article's terms find its relatives.
const relatedTerms = 16

// Related returns at most n articles that share the rarest and most frequent
// words with an article, best first. An unknown id is engine.ErrNotFound.
func (s *Service) Related(ctx context.Context, id string, n int) ([]RelatedArticle, error) {
	view, err := s.engine.View(ctx)
	if err != nil {
		return nil, err
	}
	defer view.Close()
	parts, err := view.Articles(ctx, []string{id})
	if err != nil {
		return nil, err
	}
	if len(parts) == 0 {
		return nil, fmt.Errorf("article %q: %w", id, engine.ErrNotFound)
	}
	query, err := s.typicalTerms(ctx, view, parts[0])
	if err != nil {
		return nil, err
	}
	found, err := view.Search(ctx, engine.Request{Query: query,
		Filter: engine.And{query, engine.Not{Node: engine.In{id}}}, Size: 2 * n, Stored: true})
	if err != nil {
		return nil, err
	}
	return relatives(found.Hits, n)
}

// relatives turns parts into at most n articles, each once.
func relatives(hits []engine.Hit, n int) ([]RelatedArticle, error) {
	out := []RelatedArticle{}
	for _, h := range hits {
		if len(out) == n || slices.ContainsFunc(out, func(r RelatedArticle) bool { return r.ID == h.Article }) {
			continue
		}
		v, err := part.Open(h.Stored)
		if err != nil {
			return nil, err
		}
		out = append(out, RelatedArticle{ID: h.Article, Title: part.Decode(v.Title), Score: h.Score})
	}
	return out, nil
}

// typicalTerms is a query of the words of a part that have the highest tf*idf,
// of those that at least one other part holds.
func (s *Service) typicalTerms(ctx context.Context, view engine.View, h engine.Hit) (engine.Node, error) {
	v, err := part.Open(h.Stored)
	if err != nil {
		return nil, err
	}
	a, err := v.Article()
	if err != nil {
		return nil, err
	}
	tf := make(map[string]int)
	for _, w := range s.analyzer.Words(analysis.NewText(part.Part{Article: a}.Text())) {
		if utf8.RuneCountInString(w.Term) > 1 && !analysis.IsStopWord(w.Term) {
			tf[w.Term]++
		}
	}
	terms := make([]engine.Term, 0, len(tf))
	for w := range tf {
		terms = append(terms, engine.Term{Field: plan.FieldOf(w), Text: w})
	}
	df, err := view.Frequencies(ctx, terms)
	if err != nil {
		return nil, err
	}
	weights := make(map[engine.Term]float64, len(terms))
	for i, t := range terms {
		if df[i] > 1 {
			weights[t] = float64(tf[t.Text]) * engine.IDF(view.State().Parts, df[i])
		}
	}
	slices.SortFunc(terms, func(a, b engine.Term) int {
		return cmp.Or(cmp.Compare(weights[b], weights[a]), cmp.Compare(a.Text, b.Text))
	})
	or := engine.Or{}
	for _, t := range terms[:min(relatedTerms, len(terms))] {
		or.Nodes = append(or.Nodes, t)
	}
	return or, nil
}
