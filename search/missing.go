package search

import (
	"context"
	"slices"
	"sync"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/rank"
)

// missing returns the words of the query that articles lack, by article, for the
// articles that lack some.
func (x *session) missing(ctx context.Context, o *outcome, articles []rank.Article) (map[string][]string, error) {
	lacking := make(map[string]*rank.Candidate, len(articles))
	for _, a := range articles {
		if !a.AllWords {
			lacking[a.ID] = &o.ranking.Candidates[a.Candidate]
		}
	}
	parts, err := x.partsOf(ctx, o, lacking)
	if err != nil {
		return nil, err
	}
	return readMissing(o.plan.Words[:min(plan.MostWords, len(o.plan.Words))], lacking, parts, &x.matchers), nil
}

// partsOf returns the stored parts of the articles of candidates, by article. It
// asks the engine for the articles with more parts than the candidate, unless they
// came with the candidates.
func (x *session) partsOf(ctx context.Context, o *outcome, candidates map[string]*rank.Candidate) (map[string][][]byte, error) {
	parts := make(map[string][][]byte, len(candidates))
	var several []string
	for id, c := range candidates {
		v, err := part.Open(c.Stored)
		if err != nil {
			return nil, err
		}
		switch rest := o.result.Rest[id]; {
		case v.Of() <= 1:
			parts[id] = [][]byte{c.Stored}
		case rest != nil:
			parts[id] = storedOf(rest)
		default:
			several = append(several, id)
		}
	}
	if len(several) == 0 {
		return parts, nil
	}
	slices.Sort(several)
	all, err := x.view.Articles(ctx, several)
	if err != nil {
		return nil, err
	}
	for _, h := range all {
		parts[h.Article] = append(parts[h.Article], h.Stored)
	}
	return parts, nil
}

// storedOf returns the stored parts of hits.
func storedOf(hits []engine.Hit) [][]byte {
	all := make([][]byte, len(hits))
	for i, h := range hits {
		all[i] = h.Stored
	}
	return all
}

// readMissing returns the words that articles lack. Most are known from scoring the
// candidate; for the others its article's parts are read. A page has few articles, so
// that this is done even when the search has reached its limit of reading.
func readMissing(words []plan.Word, lacking map[string]*rank.Candidate, parts map[string][][]byte, matchers *sync.Pool) map[string][]string {
	missing := make(map[string][]string, len(parts))
	unlimited := plan.NewVerifier(matchers, plan.ReadLimit{})
	defer unlimited.Release()
	for i, w := range words {
		holds := unlimited.HoldingAny(w)
		for id, stored := range parts {
			lacks, known := lacking[id].Part.Lacks(i)
			if !known || lacks && len(stored) > 1 {
				lacks = !slices.ContainsFunc(stored, holds)
			}
			if lacks {
				missing[id] = append(missing[id], w.Text)
			}
		}
	}
	return missing
}
