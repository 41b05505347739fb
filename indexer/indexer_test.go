package indexer

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/engine"
)

func TestIncremental(t *testing.T) {
	w := newWorld(t)
	w.write("docs/a.md", "# 甲", "", "私域流量的第一段。")
	w.write("docs/b.md", "# 乙", "", "小红书的第一段。")
	w.write("more.jsonl", `{"id":"x","title":"丙","text":"一行"}`, `{"id":"y","title":"丁","text":"两行"}`)
	all := w.job("docs", "more.jsonl")

	steps := []struct {
		name    string
		edit    func()
		want    string
		ids     string
		analyse int64 // texts that must be analysed
	}{
		{"the first build", func() {}, "+4 ~0 =0 -0 !0", "a b x y", 4},
		{"nothing to do", func() {}, "+0 ~0 =4 -0 !0", "a b x y", 0},
		{"one changed", func() { w.write("docs/a.md", "# 甲", "", "改了。") }, "+0 ~1 =3 -0 !0", "a b x y", 1},
		{"one more", func() { w.write("docs/c.txt", "戊", "", "正文") }, "+1 ~0 =4 -0 !0", "a b c x y", 1},
		{"a file vanished", func() { w.remove("docs/b.md") }, "+0 ~0 =4 -1 !0", "a c x y", 0},
		{"lines moved", func() {
			w.write("more.jsonl", `{"id":"y","title":"丁","text":"两行"}`, "", `{"id":"x","title":"丙","text":"一行"}`)
		}, "+0 ~0 =4 -0 !0", "a c x y", 0},
		{"a line changed, a line vanished", func() { w.write("more.jsonl", `{"id":"x","title":"丙","text":"三行"}`) },
			"+0 ~1 =2 -1 !0", "a c x", 1},
		{"only a comment of the layout", func() { w.write("docs/.hidden.md", "x") }, "+0 ~0 =3 -0 !0", "a c x", 0},
	}
	generation := 0
	for _, s := range steps {
		t.Run(s.name, func(t *testing.T) {
			w.t = t
			s.edit()
			before := w.analyzer.texts.Load()
			r := w.run(all)
			w.expect(r, s.want)
			if got := w.ids(); got != s.ids {
				t.Errorf("index holds %q, want %q", got, s.ids)
			}
			if n := w.analyzer.texts.Load() - before; n != s.analyse {
				t.Errorf("%d texts were analysed, want %d", n, s.analyse)
			}
			if same := s.analyse == 0 && r.Deleted == 0; same == r.Published || same != (r.Generation == generation) {
				t.Errorf("published %v, generation %d after %d", r.Published, r.Generation, generation)
			}
			generation = r.Generation
		})
	}
}

func TestSourcesNotNamedStay(t *testing.T) {
	w := newWorld(t)
	w.write("one/a.md", "# 甲", "", "一")
	w.write("two/b.md", "# 乙", "", "二")
	w.expect(w.run(w.job("one")), "+1 ~0 =0 -0 !0")
	w.expect(w.run(w.job("two")), "+1 ~0 =1 -0 !0")
	w.remove("two/b.md")
	w.write("two/c.md", "# 丙", "", "三")
	w.expect(w.run(w.job("two", "two")), "+1 ~0 =1 -1 !0")
	if got := w.ids(); got != "a c" {
		t.Errorf("index holds %q", got)
	}
	full := w.job("two")
	full.Full = true
	w.expect(w.run(full), "+1 ~0 =0 -0 !0")
	if got := w.ids(); got != "c" {
		t.Errorf("after --full the index holds %q", got)
	}
}

func TestArticleMovesToAnotherSource(t *testing.T) {
	w := newWorld(t)
	w.write("one/a.md", "# 甲", "", "一")
	w.write("one/b.md", "# 乙", "", "二")
	w.run(w.job("one"))
	w.write("two/a.md", "# 甲", "", "另一篇")
	w.expect(w.run(w.job("two")), "+0 ~1 =1 -0 !0")
	w.expect(w.run(w.job("two")), "+0 ~0 =2 -0 !0")
	if got := w.parts()["a"]; strings.Contains(got, "一") || w.ids() != "a b" {
		t.Errorf("the index holds %q, a is %q", w.ids(), got)
	}
	w.expect(w.run(w.job("one")), "+0 ~1 =1 -0 !0") // and the article goes back
}

func TestRenamedFileOfTheSameArticle(t *testing.T) {
	w := newWorld(t)
	text := []string{"---", "id: same", "---", "# 甲", "", "正文"}
	w.write("docs/a.md", text...)
	w.run(w.job("docs"))
	w.remove("docs/a.md")
	w.write("docs/b.md", text...)
	w.expect(w.run(w.job("docs")), "+0 ~0 =1 -0 !0")
	w.write("docs/b.md", append(text, "", "更多")...)
	w.expect(w.run(w.job("docs")), "+0 ~1 =0 -0 !0")
}

func TestDuplicatesAreSkippedByName(t *testing.T) {
	w := newWorld(t)
	w.write("all.jsonl", `{"id":"x","text":"一"}`, `{"id":"y","text":"二"}`, `{"id":"x","text":"三"}`)
	r := w.run(w.job("all.jsonl"))
	w.expect(r, "+2 ~0 =0 -0 !1")
	if s := r.Skipped[0]; r.Duplicates != 1 || s.Line != 3 || !strings.Contains(s.Reason, `"x" is taken by`) ||
		!strings.HasSuffix(s.Reason, "all.jsonl line 1") {
		t.Errorf("skipped %+v", s)
	}
	// The first one is removed: the article then has the content of the later one.
	w.write("all.jsonl", `{"id":"y","text":"二"}`, `{"id":"x","text":"三"}`)
	w.expect(w.run(w.job("all.jsonl")), "+0 ~1 =1 -0 !0")
}

func TestUnreadableInputsAreSkippedByName(t *testing.T) {
	w := newWorld(t)
	w.write("docs/a.md", "# 甲", "", "正文")
	w.write("docs/b.txt", "\x00\x01\x02\x00")
	w.write("docs/c.jsonl", `{"id":"x","text":"好"}`, `{"id":`, `{"text":"no id"}`)
	r := w.run(w.job("docs"))
	w.expect(r, "+2 ~0 =0 -0 !3")
	for i, want := range []string{"b.txt", "c.jsonl", "c.jsonl"} {
		if s := r.Skipped[i]; !strings.HasSuffix(s.Source, want) || s.Reason == "" {
			t.Errorf("skip %d is %+v, want %s with a reason", i, s, want)
		}
	}
	if r.Skipped[1].Line != 2 || r.Skipped[2].Line != 3 {
		t.Errorf("lines of %+v", r.Skipped)
	}
	// An article whose file can no longer be read is removed, as in a full build.
	w.write("docs/a.md", "\x00\x01")
	w.expect(w.run(w.job("docs")), "+0 ~0 =1 -1 !4")
}

func TestDryRunWritesNothing(t *testing.T) {
	w := newWorld(t)
	w.write("docs/a.md", "# 甲", "", "正文")
	dry := w.job("docs")
	dry.DryRun = true
	w.expect(w.run(dry), "+1 ~0 =0 -0 !0")
	if _, err := w.engine.View(context.Background()); !errors.Is(err, engine.ErrNoIndex) {
		t.Fatalf("View = %v, want no index", err)
	}
	w.run(w.job("docs"))
	w.write("docs/a.md", "# 甲", "", "改")
	w.write("docs/b.md", "# 乙", "", "新")
	before := w.parts()
	w.expect(w.run(dry), "+1 ~1 =0 -0 !0")
	if after := w.parts(); len(after) != len(before) || after["a"] != before["a"] {
		t.Error("a dry run changed the index")
	}
}

func TestOtherRulesRebuild(t *testing.T) {
	w := newWorld(t)
	w.write("one/a.md", "# 甲", "", "一")
	w.write("two/b.md", "# 乙", "", "二")
	w.run(w.job("one", "two"))
	w.analyzer.version = "v2"
	_, err := Run(context.Background(), w.engine, w.analyzer, w.job("one"))
	if !errors.Is(err, ErrUnnamed) || !strings.Contains(err.Error(), "two") {
		t.Errorf("a rebuild that loses articles gives %v", err)
	}
	r := w.run(w.job("one", "two"))
	w.expect(r, "+2 ~0 =0 -0 !0")
	if !strings.Contains(r.Rebuilt, "dictionaries") || strings.Contains(r.Rebuilt, "schema") {
		t.Errorf("rebuilt because of %q", r.Rebuilt)
	}
	w.expect(w.run(w.job("one", "two")), "+0 ~0 =2 -0 !0")
	more := w.job("one", "two")
	more.Rules = map[string]string{"engine": "9"}
	if r := w.run(more); !strings.Contains(r.Rebuilt, "engine") {
		t.Errorf("rebuilt because of %q", r.Rebuilt)
	}
}

func TestAnotherEncodingReadsAgain(t *testing.T) {
	w := newWorld(t)
	w.write("docs/a.txt", "title", "", "text")
	w.run(w.job("docs"))
	j := w.job("docs")
	j.Read.Encoding = "gb18030"
	w.expect(w.run(j), "+0 ~1 =0 -0 !0")
}

func TestNoArticleLeavesTheIndex(t *testing.T) {
	w := newWorld(t)
	w.write("docs/a.md", "# 甲", "", "一")
	w.run(w.job("docs"))
	w.remove("docs/a.md")
	if _, err := Run(context.Background(), w.engine, w.analyzer, w.job("docs")); !errors.Is(err, ErrEmpty) {
		t.Errorf("an emptied source gives %v", err)
	}
	if _, err := Run(context.Background(), w.engine, w.analyzer, w.job("nowhere")); !errors.Is(err, ErrSource) {
		t.Errorf("a missing source gives %v", err)
	}
	if got := w.ids(); got != "a" {
		t.Errorf("the index holds %q", got)
	}
}

// A source can have its own way to be read, and metadata that it sets for its
// articles counts as their content.
func TestEachSourceIsReadInItsOwnWay(t *testing.T) {
	w := newWorld(t)
	w.write("one/a.md", "# 甲", "", "一")
	w.write("one/draft.md", "# 草稿", "", "二")
	w.write("two/b.md", "# 乙", "", "三")
	j := w.job("one", "two")
	own := article.Options{Exclude: []string{"draft*"}, Defaults: article.Defaults{Category: "存档"}}
	j.Each = map[string]article.Options{j.Sources[0]: own}
	w.expect(w.run(j), "+2 ~0 =0 -0 !0")
	if p := w.parts(); !strings.Contains(p["a"], "存档") || strings.Contains(p["b"], "存档") {
		t.Errorf("the parts are %q", p)
	}
	w.expect(w.run(j), "+0 ~0 =2 -0 !0")
	own.Defaults.Author = "编辑部"
	j.Each[j.Sources[0]] = own
	w.expect(w.run(j), "+0 ~1 =1 -0 !0")
	own.Exclude = nil
	j.Each[j.Sources[0]] = own
	w.expect(w.run(j), "+1 ~0 =2 -0 !0")
}

func TestWholeMeansThatThereAreNoOtherSources(t *testing.T) {
	w := newWorld(t)
	w.write("one/a.md", "# 甲", "", "一")
	w.write("two/b.md", "# 乙", "", "二")
	w.run(w.job("one", "two"))
	j := w.job("two")
	j.Whole = true
	w.expect(w.run(j), "+0 ~0 =1 -1 !0")
	if got := w.ids(); got != "b" {
		t.Errorf("index holds %q", got)
	}
	w.run(w.job("one", "two"))
	w.analyzer.version = "v2" // a rebuild loses nothing that must stay
	w.expect(w.run(j), "+1 ~0 =0 -0 !0")
}

// A text that looks wrongly decoded is indexed and reported, again in every job.
func TestSuspiciousTextIsNamed(t *testing.T) {
	w := newWorld(t)
	w.write("docs/good.md", "# 甲", "", "正文")
	w.write("docs/mojibake.md", "# 乙", "", "前面的文字，锟斤拷锟斤拷")
	w.write("docs/lines.jsonl", `{"id":"x","text":"好"}`, `{"id":"y","text":"坏了的`+"\uFFFD"+`字"}`)
	for _, want := range []string{"+4 ~0 =0 -0 !0", "+0 ~0 =4 -0 !0"} {
		r := w.run(w.job("docs"))
		w.expect(r, want)
		if len(r.Suspicious) != 2 {
			t.Fatalf("suspicious %+v", r.Suspicious)
		}
		lines, page := r.Suspicious[0], r.Suspicious[1]
		if !strings.HasSuffix(lines.Source, "docs/lines.jsonl") || lines.Line != 2 || !strings.Contains(lines.Reason, "U+FFFD") {
			t.Errorf("%+v", lines)
		}
		if !strings.HasSuffix(page.Source, "docs/mojibake.md") || page.Line != 0 || !strings.Contains(page.Reason, "锟斤拷") {
			t.Errorf("%+v", page)
		}
	}
}
