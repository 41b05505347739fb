package mcp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
)

// A shelf has one article with a hundred paragraphs.
type shelf struct {
	kaputt bool // panics
	fail   error
	last   search.Request
}

func (s *shelf) Search(_ context.Context, r search.Request) (*search.Response, error) {
	if s.last = r; s.kaputt {
		panic("kaputt /data/index")
	}
	out := &search.Response{Query: search.QueryInfo{Text: r.Text, Searched: "面馆 牛肉", LeftOut: "很\n长", Suggest: &search.Suggestion{Text: "面馆", Count: 2}},
		Total: 1, PartialTotal: 2, Page: r.Page, Next: "cursor", Incomplete: true}
	out.Articles = []search.ArticleHit{{ID: "a/b", Title: []search.Piece{{Text: "街角的"}, {Text: "面馆", Hit: true}}, Author: "白露", Category: "生活", Published: "2025-01-02",
		Missing: []string{"牛肉"}, Paragraphs: []search.ParagraphHit{{Number: 3, Section: "清晨", Pieces: []search.Piece{{Text: "门口排着队，"}, {Text: "面馆", Hit: true}, {Text: "还没开。\n第二行"}}}}}}
	return out, s.fail
}

func (s *shelf) Article(_ context.Context, id, _ string) (*search.ArticlePage, error) {
	if id != "a/b" {
		return nil, fmt.Errorf("article %q: %w", id, engine.ErrNotFound)
	}
	a := &search.ArticlePage{ID: id, Title: []search.Piece{{Text: "街角的面馆"}}, Author: "白露", URL: "https://example.org/a"}
	for i := range 100 {
		a.Paragraphs = append(a.Paragraphs, search.ReadParagraph{Number: i + 1, Heading: i == 0, Pieces: []search.Piece{{Text: fmt.Sprintf("第%d段。", i+1)}}})
	}
	a.Paragraphs[50].Pieces[0].Text = strings.Repeat("长", MaxRunes)
	return a, s.fail
}

func (s *shelf) Related(_ context.Context, id string, n int) ([]search.RelatedArticle, error) {
	return []search.RelatedArticle{{ID: "c", Title: "另一家 面馆"}}[:min(n, 1)], s.fail
}

// connect returns a session with the server of a library.
func connect(t *testing.T, l Library) *sdk.ClientSession {
	t.Helper()
	here, there := sdk.NewInMemoryTransports()
	go func() { _ = NewServer(l).Run(t.Context(), there) }()
	session, err := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), here, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = session.Close() })
	return session
}

// call calls a tool, and decodes its structured result into out unless out is nil.
func call(t *testing.T, s *sdk.ClientSession, tool string, args map[string]any, out any) (text string, failed bool) {
	t.Helper()
	r, err := s.CallTool(t.Context(), &sdk.CallToolParams{Name: tool, Arguments: args})
	if err != nil {
		t.Fatalf("%s %v: %v", tool, args, err)
	}
	if out != nil && !r.IsError {
		b, err := json.Marshal(r.StructuredContent)
		if err == nil {
			err = json.Unmarshal(b, out)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(r.Content) == 0 {
		t.Fatalf("%s %v: no content", tool, args)
	}
	return r.Content[0].(*sdk.TextContent).Text, r.IsError
}

func library(s *shelf) Library {
	return Library{Finder: s, Reader: s, BaseURL: "https://search.example.org", Version: "test"}
}

func TestTools(t *testing.T) {
	s := connect(t, library(&shelf{}))
	list, err := s.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, tool := range list.Tools {
		names = append(names, tool.Name)
		if tool.Description == "" || tool.InputSchema == nil || tool.OutputSchema == nil || !tool.Annotations.ReadOnlyHint {
			t.Errorf("%s: something is missing", tool.Name)
		}
	}
	if got := strings.Join(names, " "); got != "read_article related search" {
		t.Errorf("%s", got)
	}
	for _, l := range []Library{{Finder: &shelf{}}, {Reader: &shelf{}}} {
		list, err := connect(t, l).ListTools(t.Context(), nil)
		if err != nil || len(list.Tools) > 2 {
			t.Errorf("%v %v", list, err)
		}
	}
}

// Paragraphs have links that lead to them, in the structured result and in the
// text.
func TestSearch(t *testing.T) {
	books := &shelf{}
	s := connect(t, library(books))
	var got Results
	text, failed := call(t, s, "search", map[string]any{"query": "面馆 牛肉", "categories": []string{"生活"}, "from": "2024-01-01", "sort": "newest", "limit": 3, "page": 2}, &got)
	if failed {
		t.Fatal(text)
	}
	const link = "https://search.example.org/articles/a/b#p-3" // without the query, which would be longer than all of it
	if p := got.Articles[0].Paragraphs[0]; p.Link != link || p.Text != "门口排着队，面馆还没开。\n第二行" || p.Number != 3 || p.Section != "清晨" {
		t.Errorf("%+v", p)
	}
	if a := got.Articles[0]; a.ID != "a/b" || a.Title != "街角的面馆" || a.Missing[0] != "牛肉" || got.Total != 1 || got.Partial != 2 || got.Meant != "面馆" ||
		got.Searched != "面馆 牛肉" || got.LeftOut != "很\n长" || !got.Partly || got.Next != 3 {
		t.Errorf("%+v", got)
	}
	for _, want := range []string{"## 街角的面馆", "id: a/b", "> 门口排着队，面馆还没开。\n> 第二行", "(" + link + "), 清晨", "Did you mean: 面馆", "It lacks: 牛肉",
		"Searched for instead: 面馆 牛肉", "Not searched for: 很 长", "Some texts were not read", "There is more: page 3."} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if r := books.last; r.Size != 3 || r.Page != 2 || r.Sort != engine.ByNewest || r.Categories[0] != "生活" || r.From.Year() != 2024 {
		t.Errorf("%+v", r)
	}
	call(t, s, "search", map[string]any{"query": "面馆"}, &got)
	if books.last.Size != defaultArticles {
		t.Errorf("%+v", books.last)
	}
}

// An article is continued from where the last answer ended, and no answer is longer
// than the limit for models.
func TestReadArticle(t *testing.T) {
	s := connect(t, library(&shelf{}))
	seen, from := 0, 0
	for range 10 {
		var got Reading
		text, failed := call(t, s, "read_article", map[string]any{"id": "a/b", "from": from}, &got)
		if failed || got.All != 100 {
			t.Fatal(text)
		}
		for _, p := range got.Paragraphs {
			if seen++; p.Number != seen || p.Link != fmt.Sprintf("https://search.example.org/articles/a/b#p-%d", seen) {
				t.Fatalf("%+v, want paragraph %d", p, seen)
			}
		}
		if !strings.Contains(text, got.Paragraphs[len(got.Paragraphs)-1].Text) || (got.Next > 0) != strings.Contains(text, "There is more") {
			t.Errorf("%.200s", text)
		}
		if from = got.Next; from == 0 {
			break
		}
	}
	if seen != 100 {
		t.Errorf("%d paragraphs of 100", seen)
	}
	var got Reading
	call(t, s, "read_article", map[string]any{"id": "a/b", "from": 10, "count": 2}, &got)
	if len(got.Paragraphs) != 2 || got.Paragraphs[0].Number != 10 || got.Next != 12 {
		t.Errorf("%+v", got)
	}
	text, _ := call(t, s, "read_article", map[string]any{"id": "a/b", "from": 101}, nil)
	for _, want := range []string{"https://search.example.org/articles/a/b · 白露\n", "Original: https://example.org/a\n", "It has 100 paragraphs"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func TestRelated(t *testing.T) {
	var got RelatedArticles
	text, failed := call(t, connect(t, library(&shelf{})), "related", map[string]any{"id": "a/b"}, &got)
	if failed || got.Articles[0].Link != "https://search.example.org/articles/c" || !strings.Contains(text, "[另一家 面馆](https://search.example.org/articles/c), id: c") {
		t.Errorf("%+v %s", got, text)
	}
}

// Errors in the input say how a model can correct them; internal errors are not
// shown.
func TestErrors(t *testing.T) {
	books := &shelf{}
	s := connect(t, library(books))
	for _, tt := range []struct {
		tool string
		args map[string]any
		want string
	}{
		{"search", map[string]any{"query": " "}, "query is empty"},
		{"search", map[string]any{}, "query"},
		{"search", map[string]any{"query": "a", "page": -1}, "page is below 1"},
		{"search", map[string]any{"query": "a", "limit": 21}, "limit is not from 1 to 20"},
		{"search", map[string]any{"query": "a", "sort": "best"}, "sort is none of"},
		{"search", map[string]any{"query": "a", "from": "gestern"}, "from is not a day"},
		{"search", map[string]any{"query": "a", "more": 1}, "more"},
		{"search", map[string]any{"query": "a\x00"}, "query is not text: it has the control character U+0000"},
		{"search", map[string]any{"query": "a", "tags": []string{"x", "\x1b"}}, "a value of tags is not text"},
		{"search", map[string]any{"query": "a", "authors": slices.Repeat([]string{"x"}, MaxValues+1)}, "authors has more than 20 values"},
		{"search", map[string]any{"query": "a", "categories": []string{strings.Repeat("长", MaxValueRunes+1)}}, "a value of categories is longer than 256 characters"},
		{"read_article", map[string]any{"id": "none"}, "no article with this id"},
		{"read_article", map[string]any{"id": ""}, "id is empty"},
		{"read_article", map[string]any{"id": "a/b", "count": 201}, "count is not from 1 to 200"},
		{"read_article", map[string]any{"id": "a/b", "from": -1}, "from is below 1"},
		{"related", map[string]any{"id": "a/b", "limit": -1}, "limit is not"},
		{"related", map[string]any{"id": ""}, "id is empty"},
	} {
		if text, failed := call(t, s, tt.tool, tt.args, nil); !failed || !strings.Contains(text, tt.want) {
			t.Errorf("%s %v: %v %s, want %q", tt.tool, tt.args, failed, text, tt.want)
		}
	}
	for tool, args := range map[string]map[string]any{
		"search": {"query": "a", "limit": MaxArticles}, "read_article": {"id": "a/b", "count": MaxParagraphs}, "related": {"id": "a/b", "limit": MaxArticles},
	} {
		if text, failed := call(t, s, tool, args, nil); failed {
			t.Errorf("%s with the largest limit: %s", tool, text)
		}
	}
	for err, want := range map[error]string{
		errors.New("open /data/index/gen-000042: gone"): "cannot answer now", context.DeadlineExceeded: "took too long",
		&search.ParameterError{Parameter: "q", Detail: "longer than 256 characters"}: "longer than 256",
	} {
		books.fail = err
		if text, failed := call(t, s, "search", map[string]any{"query": "a"}, nil); !failed || !strings.Contains(text, want) || strings.Contains(text, "/data") {
			t.Errorf("%v: %s", err, text)
		}
	}
}

// A panic in a tool is an error of that call, and the next call is answered.
func TestPanicOfATool(t *testing.T) {
	books := &shelf{kaputt: true}
	var log strings.Builder
	l := library(books)
	l.Logger = slog.New(slog.NewTextHandler(&log, nil))
	s := connect(t, l)
	if text, failed := call(t, s, "search", map[string]any{"query": "a"}, nil); !failed || strings.Contains(text, "kaputt") {
		t.Errorf("%s", text)
	}
	if !strings.Contains(log.String(), "kaputt") {
		t.Errorf("the log: %s", log.String())
	}
	books.kaputt = false
	if text, failed := call(t, s, "search", map[string]any{"query": "a"}, nil); failed {
		t.Errorf("%s", text)
	}
}
