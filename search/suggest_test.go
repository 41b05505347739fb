package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/search/query"
)

func suggestions(t testing.TB, s *Service, prefix string, n int) string {
	t.Helper()
	got, err := s.Suggest(context.Background(), prefix, n)
	if err != nil {
		t.Fatalf("%q: %v", prefix, err)
	}
	var out []string
	for _, c := range got {
		text := c.Text
		if c.ID != "" {
			text += " #" + c.ID
		}
		out = append(out, text)
	}
	return strings.Join(out, " | ")
}

func shelf(t testing.TB, o Options) *Service {
	t.Helper()
	docs := []doc{
		{ID: "old", Title: "小红书的难民", Published: "2023-01-01", Paragraphs: []string{"小红书运营的方法。"}},
		{ID: "new", Title: "小红书运营怎么做", Published: "2025-01-01", Paragraphs: []string{"小红书运营的方法。"}},
		{ID: "other", Title: "TikTok 难民涌入小红书", Published: "2024-01-01", Paragraphs: []string{"为什么要做小红书运营？"}},
		{ID: "again", Title: "小红书的难民", Published: "2022-01-01", Paragraphs: []string{"转载。"}},
	}
	for i := range 5 {
		docs = append(docs, doc{ID: fmt.Sprint(i), Title: "用户增长模型", Published: "2020-01-01", Paragraphs: []string{"用户增长的模型，为什么的为什么。"}})
	}
	return libraryWith(t, o, docs...)
}

func TestSuggest(t *testing.T) {
	s := shelf(t, Options{Spelling: spellings(t)})
	for _, c := range []struct {
		name, prefix string
		n            int
		want         string
	}{
		{"titles, phrases, titles that hold it", "小红书", 8, "小红书运营怎么做 #new | 小红书的难民 #old | TikTok 难民涌入小红书 #other"},
		{"no more than asked for", "小红书", 1, "小红书运营怎么做 #new"},
		{"words beside titles", "用户", 2, "用户增长模型 #0 | 用户增长"},
		{"pinyin", "xiaohongs", 3, "小红书运营怎么做 #new | 小红书的难民 #old | 小红书"},
		{"initials", "yhzz", 2, "用户增长模型 #0 | 用户增长"},
		{"mixed", "小hong", 3, "小红书运营怎么做 #new | 小红书的难民 #old | 小红书"},
		{"繁體", "小紅書的", 8, "小红书的难民 #old"},
		{"case and width", "ｔｉｋtok", 8, "TikTok 难民涌入小红书 #other"},
		{"inside a title", "难民", 8, "TikTok 难民涌入小红书 #other | 小红书的难民 #old"},
		{"several words", "难民 小红书", 8, "TikTok 难民涌入小红书 #other | 小红书的难民 #old"},
		{"no grammar", "为什", 8, ""},
		{"nothing", " ", 8, ""},
		{"none wanted", "小红书", 0, ""},
		{"nothing like it", "龘", 8, ""},
	} {
		if got := suggestions(t, s, c.prefix, c.n); got != c.want {
			t.Errorf("%s: %s: %s, want %s", c.name, c.prefix, got, c.want)
		}
	}
	if _, err := s.Suggest(t.Context(), strings.Repeat("长", query.MaxRunes+1), 8); err == nil {
		t.Error("a prefix beyond the limits is answered")
	}
}

func TestSuggestWithoutSounds(t *testing.T) {
	s := shelf(t, Options{})
	if got := suggestions(t, s, "小红书运", 8); got != "小红书运营怎么做 #new" {
		t.Error(got)
	}
	if got := suggestions(t, s, "xiao", 8); got != "" {
		t.Error(got)
	}
}

// BenchmarkSuggestOnCorpus types queries letter by letter, with suggestions from
// the large archive.
func BenchmarkSuggestOnCorpus(b *testing.B) {
	s := corpusService(b)
	var prefixes []string
	for _, text := range []string{"小红书运营", "xiaohongshu", "xhs", "产品经理", "增长", "s", "AI产品", "tiktok", "用户 增长", "怎么"} {
		for i := range text {
			if i > 0 {
				prefixes = append(prefixes, text[:i])
			}
		}
		prefixes = append(prefixes, text)
	}
	var times []time.Duration
	i := 0
	for b.Loop() {
		start := time.Now()
		if _, err := s.Suggest(b.Context(), prefixes[i%len(prefixes)], 8); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(start))
		i++
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
}
