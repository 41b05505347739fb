package mcp

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/xunzhang/xunzhang/search"
)

// ReadInput is the input of the tool read_article.
type ReadInput struct {
	ID    string `json:"id" jsonschema:"id of the article, from search"`
	From  int    `json:"from,omitempty" jsonschema:"number of the first paragraph; the beginning when left out"`
	Count int    `json:"count,omitempty" jsonschema:"how many paragraphs at most, 1 to 200; 40 when left out"`
}

// A Reading is the answer of the tool read_article.
type Reading struct {
	ID         string      `json:"id"`
	Title      string      `json:"title"`
	Brief      string      `json:"brief,omitempty"`
	Author     string      `json:"author,omitempty"`
	Category   string      `json:"category,omitempty"`
	Published  string      `json:"published,omitempty"`
	Updated    string      `json:"updated,omitempty" jsonschema:"day of the last change"`
	Tags       []string    `json:"tags,omitempty"`
	URL        string      `json:"url,omitempty" jsonschema:"address of the original"`
	Link       string      `json:"link" jsonschema:"address of the article"`
	All        int         `json:"all_paragraphs" jsonschema:"how many paragraphs it has"`
	Paragraphs []Paragraph `json:"paragraphs"`
	Next       int         `json:"next,omitempty" jsonschema:"from for the next call; absent at the end"`
}

func (l Library) read(ctx context.Context, _ *sdk.CallToolRequest, p ReadInput) (*sdk.CallToolResult, Reading, error) {
	if p.Count == 0 {
		p.Count = defaultRead
	}
	switch {
	case p.ID == "":
		return nil, Reading{}, fmt.Errorf("%w: id is empty", errInput)
	case p.Count < 1 || p.Count > MaxParagraphs:
		return nil, Reading{}, fmt.Errorf("%w: count is not from 1 to %d", errInput, MaxParagraphs)
	case p.From < 0:
		return nil, Reading{}, fmt.Errorf("%w: from is below 1", errInput)
	}
	a, err := l.Reader.Article(ctx, p.ID, "")
	if err != nil {
		return nil, Reading{}, l.told(ctx, err)
	}
	out := l.reading(a, p)
	return text(out.markdown()), out, nil
}

// reading takes the passage from an article.
func (l Library) reading(a *search.ArticlePage, p ReadInput) Reading {
	out := Reading{ID: a.ID, Title: plain(a.Title), Brief: plain(a.Brief), Author: a.Author, Category: a.Category, Published: a.Published, Updated: a.Updated,
		Tags: a.Tags, URL: a.URL, Link: l.link(a.ID, 0), All: len(a.Paragraphs), Paragraphs: []Paragraph{}}
	runes := 0
	for _, q := range a.Paragraphs {
		if q.Number < p.From {
			continue
		}
		t := plain(q.Pieces)
		runes += utf8.RuneCountInString(t)
		if n := len(out.Paragraphs); n == p.Count || n > 0 && runes > MaxRunes {
			out.Next = q.Number
			break
		}
		out.Paragraphs = append(out.Paragraphs, Paragraph{Number: q.Number, Section: q.Section, Heading: q.Heading, Text: t, Link: l.link(a.ID, q.Number)})
	}
	return out
}

// markdown returns the answer as text.
func (r Reading) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n%s%s\n", inline(r.Title), r.Link, joined(r.Author, r.Category, r.Published))
	if r.URL != "" {
		fmt.Fprintf(&b, "Original: %s\n", r.URL)
	}
	if len(r.Paragraphs) == 0 {
		fmt.Fprintf(&b, "\nIt has %d paragraphs: there are none from there on.\n", r.All)
	}
	for _, p := range r.Paragraphs {
		if p.Heading {
			fmt.Fprintf(&b, "\n## %s\n", inline(p.Text))
			continue
		}
		fmt.Fprintf(&b, "\n%s\n([paragraph %d](%s))\n", p.Text, p.Number, p.Link)
	}
	if r.Next > 0 {
		fmt.Fprintf(&b, "\nThere is more: from %d, of %d paragraphs.\n", r.Next, r.All)
	}
	return b.String()
}

// RelatedInput is the input of the tool related.
type RelatedInput struct {
	ID    string `json:"id" jsonschema:"id of the article, from search"`
	Limit int    `json:"limit,omitempty" jsonschema:"articles of the answer, 1 to 20; 5 when left out"`
}

// RelatedArticles are the answer of the tool related.
type RelatedArticles struct {
	Articles []RelatedArticle `json:"articles"`
}

// A RelatedArticle is an article that is related to another.
type RelatedArticle struct {
	ID    string `json:"id" jsonschema:"for read_article and related"`
	Title string `json:"title"`
	Link  string `json:"link" jsonschema:"address of the article"`
}

func (l Library) related(ctx context.Context, _ *sdk.CallToolRequest, k RelatedInput) (*sdk.CallToolResult, RelatedArticles, error) {
	if k.Limit == 0 {
		k.Limit = defaultArticles
	}
	switch {
	case k.ID == "":
		return nil, RelatedArticles{}, fmt.Errorf("%w: id is empty", errInput)
	case k.Limit < 1 || k.Limit > MaxArticles:
		return nil, RelatedArticles{}, fmt.Errorf("%w: limit is not from 1 to %d", errInput, MaxArticles)
	}
	found, err := l.Reader.Related(ctx, k.ID, k.Limit)
	if err != nil {
		return nil, RelatedArticles{}, l.told(ctx, err)
	}
	out := RelatedArticles{Articles: []RelatedArticle{}}
	var b strings.Builder
	for _, a := range found {
		r := RelatedArticle{ID: a.ID, Title: a.Title, Link: l.link(a.ID, 0)}
		out.Articles = append(out.Articles, r)
		fmt.Fprintf(&b, "- [%s](%s), id: %s\n", inline(r.Title), r.Link, r.ID)
	}
	if len(found) == 0 {
		b.WriteString("No other article shares rare words with it.\n")
	}
	return text(b.String()), out, nil
}
