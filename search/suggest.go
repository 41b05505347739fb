package search

import (
	"context"
	"strings"
)

// Suggest completes what is being typed: titles that hold it, n at most.
func (s *Service) Suggest(ctx context.Context, prefix string, n int) ([]Completion, error) {
	out := []Completion{}
	if strings.TrimSpace(prefix) == "" {
		return out, nil
	}
	r := Request{Text: prefix, Size: min(MaxSize, 2*n)}
	if err := r.check(); err != nil {
		return nil, err
	}
	run, err := s.begin(ctx, r)
	if err != nil {
		return nil, err
	}
	defer run.close()
	hits, err := run.page(ctx)
	if err != nil {
		return nil, err
	}
	for _, h := range hits {
		if len(out) < n && len(h.Title) > 0 && anyHit(h.Title) {
			out = append(out, Completion{Text: plain(h.Title), Kind: "title", ID: h.ID})
		}
	}
	return out, nil
}

func anyHit(pieces []Piece) bool {
	for _, p := range pieces {
		if p.Hit {
			return true
		}
	}
	return false
}

func plain(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}
