package server

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/web"
)

// Sizes of the home page.
const (
	newestShown   = 6
	examplesShown = 6
	examplesTried = 12
)

// home caches the content of the home page, which changes only with the generation.
type home struct {
	mu      sync.Mutex
	number  int
	builtAt time.Time
	content *homeContent
}

type homeContent struct {
	total    int // articles in the index
	examples []web.Offer
	heading  string // of the articles
	articles []search.ArticleHit
}

// of returns the content for a generation. Parts that fail are left out, and tried
// again with the next request.
func (h *home) of(ctx context.Context, state engine.State, f Finder, examples []string) homeContent {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.content != nil && h.number == state.Generation && h.builtAt.Equal(state.BuiltAt) {
		return *h.content
	}
	content, r := homeContent{heading: "最新文章"}, search.Request{Page: 1, Size: newestShown, Sort: engine.ByNewest}
	if state.Newest.IsZero() { // no article has a date
		content.heading, r.Sort = "最多人读", engine.ByViews
	}
	found, err := f.Search(ctx, r)
	if err != nil {
		return homeContent{}
	}
	content.total = found.Total
	content.articles = found.Articles
	switch {
	case r.Sort == engine.ByNewest:
		content.articles = slices.DeleteFunc(content.articles, func(a search.ArticleHit) bool { return a.Published == "" })
	case len(found.Articles) > 0 && found.Articles[0].Views == 0:
		content.heading = "其中几篇" // nothing orders them
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
		if errors.Is(err, search.ErrQuery) { // a tag that is no query, for example one that is too long
			continue
		}
		if err != nil {
			return list, err
		}
		if found.Total > 0 {
			list = append(list, web.Offer{Text: text, Href: web.Query{Text: text}.Href(), Count: found.Total})
		}
	}
	return list, nil
}
