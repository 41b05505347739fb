package server

import (
	"context"
	"sync"
	"time"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/web"
)

// Sizes of the page of an empty box.
const (
	newestShown   = 6
	examplesShown = 6
	examplesTried = 12
)

// home keeps what the page of an empty box shows, which changes only with the
// generation.
type home struct {
	mu      sync.Mutex
	number  int
	builtAt time.Time
	content *homeContent
}

type homeContent struct {
	total    int // articles that there are
	examples []web.Offer
	heading  string // of the articles
	articles []search.ArticleHit
}

// of returns the content for a generation. What fails is left out, and tried
// again with the next request.
func (h *home) of(ctx context.Context, state engine.State, f Finder, examples []string) homeContent {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.content != nil && h.number == state.Generation && h.builtAt.Equal(state.BuiltAt) {
		return *h.content
	}
	content, r := homeContent{heading: "最新文章"}, search.Request{Page: 1, Size: newestShown, Sort: engine.ByNewest}
	if state.Newest.IsZero() { // without dates none is the newest
		content.heading, r.Sort = "最多人读", engine.ByViews
	}
	found, err := f.Search(ctx, r)
	if err != nil {
		return homeContent{}
	}
	content.total = found.Total
	if len(found.Articles) > 0 && (r.Sort == engine.ByNewest || found.Articles[0].Views > 0) {
		content.articles = found.Articles
	}
	for _, tag := range found.Facets["tag"] {
		examples = append(examples[:len(examples):len(examples)], tag.Value)
	}
	content.examples, err = finding(ctx, f, examples)
	if err == nil {
		h.content, h.number, h.builtAt = &content, state.Generation, state.BuiltAt
	}
	return content
}

// known are the examples of the page, when it was made already.
func (h *home) known() []web.Offer {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.content == nil {
		return nil
	}
	return h.content.examples
}

// finding keeps the texts that find something.
func finding(ctx context.Context, f Finder, texts []string) ([]web.Offer, error) {
	var list []web.Offer
	seen := map[string]bool{}
	for _, text := range texts[:min(len(texts), examplesTried)] {
		if len(list) == examplesShown {
			break
		}
		if seen[text] {
			continue
		}
		seen[text] = true
		found, err := f.Search(ctx, search.Request{Text: text, Page: 1, Size: 1})
		if err != nil {
			return list, err
		}
		if found.Total > 0 {
			list = append(list, web.Offer{Text: text, Href: web.Query{Text: text}.Href(), Count: found.Total})
		}
	}
	return list, nil
}
