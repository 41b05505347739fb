package engine

import "context"

// EachRequest answers requests one after the other. It is SearchAll for engines in
// the same process, where a call has no other cost than its work.
func EachRequest(ctx context.Context, v interface {
	Search(ctx context.Context, r Request) (*Result, error)
}, requests []Request) ([]*Result, error) {
	results := make([]*Result, len(requests))
	for i, r := range requests {
		var err error
		if results[i], err = v.Search(ctx, r); err != nil {
			return nil, err
		}
	}
	return results, nil
}
