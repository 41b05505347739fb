package indexer

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/near"
	"github.com/xunzhang/xunzhang/part"
)

// A wordList is an analyzer that finds the same words in every text.
type wordList []string

func (w wordList) Words(analysis.Text) []analysis.Token {
	var all []analysis.Token
	for _, s := range w {
		all = append(all, analysis.Token{Term: s})
	}
	return all
}

func (w wordList) Fingerprint() string { return strings.Join(w, " ") }

func TestAnalyse(t *testing.T) {
	a := article.Article{ID: "it/1", Title: "小红书", Author: "硬糖", Category: "It", Tags: []string{"社区"}, Views: 7,
		Paragraphs: []article.Paragraph{{Number: 1, Text: "TikTok 难民"}, {Number: 3, Text: "洋抖"}}}
	d, err := analyse(wordList{"小红书", "小红", "tiktok", "难民", "洋抖博主"}, part.Split(a)[0], &near.Sketcher{})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"小红书", "洋抖博主", "tiktok"}; !reflect.DeepEqual(d.Words, want) {
		t.Errorf("words %q, want %q: shorter ones are grams, and Latin names stand once", d.Words, want)
	}
	for _, g := range []string{"小红", "红书", "硬糖", "社区", "tiktok", "难民", "洋抖"} {
		if !slices.Contains(d.Grams, g) {
			t.Errorf("grams %q lack %q", d.Grams, g)
		}
	}
	for _, g := range []string{"书硬", "民洋"} {
		if slices.Contains(d.Grams, g) {
			t.Errorf("the gram %q reaches across paragraphs", g)
		}
	}
	if got, want := strings.Join(d.Titles, " "), "书 小红 红书"; got != want {
		t.Errorf("titles %q, want %q", got, want)
	}
	if got, want := strings.Join(d.Labels, " "), "硬糖 社区 Category:it"; got != want {
		t.Errorf("labels %q, want %q", got, want)
	}
	if !slices.Contains(d.Chars, "民") || d.Paragraphs != 2 || d.Runes != len([]rune("TikTok 难民洋抖")) {
		t.Errorf("chars %q, %d paragraphs, %d runes", d.Chars, d.Paragraphs, d.Runes)
	}
	if d.ID != "it/1" || d.Article != "it/1" || d.Fields.Author != "硬糖" || d.Fields.Views != 7 {
		t.Errorf("%+v", d)
	}
	v, err := part.Open(d.Stored)
	if err != nil || v.Len() != 2 {
		t.Errorf("stored %d paragraphs (%v)", v.Len(), err)
	}
}

func TestLabels(t *testing.T) {
	for _, c := range []struct {
		author string
		tags   []string
		path   string
		want   string
	}{
		{"", nil, "", ""},
		{"硬糖", nil, "", "硬糖"},
		{"硬糖", nil, "出行/慢 車", "硬糖|Category:出行|Category:出行/慢车"},
		{"", []string{"It"}, "IT", "it|Category:it"},
		{" John\t \u3000Doe ", []string{"ＡＩ", "軟體", "ai", " ", "軟體 工程"}, "", "john doe|ai|软体|软体工程"},
		{"", []string{"", "产品经理"}, "", "产品经理"},
		{"José", []string{"C++", "A/B 測試"}, "", "jose|c++|a/b测试"},
	} {
		if got := strings.Join(labels(&article.Article{Author: c.author, Tags: c.tags, Category: c.path}), "|"); got != c.want {
			t.Errorf("labels(%q, %q) = %s, want %s", c.author, c.tags, got, c.want)
		}
	}
}

func TestTitlesAreTheGramsOfTheTitleAlone(t *testing.T) {
	a := article.Article{ID: "x", Title: "小紅書與 TikTok，小紅書", Brief: "难民", Paragraphs: []article.Paragraph{{Number: 1, Text: "洋抖"}}}
	d, err := analyse(wordList{}, part.Split(a)[0], &near.Sketcher{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(d.Titles, "|"), "tik|tiktok|tok|与|与tiktok|书|书与|小红|红书"; got != want {
		t.Errorf("titles %s, want %s", got, want)
	}
}

func BenchmarkAnalyse(b *testing.B) {
	text := strings.Repeat("大量用户涌入小红书，自称 TikTok 难民，1月10日之后更多。", 100)
	p := part.Split(article.Article{ID: "x", Paragraphs: []article.Paragraph{{Number: 1, Text: text}}})[0]
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := analyse(wordList{}, p, &near.Sketcher{}); err != nil {
			b.Fatal(err)
		}
	}
}

// A lateAnalyzer counts how often it was loaded.
type lateAnalyzer struct {
	fakeAnalyzer
	loads atomic.Int64
	err   error
}

func (l *lateAnalyzer) Load() error {
	l.loads.Add(1)
	return l.err
}

func TestTheAnalyzerIsLoadedWhenItIsNeeded(t *testing.T) {
	w := newWorld(t)
	w.write("docs/a.md", "# 甲", "", "一")
	w.write("docs/b.md", "# 乙", "", "二")
	a := &lateAnalyzer{err: errFault}
	run := func(j Job) error {
		_, err := Run(context.Background(), w.engine, a, j)
		return err
	}
	if err := run(w.job("docs")); !errors.Is(err, errFault) {
		t.Errorf("Run = %v", err)
	}
	a.err = nil
	dry := w.job("docs")
	dry.DryRun = true
	for i, step := range []struct {
		edit func()
		job  Job
		want int64
	}{
		{func() {}, dry, 1},
		{func() {}, w.job("docs"), 2},
		{func() {}, w.job("docs"), 2},
		{func() { w.remove("docs/b.md") }, w.job("docs"), 2},
		{func() { w.write("docs/a.md", "# 甲", "", "改") }, w.job("docs"), 3},
	} {
		step.edit()
		if err := run(step.job); err != nil || a.loads.Load() != step.want {
			t.Errorf("step %d: %v, loaded %d times, want %d", i, err, a.loads.Load(), step.want)
		}
	}
}
