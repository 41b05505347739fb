package bleve

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
)

// partOf is a later part of an article.
func partOf(article, n string, grams ...string) engine.Doc {
	d := part(article+"\x00"+n, grams...)
	d.Article = article
	return d
}

func gram(s string) engine.Term { return engine.Term{Field: engine.Grams, Text: s} }

// TestStoredPartsAreReadLast: stored bytes are read only of parts that no other
// condition excludes, and once for each.
func TestStoredPartsAreReadLast(t *testing.T) {
	single := []engine.Doc{
		part("a", "ab", "bc"), part("b", "ab", "cd"), part("c", "bc", "cd"), part("d", "cd"),
	}
	double := []engine.Doc{
		part("a", "ab"), partOf("a", "1", "bc"), partOf("a", "2", "cd"), part("b", "ab", "bc"), part("c", "bc"), partOf("c", "1", "cd"),
	}
	var read []string
	verified := func(sure, maybe engine.Node, ids ...string) engine.Verified {
		return engine.Verified{Sure: sure, Maybe: maybe, Name: "ids", Accept: func(stored []byte) bool {
			id := strings.ReplaceAll(strings.TrimPrefix(string(stored), "stored "), "\x00", "/")
			read = append(read, id)
			return slices.Contains(ids, id)
		}}
	}
	for _, c := range []struct {
		name  string
		docs  []engine.Doc
		query engine.Node
		read  string
		found string
	}{
		{"alone", single, verified(nil, gram("ab"), "b"), "a b", "b"},
		{"what is sure is not read", single, verified(gram("bc"), gram("ab"), "b"), "b", "a b c"},
		{"after the terms", single, engine.And{verified(nil, engine.All{}, "a"), gram("bc"), gram("ab")}, "a", "a"},
		{"after other questions", single, engine.And{verified(nil, engine.All{}, "a", "b"), engine.Not{Node: gram("cd")}}, "a", "a"},
		{"of what maybe leaves", single, engine.And{gram("cd"), verified(nil, gram("ab"))}, "b", ""},
		{"one after the other", single, engine.And{verified(nil, gram("ab"), "b"), verified(nil, engine.All{}, "b")}, "a b b", "b"},
		{"excluded", single, engine.And{gram("bc"), engine.Not{Node: verified(nil, gram("ab"), "a")}}, "a", "c"},
		{"any of", single, engine.And{gram("cd"), engine.Or{Nodes: []engine.Node{verified(nil, engine.All{}, "d"), gram("bc")}}}, "b d", "c d"},
		{"two of three", single, engine.And{gram("cd"), engine.Or{Min: 2, Nodes: []engine.Node{verified(nil, engine.All{}, "b"), gram("bc"), gram("ab")}}}, "b c", "b"},
		{"in a scored disjunction", single, engine.And{gram("cd"), engine.Or{Nodes: []engine.Node{engine.And{gram("ab"), verified(nil, engine.All{})}, gram("bc")}}}, "b", "c"},
		{"in one that is not reached", single, engine.And{gram("none"), engine.Or{Nodes: []engine.Node{engine.And{gram("ab"), verified(nil, engine.All{})}, gram("bc")}}}, "", ""},
		{"in an article of one part", single, engine.And{gram("bc"), engine.InArticle{Node: verified(nil, gram("ab"), "a")}}, "a", "a"},
		{"other parts only when needed", double, engine.And{gram("ab"), engine.InArticle{Node: verified(gram("bc"), engine.All{})}}, "a", "a b"},
		{"articles are asked once", double, engine.InArticle{Node: verified(nil, gram("cd"), "c/1")}, "a/2 c/1", "c c/1"},
		{"of the articles that are left", double, engine.And{engine.InArticle{Node: gram("ab")}, engine.InArticle{Node: verified(nil, gram("cd"), "a/2")}}, "a/2", "a a/1 a/2"},
	} {
		e := open(t, t.TempDir(), Options{disk: quickDisk{}})
		mustPublish(t, e, engine.Empty, c.docs...)
		for how, r := range map[string]engine.Request{"query": {Query: c.query}, "filter": {Filter: c.query}} {
			read = nil
			if found := foundIn(t, viewOf(t, e), r); found != c.found {
				t.Errorf("%s, as a %s: finds %s, want %s", c.name, how, found, c.found)
			}
			slices.Sort(read)
			if got := strings.Join(read, " "); got != c.read {
				t.Errorf("%s, as a %s: reads %s, want %s", c.name, how, got, c.read)
			}
		}
	}
}

// foundIn returns the ids that a request finds, ascending, separated by spaces.
func foundIn(t *testing.T, v *view, r engine.Request) string {
	t.Helper()
	r.Size = 10
	res, err := v.Search(t.Context(), r)
	must(t, err)
	var ids []string
	for _, h := range res.Hits {
		ids = append(ids, strings.ReplaceAll(h.ID, "\x00", "/"))
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

func viewOf(t *testing.T, e *Engine) *view {
	t.Helper()
	v, err := e.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	})
	return v.(*view)
}

// TestCancelledWhileReading: a search that reads stored parts ends with its
// context.
func TestCancelledWhileReading(t *testing.T) {
	e := open(t, t.TempDir(), Options{disk: quickDisk{}})
	mustPublish(t, e, engine.Empty, part("a", "ab"), part("b", "ab"), part("c", "ab"))
	v := viewOf(t, e)
	for name, request := range map[string]func(phrase engine.Node) engine.Request{
		"query":    func(phrase engine.Node) engine.Request { return engine.Request{Query: phrase} },
		"excluded": func(phrase engine.Node) engine.Request { return engine.Request{Query: engine.Not{Node: phrase}} },
		"filter":   func(phrase engine.Node) engine.Request { return engine.Request{Query: gram("ab"), Filter: phrase} },
		"prefer":   func(phrase engine.Node) engine.Request { return engine.Request{Query: gram("ab"), Prefer: phrase} },
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			reads := 0
			phrase := engine.Verified{Maybe: gram("ab"), Name: "phrase", Accept: func([]byte) bool {
				reads++
				cancel()
				return true
			}}
			if _, err := v.Search(ctx, request(phrase)); !errors.Is(err, context.Canceled) || reads != 1 {
				t.Errorf("error %v after %d parts", err, reads)
			}
		})
	}
}

// TestStoredPartsOfARequest: Prefer reads stored bytes only of parts that are found,
// and the query only of parts that match or that a facet counts.
func TestStoredPartsOfARequest(t *testing.T) {
	docs := []engine.Doc{part("a", "ab"), part("b", "ab"), part("c", "ab"), part("d", "cd")}
	for i, author := range []string{"x", "x", "y", "x"} {
		docs[i].Fields = engine.Fields{Author: author, Category: "k"}
	}
	docs[1].Fields.Category = "l"
	e := open(t, t.TempDir(), Options{disk: quickDisk{}})
	mustPublish(t, e, engine.Empty, docs...)
	var read []string
	phrase := engine.Verified{Maybe: engine.All{}, Name: "phrase", Accept: func(stored []byte) bool {
		read = append(read, strings.TrimPrefix(string(stored), "stored "))
		return true
	}}
	y, k := engine.Keyword{Name: "author", Value: "y"}, engine.Keyword{Name: "category", Value: "k"}
	both := engine.And{gram("ab"), phrase}
	for _, c := range []struct {
		name    string
		request engine.Request
		read    string
	}{
		{"what is preferred", engine.Request{Query: gram("ab"), Prefer: phrase}, "a b c"},
		{"after a filter", engine.Request{Query: both, Filter: y}, "c"},
		{"after choices", engine.Request{Query: both, Choices: map[string]engine.Node{"author": y}}, "c"},
		{"facets need who misses one choice", engine.Request{Query: both, Choices: map[string]engine.Node{"author": y, "category": k}, Facets: 1}, "a c"},
		{"of which some are preferred", engine.Request{Query: gram("ab"), Prefer: phrase, Choices: map[string]engine.Node{"author": y, "category": k}, Facets: 1}, "a c"},
		{"a choice by the stored text", engine.Request{Query: gram("ab"), Choices: map[string]engine.Node{"author": phrase, "category": k}}, "a c"},
	} {
		read = nil
		if _, err := viewOf(t, e).Search(t.Context(), c.request); err != nil {
			t.Fatal(err)
		}
		slices.Sort(read)
		if got := strings.Join(read, " "); got != c.read {
			t.Errorf("%s: reads %s, want %s", c.name, got, c.read)
		}
	}
}
