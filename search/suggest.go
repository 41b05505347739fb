package search

import (
	"context"
	"strings"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/search/mend"
	"github.com/xunzhang/xunzhang/search/query"
)

// Suggest completes what is being typed, n at most: titles that begin with it, then
// words and phrases by frequency, then titles that hold it. Letters are also read
// as pinyin or initials of characters. There may be no completions until the
// vocabulary of a new generation is built, which takes a moment.
func (s *Service) Suggest(ctx context.Context, prefix string, n int) ([]mend.Completion, error) {
	r := Request{Text: prefix}
	if err := r.check(); err != nil {
		return nil, err
	}
	typed := strings.Join(strings.Fields(analysis.FoldString(query.Clean(prefix))), " ")
	if typed == "" || n < 1 {
		return []mend.Completion{}, nil
	}
	view, err := s.engine.View(ctx)
	if err != nil {
		return nil, err
	}
	defer view.Close()
	v := s.vocabularies.Of(ctx, view, true)
	if v == nil {
		return []mend.Completion{}, nil
	}
	return v.Complete(typed, n), nil
}
