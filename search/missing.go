package search

import (
	"context"
	"slices"

	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/rank"
)

// missingWords is of how many words of a query it is told that a hit lacks them: of
// a pasted text nobody wants to know.
const missingWords = 16

// missing are the words of the query that articles lack, by article, of those
// that do not hold them all.
func (x *session) missing(ctx context.Context, o *outcome, groups []rank.Article) (map[string][]string, error) {
	parts := make(map[string][][]byte)
	var ids []string
	state := x.view.State()
	for _, g := range groups {
		switch {
		case g.Whole:
		case state.Parts == state.Articles:
			parts[g.ID] = [][]byte{o.ranking.Candidates[g.Candidate].Stored}
		default:
			ids = append(ids, g.ID)
		}
	}
	if len(ids) > 0 {
		all, err := x.view.Articles(ctx, ids)
		if err != nil {
			return nil, err
		}
		for _, h := range all {
			parts[h.Article] = append(parts[h.Article], h.Stored)
		}
	}
	// A page is few articles: what is said of them is read however long the
	// search has taken.
	unhurried := plan.NewVerifier(&x.matchers, 0, nil)
	defer unhurried.Release()
	missing := make(map[string][]string, len(parts))
	for _, w := range o.plan.Words[:min(missingWords, len(o.plan.Words))] {
		holds := unhurried.HoldingAny(w)
		for id, stored := range parts {
			if !slices.ContainsFunc(stored, holds) {
				missing[id] = append(missing[id], w.Text)
			}
		}
	}
	return missing, nil
}
