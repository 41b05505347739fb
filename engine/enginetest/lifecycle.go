package enginetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
)

func sortedWords(s string) string {
	f := strings.Fields(s)
	slices.Sort(f)
	return strings.Join(f, " ")
}

func testNoIndex(t *testing.T, open Opener) {
	e := opened(t, open)
	_, err := e.View(t.Context())
	wantError(t, "View", err, engine.ErrNoIndex)
	_, err = e.Begin(t.Context(), engine.Current, rules)
	wantError(t, "Begin(Current)", err, engine.ErrNoIndex)
	publish(t, e, engine.Empty)
	v := viewOf(t, e)
	want(t, "an index without parts", found(t, v, engine.Request{}), "")
	want(t, "its term", found(t, v, engine.Request{Query: gram("ab")}), "")
}

func wantError(t *testing.T, what string, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Errorf("%s: error %v, want %v", what, err, target)
	}
}

func testStored(t *testing.T, open Opener) {
	big := doc("big", "ab")
	big.Stored = bytes.Repeat([]byte("\x00\xff章"), 1<<20)
	empty := doc("empty", "ab")
	empty.Stored = nil
	v := viewOf(t, opened(t, open, big, empty))
	res, err := v.Search(t.Context(), engine.Request{Size: 2, Stored: true})
	if err != nil {
		t.Fatal(err)
	}
	want(t, "a large record comes back", bytes.Equal(res.Hits[0].Stored, big.Stored), true)
	want(t, "an empty one", len(res.Hits[1].Stored), 0)
	if res, err = v.Search(t.Context(), engine.Request{Size: 2}); err != nil {
		t.Fatal(err)
	}
	want(t, "not asked for", res.Hits[0].Stored == nil, true)
}

func testArticles(t *testing.T, open Opener) {
	first := with(doc("b", "ab"), "It", "李明", "AI,产品", "2023-12-31", 12)
	v := viewOf(t, opened(t, open, doc("b/10", "x"), doc("b/2", "x"), doc("a", "x"), first, doc("b/1", "x"), doc("bb", "x")))
	hits, err := v.Articles(t.Context(), []string{"b", "none", "a"})
	if err != nil {
		t.Fatal(err)
	}
	want(t, "in reading order", idsOf(hits), "b b/1 b/2 b/10 a")
	want(t, "stored", string(hits[0].Stored), string(first.Stored))
	want(t, "metadata", hits[0].Fields, first.Fields)
	want(t, "article", hits[1].Article, "b")
	none, err := v.Articles(t.Context(), nil)
	want(t, "none", fmt.Sprint(len(none), err), "0 <nil>")
}

func testTerms(t *testing.T, open Opener) {
	v := viewOf(t, opened(t, open, doc("a", "ab ab ac 中文"), doc("b", "ab b\xff 中国"), doc("c", "中")))
	n, err := v.Frequencies(t.Context(), []engine.Term{gram("ab"), gram("none"), word("acac"), char("中"), title("tab"), label("x"), {Field: "x", Text: "ab"}})
	want(t, "frequencies", fmt.Sprint(n, err), "[2 0 1 3 2 0 0] <nil>")
	for _, c := range []struct {
		field  engine.Field
		prefix string
		want   string
	}{
		{engine.Grams, "a", "ab=2 ac=1"},
		{engine.Grams, "中", "中=1 中国=1 中文=1"},
		{engine.Grams, "b\xff", "b\xff=1"},
		{engine.Words, "ac", "acac=1"},
		{engine.Chars, "", "a=2 b=1 中=3"},
		{engine.Titles, "ta", "tab=2 tac=1"},
		{engine.Grams, "x", ""},
		{"unknown", "", ""},
	} {
		want(t, fmt.Sprintf("%s of %q", c.field, c.prefix), termsOf(t, v, c.field, c.prefix, -1), c.want)
	}
	want(t, "stopped", termsOf(t, v, engine.Grams, "", 2), "ab=2 ac=1")
}

// termsOf lists the terms of a field with a prefix: at most most of them, or all
// when most is negative.
func termsOf(t *testing.T, v engine.View, f engine.Field, prefix string, most int) string {
	t.Helper()
	var all []string
	err := v.Terms(t.Context(), f, prefix, func(term string, parts int) bool {
		all = append(all, fmt.Sprintf("%s=%d", term, parts))
		return len(all) != most
	})
	if err != nil {
		t.Fatalf("Terms %s %q: %v", f, prefix, err)
	}
	return strings.Join(all, " ")
}

func testState(t *testing.T, open Opener) {
	e := opened(t, open)
	s := publish(t, e, engine.Empty, with(doc("a", "ab cd"), "", "", "", "2020-02-02", 0), with(doc("a/1", "ab"), "", "", "", "2021-01-01", 0), doc("b", "x"))
	want(t, "published state", viewOf(t, e).State(), s)
	want(t, "counts", []any{s.Parts, s.Articles, s.Paragraphs, s.Runes, s.Fingerprint}, "[3 2 6 8 rules 1]")
	want(t, "newest", s.Newest.Format("2006-01-02"), "2021-01-01")
	if s.IndexBytes <= 0 || s.BuiltAt.IsZero() || s.Generation <= 0 {
		t.Errorf("state %+v lacks something", s)
	}
	next := publish(t, e, engine.Current, doc("c", "x"))
	want(t, "numbers ascend", next.Generation > s.Generation, true)
	want(t, "the view sees it", viewOf(t, e).State().Parts, 4)
}

func testFiles(t *testing.T, open Opener) {
	e := opened(t, open)
	put := func(m engine.Mode, name, data string) {
		change(t, e, m, func(g engine.Generation) error { return g.Put(t.Context(), name, []byte(data)) })
	}
	file := func(name string) string {
		b, err := viewOf(t, e).File(t.Context(), name)
		if err != nil {
			return "error: " + fmt.Sprint(errors.Is(err, engine.ErrNotFound))
		}
		return string(b)
	}
	put(engine.Empty, "catalog", "one")
	want(t, "attached", file("catalog"), "one")
	want(t, "unknown", file("other"), "error: true")
	old := viewOf(t, e)
	put(engine.Current, "other", "two")
	want(t, "kept in a clone", file("catalog")+" "+file("other"), "one two")
	put(engine.Current, "catalog", "three")
	want(t, "replaced", file("catalog"), "three")
	b, err := old.File(t.Context(), "catalog")
	want(t, "the old generation's is as it was", []any{string(b), err}, "[one <nil>]")
	put(engine.Empty, "x", "")
	want(t, "gone in a fresh one", file("catalog")+file("x"), "error: true")
	g, err := e.Begin(t.Context(), engine.Empty, rules)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", "../x", "a/b", ".hidden", "a\x00b"} {
		if g.Put(t.Context(), bad, nil) == nil {
			t.Errorf("Put accepts the name %q", bad)
		}
	}
	check(t, g.Discard())
}

func testReplace(t *testing.T, open Opener) {
	e := opened(t, open, doc("a", "ab"), doc("a/1", "ab"), doc("b", "ab"))
	publish(t, e, engine.Current, doc("a", "cd"))
	want(t, "the new part", found(t, viewOf(t, e), engine.Request{Query: gram("cd")}), "a")
	want(t, "not the old one", found(t, viewOf(t, e), engine.Request{Query: gram("ab")}), "a/1 b")
	change(t, e, engine.Current, func(g engine.Generation) error {
		return errors.Join(g.Delete(t.Context(), []string{"a", "none"}), g.Write(t.Context(), []engine.Doc{doc("a", "new"), doc("a", "newer")}))
	})
	v := viewOf(t, e)
	want(t, "deleted, then written twice", found(t, v, engine.Request{}), "a b")
	want(t, "the last one counts", found(t, v, engine.Request{Query: gram("newer")})+found(t, v, engine.Request{Query: gram("new")}), "a")
	n, err := v.Frequencies(t.Context(), []engine.Term{gram("ab"), gram("cd"), char("a"), char("c")})
	want(t, "frequencies", fmt.Sprint(n, err), "[1 0 1 0] <nil>")
	want(t, "terms", termsOf(t, v, engine.Grams, "", -1), "ab=1 newer=1")
	change(t, e, engine.Current, func(g engine.Generation) error { return g.Delete(t.Context(), []string{"a", "b"}) })
	want(t, "nothing is left", found(t, viewOf(t, e), engine.Request{}), "")
	publish(t, e, engine.Current, doc("b", "ab"))
	want(t, "and comes back", found(t, viewOf(t, e), engine.Request{Query: gram("ab")}), "b")
}

func testLock(t *testing.T, open Opener) {
	dir := t.TempDir()
	e := open(t, dir)
	g, err := e.Begin(t.Context(), engine.Empty, rules)
	if err != nil {
		t.Fatal(err)
	}
	_, err = e.Begin(t.Context(), engine.Empty, rules)
	wantError(t, "a second Begin", err, engine.ErrLocked)
	check(t, g.Discard())
	publish(t, e, engine.Empty, doc("a", "ab"))
	check(t, e.Close())
}

func testFingerprint(t *testing.T, open Opener) {
	e := opened(t, open, doc("a", "ab"))
	_, err := e.Begin(t.Context(), engine.Current, "rules 2")
	wantError(t, "Begin(Current) with other rules", err, engine.ErrFingerprint)
	publish(t, e, engine.Current, doc("b", "ab"))
}

func testDiscard(t *testing.T, open Opener) {
	e := opened(t, open, doc("a", "ab"))
	before := viewOf(t, e).State()
	g, err := e.Begin(t.Context(), engine.Current, rules)
	if err != nil {
		t.Fatal(err)
	}
	check(t, g.Write(t.Context(), []engine.Doc{doc("b", "ab")}))
	check(t, g.Delete(t.Context(), []string{"a"}))
	want(t, "nobody sees it", found(t, viewOf(t, e), engine.Request{}), "a")
	check(t, g.Discard())
	check(t, g.Discard())
	if g.Write(t.Context(), []engine.Doc{doc("b", "ab")}) == nil {
		t.Error("a discarded generation is written to")
	}
	if _, err := g.Publish(t.Context()); err == nil {
		t.Error("a discarded generation is published")
	}
	want(t, "state", viewOf(t, e).State(), before)
}

func testViews(t *testing.T, open Opener) {
	e := opened(t, open, doc("a", "ab"))
	old := viewOf(t, e)
	res, err := old.Search(t.Context(), engine.Request{Size: 1, Stored: true})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 4 {
		publish(t, e, engine.Empty, doc(fmt.Sprint("b", i), "ab"))
		want(t, "the new one", found(t, viewOf(t, e), engine.Request{}), fmt.Sprint("b", i))
	}
	want(t, "the old view", found(t, old, engine.Request{}), "a")
	want(t, "its stored bytes", string(res.Hits[0].Stored), "stored a ab")
}

func testReopen(t *testing.T, open Opener) {
	dir := t.TempDir()
	e := open(t, dir)
	publish(t, e, engine.Empty, doc("a", "ab"))
	s := publish(t, e, engine.Current, doc("b", "ab"))
	check(t, e.Close())
	e = open(t, dir)
	if _, memory := e.(*Memory); memory {
		return
	}
	v, err := e.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want(t, "state", v.State(), s)
	want(t, "parts", found(t, v, engine.Request{Query: gram("ab")}), "a b")
	check(t, v.Close())
	check(t, e.Close())
}

func testCancelled(t *testing.T, open Opener) {
	e := opened(t, open, doc("a", "ab"))
	v := viewOf(t, e)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := v.Search(ctx, engine.Request{Query: gram("ab")})
	wantError(t, "Search", err, context.Canceled)
	_, err = e.View(ctx)
	wantError(t, "View", err, context.Canceled)
	g, err := e.Begin(t.Context(), engine.Empty, rules)
	if err != nil {
		t.Fatal(err)
	}
	wantError(t, "Write", g.Write(ctx, []engine.Doc{doc("b", "ab")}), context.Canceled)
	_, err = g.Publish(ctx)
	wantError(t, "Publish", err, context.Canceled)
	check(t, g.Discard())
	want(t, "what was there", found(t, viewOf(t, e), engine.Request{}), "a")
}

func testClosed(t *testing.T, open Opener) {
	e := open(t, t.TempDir())
	publish(t, e, engine.Empty, doc("a", "ab"))
	v, err := e.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	check(t, e.Close())
	check(t, e.Close())
	want(t, "an open view", found(t, v, engine.Request{}), "a")
	check(t, v.Close())
	check(t, v.Close())
	_, err = e.View(t.Context())
	wantError(t, "View", err, engine.ErrClosed)
	_, err = e.Begin(t.Context(), engine.Empty, rules)
	wantError(t, "Begin", err, engine.ErrClosed)
}

// testLastJob tests engines that keep the report of the last job: it does not
// change when generations are published or removed.
func testLastJob(t *testing.T, open Opener) {
	dir := t.TempDir()
	e := open(t, dir)
	k, ok := e.(engine.Keeper)
	if !ok {
		check(t, e.Close())
		t.Skip("the engine is no Keeper")
	}
	publish(t, e, engine.Empty, doc("a", "ab"))
	_, err := k.LastJob(t.Context())
	wantError(t, "LastJob before there is one", err, engine.ErrNotFound)
	for _, report := range []string{"first", "", strings.Repeat("second 报告 ", 200_000)} {
		check(t, k.KeepJob(t.Context(), []byte(report)))
		got, err := k.LastJob(t.Context())
		if err != nil || string(got) != report {
			t.Errorf("LastJob: %d bytes, %v; want %d", len(got), err, len(report))
		}
	}
	check(t, k.KeepJob(t.Context(), []byte("kept")))
	for range 3 {
		publish(t, e, engine.Empty, doc("b", "ab"))
	}
	_, err = k.Rollback(t.Context())
	check(t, err)
	_, err = k.GC(t.Context())
	check(t, err)
	_, err = k.Check(t.Context())
	check(t, err)
	check(t, e.Close())
	e = open(t, dir)
	got, err := e.(engine.Keeper).LastJob(t.Context())
	if err != nil || string(got) != "kept" {
		t.Errorf("LastJob after generations came and went: %q, %v", got, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	wantError(t, "KeepJob", k.KeepJob(ctx, nil), context.Canceled)
	_, err = k.LastJob(ctx)
	wantError(t, "LastJob", err, context.Canceled)
	check(t, e.Close())
}
