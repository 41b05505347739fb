package mcp

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/search/query"
)

// A Query is the input of the tool search.
type Query struct {
	Query      string   `json:"query" jsonschema:"words to look for, a \"phrase\" in quotes, -word to exclude"`
	Categories []string `json:"categories,omitempty" jsonschema:"only articles of any of these categories"`
	Authors    []string `json:"authors,omitempty" jsonschema:"only articles by any of these authors"`
	Tags       []string `json:"tags,omitempty" jsonschema:"only articles with any of these tags"`
	From       string   `json:"from,omitempty" jsonschema:"published on this day or later, as 2025-01-31"`
	To         string   `json:"to,omitempty" jsonschema:"published on this day or earlier, as 2025-01-31"`
	Sort       string   `json:"sort,omitempty" jsonschema:"relevance (the default), newest, updated, oldest or views"`
	Limit      int      `json:"limit,omitempty" jsonschema:"articles of the answer, 1 to 20; 5 when left out"`
	Page       int      `json:"page,omitempty" jsonschema:"page of the results, from 1"`
}

// Results are the answer of the tool search.
type Results struct {
	Total    int       `json:"total" jsonschema:"articles that hold every word"`
	Partial  int       `json:"partial_total" jsonschema:"articles that hold only some of the words; they come after the others"`
	Searched string    `json:"searched,omitempty" jsonschema:"what was searched for instead of the query, which finds almost nothing"`
	LeftOut  string    `json:"left_out,omitempty" jsonschema:"the end of a long query, which was not searched for"`
	Meant    string    `json:"did_you_mean,omitempty" jsonschema:"another query that finds more"`
	Partly   bool      `json:"incomplete,omitempty" jsonschema:"whether some texts were not read that may hold what the query asks for"`
	Next     int       `json:"next,omitempty" jsonschema:"page for the next call; absent at the end"`
	Articles []Article `json:"articles"`
}

// An Article is an article that was found.
type Article struct {
	ID         string      `json:"id" jsonschema:"for read_article and related"`
	Title      string      `json:"title"`
	Author     string      `json:"author,omitempty"`
	Category   string      `json:"category,omitempty"`
	Published  string      `json:"published,omitempty"`
	Updated    string      `json:"updated,omitempty" jsonschema:"day of the last change"`
	Link       string      `json:"link" jsonschema:"address of the article"`
	Missing    []string    `json:"missing,omitempty" jsonschema:"words of the query that it does not hold"`
	Paragraphs []Paragraph `json:"paragraphs" jsonschema:"those that answer best"`
}

// A Paragraph is a paragraph with its link.
type Paragraph struct {
	Number  int    `json:"number"`
	Section string `json:"section,omitempty" jsonschema:"the heading above"`
	Heading bool   `json:"heading,omitempty" jsonschema:"whether it is a heading itself"`
	Text    string `json:"text"`
	Link    string `json:"link" jsonschema:"address of the paragraph, to quote it by"`
}

var errInput = errors.New("this cannot be asked")

// request returns the query as a request to the search service.
func (q Query) request() (search.Request, error) {
	r := search.Request{Text: q.Query, Page: q.Page, Size: q.Limit, Categories: q.Categories, Authors: q.Authors, Tags: q.Tags}
	if r.Size == 0 {
		r.Size = defaultArticles
	}
	if r.Page == 0 {
		r.Page = 1
	}
	if r.Page < 1 {
		return r, fmt.Errorf("%w: page is below 1", errInput)
	}
	if r.Size < 1 || r.Size > MaxArticles {
		return r, fmt.Errorf("%w: limit is not from 1 to %d", errInput, MaxArticles)
	}
	if err := q.checkTexts(); err != nil {
		return r, err
	}
	if strings.TrimSpace(q.Query) == "" && len(q.Categories)+len(q.Authors)+len(q.Tags) == 0 && q.From+q.To == "" {
		return r, fmt.Errorf("%w: query is empty", errInput)
	}
	var ok bool
	if r.Sort, ok = orders()[q.Sort]; !ok {
		return r, fmt.Errorf("%w: sort is none of relevance, newest, updated, oldest, views", errInput)
	}
	for _, day := range []struct {
		name, text string
		to         *time.Time
	}{{"from", q.From, &r.From}, {"to", q.To, &r.To}} {
		if day.text == "" {
			continue
		}
		t, err := time.Parse(time.DateOnly, day.text)
		if err != nil {
			return r, fmt.Errorf("%w: %s is not a day as 2025-01-31", errInput, day.name)
		}
		*day.to = t
	}
	return r, nil
}

// checkTexts returns an error that names the argument which is not text, or a list of
// values that is too long: each value is compared with every article.
func (q Query) checkTexts() error {
	if err := query.CheckText(q.Query); err != nil {
		return fmt.Errorf("%w: query is %w", errInput, err)
	}
	for _, list := range []struct {
		name   string
		values []string
	}{{"categories", q.Categories}, {"authors", q.Authors}, {"tags", q.Tags}} {
		if len(list.values) > MaxValues {
			return fmt.Errorf("%w: %s has more than %d values", errInput, list.name, MaxValues)
		}
		for _, v := range list.values {
			if utf8.RuneCountInString(v) > MaxValueRunes {
				return fmt.Errorf("%w: a value of %s is longer than %d characters", errInput, list.name, MaxValueRunes)
			}
			if err := query.CheckText(v); err != nil {
				return fmt.Errorf("%w: a value of %s is %w", errInput, list.name, err)
			}
		}
	}
	return nil
}

func orders() map[string]engine.Sort {
	return map[string]engine.Sort{"": engine.ByRelevance, "relevance": engine.ByRelevance, "newest": engine.ByNewest,
		"oldest": engine.ByOldest, "views": engine.ByViews, "updated": engine.ByUpdated}
}

func (l Library) search(ctx context.Context, _ *sdk.CallToolRequest, q Query) (*sdk.CallToolResult, Results, error) {
	r, err := q.request()
	if err != nil {
		return nil, Results{}, err
	}
	found, err := l.Finder.Search(ctx, r)
	if err != nil {
		return nil, Results{}, l.told(ctx, err)
	}
	out := Results{Total: found.Total, Partial: found.PartialTotal, Searched: found.Query.Searched, LeftOut: found.Query.LeftOut,
		Partly: found.Incomplete, Articles: []Article{}}
	if found.Next != "" {
		out.Next = found.Page + 1
	}
	if found.Query.Suggest != nil {
		out.Meant = found.Query.Suggest.Text
	}
	for _, hit := range found.Articles {
		a := Article{ID: hit.ID, Title: plain(hit.Title), Author: hit.Author, Category: hit.Category, Published: hit.Published, Updated: hit.Updated,
			Link: l.link(hit.ID, 0), Missing: hit.Missing, Paragraphs: []Paragraph{}}
		for _, p := range hit.Paragraphs {
			a.Paragraphs = append(a.Paragraphs, Paragraph{Number: p.Number, Section: p.Section, Text: plain(p.Pieces), Link: l.link(hit.ID, p.Number)})
		}
		out.Articles = append(out.Articles, a)
	}
	return text(out.markdown()), out, nil
}

// plain returns a text without its marks.
func plain(pieces []search.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}

// text returns an answer for models that cannot use structured content.
func text(s string) *sdk.CallToolResult {
	return &sdk.CallToolResult{Content: []sdk.Content{&sdk.TextContent{Text: s}}}
}

// markdown returns the answer as text, with the paragraphs as quotations.
func (r Results) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d articles hold every word, %d only some.\n", r.Total, r.Partial)
	for _, note := range []struct{ label, text string }{
		{"Searched for instead", r.Searched}, {"Not searched for", r.LeftOut}, {"Did you mean", r.Meant},
	} {
		if note.text != "" {
			fmt.Fprintf(&b, "%s: %s\n", note.label, inline(note.text))
		}
	}
	if r.Partly {
		b.WriteString("Some texts were not read: there may be more.\n")
	}
	for _, a := range r.Articles {
		fmt.Fprintf(&b, "\n## %s\nid: %s", inline(a.Title), a.ID)
		b.WriteString(joined(a.Author, a.Category, a.Published, a.Link) + "\n")
		if len(a.Missing) > 0 {
			fmt.Fprintf(&b, "It lacks: %s\n", strings.Join(a.Missing, ", "))
		}
		for _, p := range a.Paragraphs {
			b.WriteString(p.quotation())
		}
	}
	if r.Next > 0 {
		fmt.Fprintf(&b, "\nThere is more: page %d.\n", r.Next)
	}
	return b.String()
}

// quotation returns a paragraph as a Markdown quotation with its link.
func (p Paragraph) quotation() string {
	source := fmt.Sprintf("[paragraph %d](%s)", p.Number, p.Link)
	if p.Section != "" {
		source += ", " + inline(p.Section)
	}
	return "\n> " + strings.ReplaceAll(p.Text, "\n", "\n> ") + "\n>\n> — " + source + "\n"
}

// joined returns those of some texts that are not empty, each behind a dot.
func joined(texts ...string) string {
	var b strings.Builder
	for _, s := range texts {
		if s != "" {
			b.WriteString(" · " + s)
		}
	}
	return b.String()
}

// inline returns a text on one line.
func inline(s string) string { return strings.Join(strings.Fields(s), " ") }
