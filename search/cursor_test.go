package search

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
)

// Pages by cursor are the same as pages by number, and no cursor leads to a page
// that does not exist.
func TestCursor(t *testing.T) {
	var docs []doc
	for i := range 57 {
		docs = append(docs, doc{ID: fmt.Sprintf("a%02d", i), Title: fmt.Sprint("第", i, "篇"), Paragraphs: []string{strings.Repeat("红薯", 1+i%5) + "。"}})
	}
	s := library(t, docs...)
	r := Request{Text: "红薯", Size: 10}
	var byCursor []string
	for range 10 {
		got := find(t, s, r)
		byCursor = append(byCursor, ids(got))
		if r.Cursor = got.Next; r.Cursor == "" {
			break
		}
	}
	if len(byCursor) != 6 {
		t.Fatalf("%d pages", len(byCursor))
	}
	for i, want := range byCursor {
		if got := ids(find(t, s, Request{Text: "红薯", Size: 10, Page: i + 1})); got != want {
			t.Errorf("page %d: %s by number, %s by cursor", i+1, got, want)
		}
	}
}

// A cursor is valid for one search and one generation.
func TestWrongCursors(t *testing.T) {
	s := many(t)
	first := find(t, s, Request{Text: "小红书", Size: 1})
	if first.Next == "" {
		t.Fatal("no cursor")
	}
	r := Request{Text: "小红书", Size: 2}
	last := cursor{r.hash(), indexHash(openView(t, s).State()), MaxWindow - 1}.String()
	for _, c := range []struct {
		name string
		r    Request
	}{
		{"made up", Request{Text: "小红书", Size: 1, Cursor: "abc"}},
		{"cut", Request{Text: "小红书", Size: 1, Cursor: first.Next[:len(first.Next)-2]}},
		{"of another query", Request{Text: "蜜雪冰城", Size: 1, Cursor: first.Next}},
		{"of another order", Request{Text: "小红书", Size: 1, Sort: engine.ByNewest, Cursor: first.Next}},
		{"of a page that ends after the last result", Request{Text: r.Text, Size: r.Size, Cursor: last}},
		{"of other filters", Request{Text: "小红书", Size: 1, Tags: []string{"x"}, Cursor: first.Next}},
	} {
		var wrong *ParameterError
		if _, err := s.Search(t.Context(), c.r); !errors.As(err, &wrong) || wrong.Parameter != "cursor" {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	g, err := s.engine.Begin(t.Context(), engine.Current, openView(t, s).State().Fingerprint)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Search(t.Context(), Request{Text: "小红书", Size: 1, Cursor: first.Next}); !errors.Is(err, ErrCursor) {
		t.Errorf("after a new generation: %v", err)
	}
}

// An answer names the part of a query that exceeds the limit of words.
func TestLeftOut(t *testing.T) {
	s := library(t, doc{ID: "a", Title: "甲", Paragraphs: []string{"红薯很甜。"}})
	words := make([]string, 34)
	for i := range words {
		words[i] = fmt.Sprint("词", i)
	}
	if got := find(t, s, Request{Text: strings.Join(words, " ")}).Query.LeftOut; got != "词32 词33" {
		t.Errorf("left out %q", got)
	}
	if got := find(t, s, Request{Text: "红薯 很甜 "}).Query.LeftOut; got != "" {
		t.Errorf("left out %q", got)
	}
}
