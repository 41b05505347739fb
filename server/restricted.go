package server

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
)

// A restricted finder and reader has only the articles of some categories. Its
// answers contain nothing about other articles: no hits, no counts, no completions,
// and no words that only those have. A search in another category finds nothing.
type restricted struct {
	finder     Finder
	reader     Reader
	categories []string // at least one
}

// nowhere is a category that no article has.
const nowhere = "\x00"

// narrow returns the categories that both the request and the key allow.
func (r restricted) narrow(chosen []string) []string {
	if len(chosen) == 0 {
		return r.categories
	}
	var both []string
	for _, c := range chosen {
		if r.has(c) {
			both = append(both, c)
			continue
		}
		for _, own := range r.categories { // the key's categories that lie in the chosen one
			if engine.InCategory(own, c) {
				both = append(both, own)
			}
		}
	}
	if len(both) == 0 {
		return []string{nowhere}
	}
	return both
}

// has reports whether a category is one of the key's or lies in one. Letter case
// does not matter, as in the index.
func (r restricted) has(category string) bool {
	return slices.ContainsFunc(r.categories, func(own string) bool { return engine.InCategory(category, own) })
}

// State implements Finder. Its counts are those of all articles.
func (r restricted) State(ctx context.Context) (engine.State, error) { return r.finder.State(ctx) }

// Search implements Finder.
func (r restricted) Search(ctx context.Context, q search.Request) (*search.Response, error) {
	q.Categories = r.narrow(q.Categories)
	found, err := r.finder.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	// The counts of a facet ignore the choice of that facet, and the category was
	// chosen here, for the key.
	if all, ok := found.Facets["category"]; ok {
		found.Facets["category"] = slices.DeleteFunc(slices.Clone(all), func(c engine.Count) bool { return !r.has(c.Value) })
	}
	found.Query, err = r.quiet(ctx, found.Query)
	return found, err
}

// Paragraphs implements Finder.
func (r restricted) Paragraphs(ctx context.Context, q search.Request) (*search.ParagraphsResponse, error) {
	q.Categories = r.narrow(q.Categories)
	found, err := r.finder.Paragraphs(ctx, q)
	if err != nil {
		return nil, err
	}
	found.Query, err = r.quiet(ctx, found.Query)
	return found, err
}

// quiet removes expansions that come from words of other articles. A phrase without
// its quotation marks, or the query in such marks, is what was typed, and reveals
// nothing.
func (r restricted) quiet(ctx context.Context, q search.QueryInfo) (search.QueryInfo, error) {
	var kept []search.Expansion
	for _, e := range q.Expanded {
		ok := true
		if e.Kind != "unquoted" && e.Kind != "text" {
			var err error
			if ok, err = r.holds(ctx, e.To); err != nil {
				return q, err
			}
		}
		if ok {
			kept = append(kept, e)
		} else if e.Kind == "spelling" || e.Kind == "pinyin" {
			q.Searched = ""
		}
	}
	q.Expanded = kept
	if q.Suggest != nil {
		found, err := r.finder.Search(ctx, search.Request{Text: q.Suggest.Text, Page: 1, Size: 1, Categories: r.categories, Literal: true})
		if err != nil {
			return q, err
		}
		if found.Total == 0 {
			q.Suggest = nil
		}
	}
	return q, nil
}

// holds reports whether an article of its categories contains a text.
func (r restricted) holds(ctx context.Context, text string) (bool, error) {
	found, err := r.finder.Search(ctx, search.Request{Text: `"` + strings.ReplaceAll(text, `"`, " ") + `"`, Page: 1, Size: 1, Categories: r.categories, Literal: true})
	if err != nil {
		return false, err
	}
	return found.Total > 0, nil
}

// tried is how many candidates are examined for each wanted one.
const tried = 3

// Suggest implements Finder.
func (r restricted) Suggest(ctx context.Context, prefix string, n int) ([]search.Completion, error) {
	all, err := r.finder.Suggest(ctx, prefix, tried*n)
	if err != nil {
		return nil, err
	}
	var kept []search.Completion
	for _, c := range all {
		if len(kept) == n {
			break
		}
		var ok bool
		if c.ID != "" {
			ok, err = r.owns(ctx, c.ID)
		} else {
			ok, err = r.holds(ctx, c.Text)
		}
		if err != nil {
			return nil, err
		}
		if ok {
			kept = append(kept, c)
		}
	}
	return kept, nil
}

// owns reports whether an article is of its categories.
func (r restricted) owns(ctx context.Context, id string) (bool, error) {
	a, err := r.reader.Article(ctx, id, "")
	if err != nil {
		return false, err
	}
	return r.has(a.Category), nil
}

// Article implements Reader. For an article of another category the error is that
// it does not exist.
func (r restricted) Article(ctx context.Context, id, query string) (*search.ArticlePage, error) {
	a, err := r.reader.Article(ctx, id, query)
	if err == nil && !r.has(a.Category) {
		return nil, fmt.Errorf("article %q: %w", id, engine.ErrNotFound)
	}
	if err == nil { // neighbours and linked articles may be of another category
		a.Previous, a.Next = nil, nil
		for i := range a.Paragraphs {
			p := &a.Paragraphs[i]
			p.Links = slices.DeleteFunc(p.Links, func(l search.ReadLink) bool { return l.Article != a.ID })
		}
	}
	return a, err
}

// Related implements Reader.
func (r restricted) Related(ctx context.Context, id string, n int) ([]search.RelatedArticle, error) {
	if _, err := r.Article(ctx, id, ""); err != nil {
		return nil, err
	}
	all, err := r.reader.Related(ctx, id, min(tried*n, search.MaxSize))
	if err != nil {
		return nil, err
	}
	var kept []search.RelatedArticle
	for _, a := range all {
		if len(kept) == n {
			break
		}
		ok, err := r.owns(ctx, a.ID)
		if err != nil {
			return nil, err
		}
		if ok {
			kept = append(kept, a)
		}
	}
	return kept, nil
}
