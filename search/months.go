package search

import (
	"context"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/engine"
)

// monthParts is of how many parts months are counted at most.
const monthParts = 20_000

// months counts the articles that the facets count by the month in which they
// were published.
func (x *session) months(ctx context.Context, o *outcome) ([]engine.Count, error) {
	if !x.request.Months {
		return nil, nil
	}
	request := x.stage1(o.plan, monthParts)
	request.Stored, request.Mixed = false, false // what is preferred comes first
	if o.total == 0 {
		request.Prefer = nil
	}
	result, err := x.view.Search(ctx, request)
	if err != nil {
		return nil, err
	}
	if !o.work.verifier.Open() {
		return nil, nil // not every text was read: no months rather than wrong ones
	}
	counts, seen := map[string]int{}, map[string]bool{}
	for _, h := range result.Hits {
		if request.Prefer != nil && !h.Preferred {
			return inOrder(counts), nil
		}
		if !seen[h.Article] && !h.Fields.Published.IsZero() {
			counts[h.Fields.Published.Format("2006-01")]++
		}
		seen[h.Article] = true
	}
	if result.Parts > len(result.Hits) {
		return nil, nil
	}
	return inOrder(counts), nil
}

func inOrder(counts map[string]int) []engine.Count {
	out := make([]engine.Count, 0, len(counts))
	for value, n := range counts {
		out = append(out, engine.Count{Value: value, Count: n})
	}
	slices.SortFunc(out, func(a, b engine.Count) int { return strings.Compare(a.Value, b.Value) })
	return out
}
