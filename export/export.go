// Package export reads the articles of an index, in the form of JSONL that the
// indexer takes, and walks over all stored parts. It knows package engine and
// stored parts. It must not know queries or HTTP.
package export

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
)

// An Article is an article as a line of JSONL. Paragraph number N is at index N-1;
// "" where a number is missing.
type Article struct {
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	Brief      string   `json:"brief,omitempty"`
	Author     string   `json:"author,omitempty"`
	Category   string   `json:"category,omitempty"`
	Published  string   `json:"published,omitempty"` // YYYY-MM-DD
	Updated    string   `json:"updated,omitempty"`   // YYYY-MM-DD
	Tags       []string `json:"tags,omitempty"`
	URL        string   `json:"url,omitempty"`
	Views      int64    `json:"views,omitempty"`
	Paragraphs []string `json:"paragraphs"`
	Headings   []int    `json:"headings,omitempty"` // numbers of the paragraphs that are headings
}

// A Filter chooses the articles to export: those that match every choice, and all
// of them without a choice.
type Filter struct {
	Categories, Authors, Tags []string  // any of these
	Years                     []int     // any of these
	From, To                  time.Time // published from and to, both included; zero is open
}

// node returns the filter as a node for the engine.
func (f Filter) node() engine.Node {
	all := engine.And{}
	for name, values := range map[string][]string{"category": f.Categories, "author": f.Authors, "tag": f.Tags} {
		if len(values) > 0 {
			or := engine.Or{}
			for _, v := range values {
				or.Nodes = append(or.Nodes, engine.Keyword{Name: name, Value: v})
			}
			all = append(all, or)
		}
	}
	if len(f.Years) > 0 {
		or := engine.Or{}
		for _, y := range f.Years {
			or.Nodes = append(or.Nodes, engine.Between{From: time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(y, 12, 31, 0, 0, 0, 0, time.UTC)})
		}
		all = append(all, or)
	}
	if !f.From.IsZero() || !f.To.IsZero() {
		all = append(all, engine.Between{From: f.From, To: f.To})
	}
	return all
}

// How many parts are listed, and how many articles are read, in one call of
// Next: memory stays bounded, however large the index is.
const (
	listed = 2000
	read   = 20
)

// A Reader reads the articles of one generation in the order of their ids.
type Reader struct {
	view   engine.View
	filter engine.Node
	from   int      // parts listed so far
	done   bool     // whether all parts are listed
	ids    []string // listed, but not read yet
	last   string   // the last article that was listed
}

// Open opens the current generation, which stays open until Close. An error is
// engine.ErrNoIndex or another error of the engine.
func Open(ctx context.Context, e engine.Engine, f Filter) (*Reader, error) {
	view, err := e.View(ctx)
	if err != nil {
		return nil, err
	}
	return &Reader{view: view, filter: f.node()}, nil
}

// State describes the generation.
func (r *Reader) State() engine.State { return r.view.State() }

// Close closes the generation.
func (r *Reader) Close() error { return r.view.Close() }

// Next returns the next few articles, and io.EOF after the last.
func (r *Reader) Next(ctx context.Context) ([]Article, error) {
	for len(r.ids) == 0 {
		if r.done {
			return nil, io.EOF
		}
		if err := r.list(ctx); err != nil {
			return nil, err
		}
	}
	n := min(read, len(r.ids))
	parts, err := r.view.Articles(ctx, r.ids[:n])
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	r.ids = r.ids[n:]
	return join(parts)
}

// list finds the ids of the next articles. Nothing is scored, so that parts come
// in the order of their ids, those of an article together.
func (r *Reader) list(ctx context.Context) error {
	found, err := r.view.Search(ctx, engine.Request{Filter: r.filter, From: r.from, Size: listed})
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	for _, h := range found.Hits {
		if h.Article != r.last {
			r.ids = append(r.ids, h.Article)
			r.last = h.Article
		}
	}
	r.from += len(found.Hits)
	r.done = len(found.Hits) < listed
	return nil
}

// join makes articles from their parts, which follow one another.
func join(parts []engine.Hit) ([]Article, error) {
	var all []Article
	for _, h := range parts {
		v, err := part.Open(h.Stored)
		if err != nil {
			return nil, fmt.Errorf("export %q: %w", h.Article, err)
		}
		a, err := v.Article()
		if err != nil {
			return nil, fmt.Errorf("export %q: %w", h.Article, err)
		}
		if last := len(all) - 1; last < 0 || all[last].ID != a.ID {
			all = append(all, Article{ID: a.ID, Title: a.Title, Brief: a.Brief, Author: a.Author, Category: a.Category,
				Published: day(a.Published), Updated: day(a.Updated), Tags: a.Tags, URL: a.URL, Views: a.Views, Paragraphs: []string{}})
		}
		all[len(all)-1].add(a.Paragraphs)
	}
	return all, nil
}

// add adds paragraphs to the article. Paragraphs with the same number are pieces of
// one that was too long.
func (a *Article) add(paragraphs []article.Paragraph) {
	for _, p := range paragraphs {
		for len(a.Paragraphs) < p.Number {
			a.Paragraphs = append(a.Paragraphs, "")
		}
		a.Paragraphs[p.Number-1] += p.Text
		if p.Heading && !slices.Contains(a.Headings, p.Number) {
			a.Headings = append(a.Headings, p.Number)
		}
	}
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
