package server

import (
	"context"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/web"
)

// How many completions the page shows.
const (
	phrasesShown = 4
	titlesShown  = 4
)

// An offered completion is what the page shows of one.
type offered struct {
	Text  string `json:"text"`
	Count int    `json:"count,omitempty"` // articles that a phrase finds
	Link  string `json:"link,omitempty"`  // of the article, for a title
}

// completions answers the search box of the page: phrases with the number of
// articles that they find and, with titles=true, titles after them.
func (s *Server) completions(c *gin.Context) error {
	p := lenient(c.Request.URL.RawQuery)
	text := tidy(p.text("q", search.MaxQueryRunes, search.MaxQueryBytes))
	titles := p.flag("titles")
	all := []offered{}
	if strings.TrimSpace(text) == "" {
		return writeJSON(c, all, nil)
	}
	ctx := c.Request.Context()
	list, err := s.finder(c).Suggest(ctx, text, MaxSuggestions)
	if err != nil {
		return err
	}
	for _, o := range list {
		if o.ID != "" || len(all) == phrasesShown {
			continue
		}
		n, err := s.countsOf(c).of(ctx, stateOf(c), s.finder(c), o.Text)
		if err != nil {
			return err
		}
		if n > 0 {
			all = append(all, offered{Text: o.Text, Count: n})
		}
	}
	for _, o := range list {
		if titles && o.ID != "" && len(all) < phrasesShown+titlesShown {
			all = append(all, offered{Text: o.Text, Link: web.ArticleHref(o.ID, "", 0)})
		}
	}
	return writeJSON(c, all, nil)
}

// maxCounts is how many texts counts remembers.
const maxCounts = 5_000

// counts caches how many articles a text finds in one generation: while a reader
// types, the same completions are shown again and again.
type counts struct {
	mu    sync.Mutex
	state engine.State
	known map[string]int
}

// countsOf returns the cache for everybody. Requests with a key that is restricted
// to categories get an empty one, which is not kept.
func (s *Server) countsOf(c *gin.Context) *counts {
	if len(accessOf(c).categories) > 0 {
		return &counts{}
	}
	return &s.counts
}

func (k *counts) of(ctx context.Context, state engine.State, f Finder, text string) (int, error) {
	k.mu.Lock()
	if k.known == nil || k.state.Key() != state.Key() || len(k.known) > maxCounts {
		k.state, k.known = state, map[string]int{}
	}
	n, ok := k.known[text]
	k.mu.Unlock()
	if ok {
		return n, nil
	}
	found, err := f.Search(ctx, search.Request{Text: text, Page: 1, Size: 1, Facets: 1})
	if err != nil {
		return 0, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.state.Key() == state.Key() {
		k.known[text] = found.Total
	}
	return found.Total, nil
}
