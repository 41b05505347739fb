package search

import (
	"context"
	"errors"
	"math"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/enginetest"
	"github.com/xunzhang/xunzhang/search/query"
	"github.com/xunzhang/xunzhang/search/show"
)

// hostileQueries returns queries that break parsers, or look as if they would.
func hostileQueries() []string {
	return []string{
		"*?", "((((", "))))", "((((小红书", `"`, `""`, `"""`, "“", "「", "field:", "title:", "author:", "title:\"", "date:", "+-", "-", "--", "- -",
		"OR", "OR OR OR", "|", "||", "a OR", "-OR", "😊", "👨\u200d👩\u200d👧", "\u200d", "\u200b", "\ufeff", "\ufe0f", "\u0301", "\x00", "a\x00b", "\x1b[31m",
		"。，！？", "...", "..", "2023..", "..2023", "9999..0001", "2023-99-99..", "的", "是什么", "\xff\xfe", "\xed\xa0\x80", "\xed\xa0\x80\xed\xb0\x80",
		"\ufffd", "\ufffd小红书\ufffd", "小红书\u202e反", "<script>alert(1)</script>", "{{.}}", "%00%ff", "' OR 1=1 --", "\\", "/", "#", "&", "a:b:c",
		"title:title:title:", "-title:小红书", "-author:", "-\"小红书\"", "-小红书 小红书", "\"小红书\" -\"小红书\"", "~小红书^2", "小红书*", "[1 TO 2]",
		strings.Repeat("的", query.MaxRunes), strings.Repeat("红", query.MaxRunes), strings.Repeat("a", query.MaxRunes), strings.Repeat("- ", 128),
		strings.Repeat("(", query.MaxRunes), strings.Repeat("\"", query.MaxRunes), strings.Repeat("😊", query.MaxRunes), strings.Repeat("a OR ", 51),
		strings.Repeat("小红 ", 85), strings.Repeat("ﷺ", 250), strings.Repeat("-红", 128), "𠮷野家㐂", "ＴｉｋＴｏｋ", "㎏ﬁ①㈱", "Ⅷ ½ ² ㌔",
	}
}

// Every query that asks for something gets an answer, and answers keep their rules.
func TestHostileQueries(t *testing.T) {
	s := smallLibrary(t)
	for _, query := range hostileQueries() {
		for _, r := range []Request{{Text: query}, {Text: query, Literal: true, Explain: true, Sort: engine.ByNewest}} {
			checkAnswer(t, s, r)
		}
	}
}

func FuzzSearch(f *testing.F) {
	for _, q := range hostileQueries() {
		f.Add(q)
	}
	s := smallLibrary(f)
	f.Fuzz(func(t *testing.T, query string) { checkAnswer(t, s, Request{Text: query, Explain: true}) })
}

// checkAnswer checks the rules that hold for every answer.
func checkAnswer(t *testing.T, s *Service, r Request) {
	t.Helper()
	got, err := s.Search(context.Background(), r)
	refused := len(r.Text) > query.MaxBytes || utf8.RuneCountInString(r.Text) > query.MaxRunes ||
		query.CheckText(r.Text) != nil || query.IsBlank(r.Text) && strings.TrimSpace(r.Text) != ""
	if err != nil || refused {
		if !refused || !errors.Is(err, ErrQuery) {
			t.Errorf("%q: %v", r.Text, err)
		}
		return
	}
	if got.Articles == nil || got.Query.Terms == nil || got.Total+got.PartialTotal < len(got.Articles) {
		t.Errorf("%q: %d articles, total %d, terms %v", r.Text, len(got.Articles), got.Total, got.Query.Terms)
	}
	seen := map[string]bool{}
	for _, a := range got.Articles {
		if seen[a.ID] {
			t.Errorf("%q finds %s twice", r.Text, a.ID)
		}
		seen[a.ID] = true
		if bad(a.Score) || len(a.Paragraphs) > show.ShownPerHit || a.MoreParagraphs < 0 || a.Tags == nil {
			t.Errorf("%q: bad hit %+v", r.Text, a)
		}
		for _, p := range a.Paragraphs {
			if bad(p.Score) || !utf8.ValidString(unmarked(p.Pieces)) || len(p.Pieces) == 0 {
				t.Errorf("%q: bad paragraph %+v", r.Text, p)
			}
		}
	}
	page, err := s.Article(context.Background(), "exodus", r.Text)
	if err != nil {
		t.Errorf("%q: reading: %v", r.Text, err)
		return
	}
	if got := unmarked(page.Paragraphs[0].Pieces); got != "一、难民从哪里来" {
		t.Errorf("%q changes what is read: %q", r.Text, got)
	}
	if _, err := s.Suggest(context.Background(), r.Text, 5); err != nil {
		t.Errorf("%q: suggesting: %v", r.Text, err)
	}
}

func bad(score float64) bool { return math.IsNaN(score) || math.IsInf(score, 0) || score < 0 }

// A value outside the limits is refused with an error that names the parameter.
func TestLimits(t *testing.T) {
	s := smallLibrary(t)
	for _, c := range []struct {
		name      string
		r         Request
		parameter string // "" when it is allowed
	}{
		{"longest query", Request{Text: strings.Repeat("红", query.MaxRunes)}, ""},
		{"one rune more", Request{Text: strings.Repeat("红", query.MaxRunes+1)}, "q"},
		{"bytes", Request{Text: strings.Repeat("\U00020BB7", query.MaxBytes/4)}, ""},
		{"a megabyte", Request{Text: strings.Repeat("a", 1<<20)}, "q"},
		{"ten thousand words", Request{Text: strings.Repeat("a ", 10_000)}, "q"},
		{"no text", Request{Text: "a\x00"}, "q"},
		{"no UTF-8", Request{Text: "\xbb\xa5"}, "q"},
		{"nothing to look for", Request{Text: "\u200b"}, "q"},
		{"an empty phrase", Request{Text: `""`}, "q"},
		{"a joiner among others", Request{Text: "👩\u200d💻"}, ""},
		{"white space", Request{Text: " "}, ""},
		{"page below 1", Request{Page: -1}, "page"},
		{"page of all pages", Request{Page: math.MaxInt}, "page"},
		{"last page", Request{Page: MaxWindow / MaxSize, Size: MaxSize}, ""},
		{"after the last page", Request{Page: MaxWindow/MaxSize + 1, Size: MaxSize}, "page"},
		{"size below 1", Request{Size: -1}, "size"},
		{"largest size", Request{Size: MaxSize}, ""},
		{"size", Request{Size: MaxSize + 1}, "size"},
		{"size of all sizes", Request{Size: math.MaxInt}, "size"},
		{"facet values below 0", Request{Facets: -1}, "facets"},
		{"most facet values", Request{Facets: MaxFacets}, ""},
		{"facet values", Request{Facets: MaxFacets + 1}, "facets"},
	} {
		_, err := s.Search(context.Background(), c.r)
		_, flat := s.Paragraphs(context.Background(), c.r)
		for _, err := range []error{err, flat} {
			var p *ParameterError
			switch {
			case c.parameter == "" && err != nil:
				t.Errorf("%s: %v", c.name, err)
			case c.parameter != "" && (!errors.Is(err, ErrQuery) || !errors.As(err, &p) || p.Parameter != c.parameter || !strings.HasPrefix(err.Error(), c.parameter+": ")):
				t.Errorf("%s: %v, want it to name %s", c.name, err, c.parameter)
			}
		}
	}
}

// Texts that are hard to find and to show are found and marked on the original, and
// are shown unchanged.
func TestHostileText(t *testing.T) {
	texts := []string{
		"小\u200b红\u200b书很好", "ＴｉｋＴｏｋ用户", "\uf90a属于兼容字", "e\u0301cole 学校", "\ufffd小红书\ufffd", "𠮷野家在𡈽地", "a\u00adi", "㍿㎏ﬁ", "👨\u200d👩\u200d👧一家",
		"\u202e反过来\u202c", "कि हिन्दी", "مرحبا", "ไทย", "한국어", "かな漢字カナ", strings.Repeat("哈", 5000), strings.Repeat("a", 3000), "<b>粗</b>&amp;",
	}
	s := library(t, doc{ID: "a", Title: "难的文字", Paragraphs: texts})
	for i, text := range texts {
		runes := []rune(text)
		query := string(runes[:min(6, len(runes))])
		if i == 16 {
			query = text[:64]
		}
		page, err := s.Article(context.Background(), "a", query)
		if err != nil {
			t.Fatal(err)
		}
		if got := unmarked(page.Paragraphs[i].Pieces); got != text {
			t.Errorf("%q: the pieces make %q", text, got)
		}
	}
	for query, want := range map[string]string{
		"小红书": "a#1", "tiktok": "a#2", "兼容字": "a#3", "école": "a#4", "𠮷野家": "a#6", "ai": "a#7", "株式会社": "a#8", "kg": "a#8",
		"👩": "a#9", "反过来": "a#10", "한국": "a#14", "漢字": "a#15", "哈哈哈": "a#16",
	} {
		got := paragraphIDs(t, s, query)
		if first, _, _ := strings.Cut(got, " "); first != want {
			t.Errorf("%s ranks %q, want %q first", query, got, want)
		}
	}
}

// Searches run concurrently, and end with their context.
func TestConcurrentSearches(t *testing.T) {
	s := smallLibrary(t)
	queries := []string{"小红书 TikTok 难民", "红薯", `"南森护照"`, "脸书 收入", "author:白露", "难民 -TikTok"}
	want := map[string]string{}
	for _, q := range queries {
		want[q] = ids(find(t, s, Request{Text: q}))
	}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for k := range 30 {
				q := queries[(i+k)%len(queries)]
				r, err := s.Search(context.Background(), Request{Text: q})
				if err != nil || ids(r) != want[q] {
					t.Errorf("%s: %v, %v", q, r, err)
				}
			}
		})
	}
	wg.Wait()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Search(ctx, Request{Text: "红薯"}); !errors.Is(err, context.Canceled) {
		t.Errorf("a search whose caller has left: %v", err)
	}
}

func TestNoIndex(t *testing.T) {
	s := NewService(enginetest.NewMemory(), sharedAnalyzer(t), Options{})
	_, a := s.Search(t.Context(), Request{Text: "a"})
	_, b := s.Paragraphs(t.Context(), Request{Text: "a"})
	_, c := s.Article(t.Context(), "a", "")
	_, d := s.State(t.Context())
	_, e := s.Related(t.Context(), "a", 1)
	for _, err := range []error{a, b, c, d, e} {
		if !errors.Is(err, engine.ErrNoIndex) {
			t.Errorf("%v", err)
		}
	}
}
