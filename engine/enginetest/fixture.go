package enginetest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// doc makes a part from one line: an id, and its grams. An id is ARTICLE or
// ARTICLE/N for a later part.
func doc(id, grams string) engine.Doc {
	article, n, later := strings.Cut(id, "/")
	if later {
		id = article + "\x00" + n
	}
	d := engine.Doc{ID: id, Article: article, Grams: strings.Fields(grams), Paragraphs: 2, Runes: len(grams)}
	d.Stored = []byte("stored " + id + " " + grams)
	for _, g := range d.Grams {
		d.Chars = appendNew(d.Chars, string([]rune(g)[:1]))
		d.Words = appendNew(d.Words, g+g)
		d.Titles = appendNew(d.Titles, "t"+g)
	}
	return d
}

func appendNew(all []string, s string) []string {
	for _, have := range all {
		if have == s {
			return all
		}
	}
	return append(all, s)
}

// with sets metadata: category, author, tags with commas between, a date, views.
func with(d engine.Doc, category, author, tags, date string, views int64) engine.Doc {
	d.Fields = engine.Fields{Category: category, Author: author, Views: views}
	if tags != "" {
		d.Fields.Tags = strings.Split(tags, ",")
	}
	d.Labels = append([]string{author}, d.Fields.Tags...)
	d.Fields.Published = date10(date)
	return d
}

// date10 parses YYYY-MM-DD; an empty text is the zero time.
func date10(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return time.Time{}
	}
	return t
}

func gram(s string) engine.Term { return engine.Term{Field: engine.Grams, Text: s} }
func word(s string) engine.Term { return engine.Term{Field: engine.Words, Text: s} }
func char(s string) engine.Term { return engine.Term{Field: engine.Chars, Text: s} }

func title(s string) engine.Term { return engine.Term{Field: engine.Titles, Text: s} }
func label(s string) engine.Term { return engine.Term{Field: engine.Labels, Text: s} }

// holding matches the parts that sure matches, and of those that maybe matches
// the ones whose stored bytes hold text.
func holding(sure, maybe engine.Node, text string) engine.Verified {
	return engine.Verified{
		Sure: sure, Maybe: maybe, Name: fmt.Sprintf("(holding %v %v %q)", sure, maybe, text),
		Accept: func(stored []byte) bool { return bytes.Contains(stored, []byte(text)) },
	}
}

const rules = "rules 1"

// publish writes and publishes docs.
func publish(t *testing.T, e engine.Engine, m engine.Mode, docs ...engine.Doc) engine.State {
	t.Helper()
	return change(t, e, m, func(g engine.Generation) error { return g.Write(t.Context(), docs) })
}

// change begins a generation, applies do to it, and publishes it.
func change(t *testing.T, e engine.Engine, m engine.Mode, do func(engine.Generation) error) engine.State {
	t.Helper()
	g, err := e.Begin(t.Context(), m, rules)
	if err != nil {
		t.Fatalf("Begin: %v", err)
	}
	if err := do(g); err != nil {
		t.Fatalf("change: %v", err)
	}
	s, err := g.Publish(t.Context())
	if err != nil {
		t.Fatalf("Publish: %v", err)
	}
	if err := g.Discard(); err != nil {
		t.Fatalf("Discard after Publish: %v", err)
	}
	return s
}

// opened opens an engine that is closed with the test.
func opened(t *testing.T, open Opener, docs ...engine.Doc) engine.Engine {
	t.Helper()
	e := open(t, t.TempDir())
	t.Cleanup(func() { check(t, e.Close()) })
	if len(docs) > 0 {
		publish(t, e, engine.Empty, docs...)
	}
	return e
}

// viewOf opens a view that is closed with the test.
func viewOf(t *testing.T, e engine.Engine) engine.View {
	t.Helper()
	v, err := e.View(t.Context())
	if err != nil {
		t.Fatalf("View: %v", err)
	}
	t.Cleanup(func() { check(t, v.Close()) })
	return v
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

// found returns the ids that a request finds, in order, separated by spaces.
func found(t *testing.T, v engine.View, r engine.Request) string {
	t.Helper()
	if r.Size == 0 {
		r.Size = 100
	}
	res, err := v.Search(t.Context(), r)
	if err != nil {
		t.Fatalf("Search %v: %v", r.Query, err)
	}
	return idsOf(res.Hits)
}

func idsOf(hits []engine.Hit) string {
	ids := make([]string, len(hits))
	for i, h := range hits {
		ids[i] = strings.ReplaceAll(h.ID, "\x00", "/")
	}
	return strings.Join(ids, " ")
}

// want compares two values in their printed form.
func want(t *testing.T, what string, got, expected any) {
	t.Helper()
	if g, w := fmt.Sprint(got), fmt.Sprint(expected); g != w {
		t.Errorf("%s:\n got %s\nwant %s", what, g, w)
	}
}
