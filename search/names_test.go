package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A name in several writings is one name: whichever of them is typed, the same articles
// are found with the same scores, and each writing counts as typed. Those that hold the
// typed writing come first.
func TestOneNameInSeveralWritings(t *testing.T) {
	writings := []string{"AB测试", "A/B测试", "ab测试", "AB 测试", "ABtest", "ab test", "A/B test", "AB实验"}
	o := Options{Expand: aliases(t, "AB测试 == A/B测试 == ABtest == A/B test == AB test == AB实验")}
	docs := []doc{
		{ID: "title", Title: "AB测试入门", Paragraphs: []string{"AB测试怎么做？A/B 测试先定指标。"}},
		{ID: "latin", Title: "实验笔记", Paragraphs: []string{"ABtest 要看样本量，ABtest 也要看时长。"}},
		{ID: "apart", Title: "增长笔记", Paragraphs: []string{"我们用 AB test 选了蓝色的按钮。"}},
		{ID: "trial", Title: "A/B实验手记", Paragraphs: []string{"这次AB实验跑了两周。"}},
		{ID: "tag", Title: "按钮的颜色", Tags: []string{"AB测试"}, Paragraphs: []string{"按钮是蓝色的。"}},
		{ID: "else", Title: "测试的测试", Paragraphs: []string{"AB 两组都要测试。"}},
	}
	s := libraryWith(t, o, docs...)
	want := find(t, s, Request{Text: writings[0]})
	if found := ids(want); want.Total != 5 || strings.Contains(found, "else") && !strings.HasSuffix(found, "else") {
		t.Errorf("%d found: %s", want.Total, found)
	}
	for _, w := range writings[1:] {
		got := find(t, s, Request{Text: w})
		if sorted(ids(got)) != sorted(ids(want)) || got.Total != want.Total || got.PartialTotal != want.PartialTotal {
			t.Errorf("%s: %d and %d in part, %s; %s: %d and %d in part, %s", w, got.Total, got.PartialTotal, ids(got), writings[0], want.Total, want.PartialTotal, ids(want))
		}
		for id, score := range scores(got) {
			if score != scores(want)[id] {
				t.Errorf("%s: %s scores %v, not %v", w, id, score, scores(want)[id])
			}
		}
	}
	for query, first := range map[string]string{"AB测试": "tag title", "ab test": "tag apart", "ABtest": "tag latin", "AB实验": "tag trial"} {
		if got := ids(find(t, s, Request{Text: query})); !strings.HasPrefix(got, first) {
			t.Errorf("%s: %s, want %s first", query, got, first)
		}
	}
	for _, c := range []struct{ query, want string }{
		{"ab test", "【AB test】 或【AB测试】"},
		{"AB测试", "【AB测试】，【ABtest】"},
	} {
		text := strings.NewReplacer("【", "", "】", "").Replace(c.want)
		if got := read(t, o, c.query, text); got != c.want {
			t.Errorf("%s: got %s, want %s", c.query, got, c.want)
		}
	}
	if got := find(t, s, Request{Text: `"ABtest"`}); ids(got) != "latin" {
		t.Errorf("a phrase is meant as it is typed: %s", ids(got))
	}
	if got := find(t, s, Request{Text: "ABtest 按钮 AB测试"}); got.Articles[0].ID != "apart" && got.Articles[0].ID != "tag" {
		t.Errorf("typed in two writings, with a word: %s", ids(got))
	}
	if why := find(t, s, Request{Text: "ABtest"}).Articles; !slices.ContainsFunc(why, func(a ArticleHit) bool {
		return a.ID == "latin" && fmt.Sprint(a.Paragraphs[0].Why) == "[]"
	}) {
		t.Errorf("the typed writing is told as another one: %+v", why)
	}
}

// scores returns the scores of the articles by id.
func scores(r *Response) map[string]float64 {
	all := make(map[string]float64)
	for _, a := range r.Articles {
		all[a.ID] = a.Score
	}
	return all
}

// The paragraphs with the typed writing of a name come before many with another one,
// also where these are better in everything else.
func TestTheTypedWritingOfANameComesFirst(t *testing.T) {
	var docs []doc
	for i := range 150 {
		docs = append(docs, doc{ID: fmt.Sprintf("other%03d", i), Title: "AB测试的方法", Paragraphs: []string{"AB测试怎么做？先做AB测试。", gibberish(i)}})
	}
	for i := range 30 {
		docs = append(docs, doc{ID: fmt.Sprintf("typed%02d", i), Title: "笔记", Paragraphs: []string{strings.Repeat("做数据的同学很多。", 20) + "也做ABtest。", gibberish(200 + i)}})
	}
	s := libraryWith(t, Options{Expand: aliases(t, "AB测试 == ABtest")}, docs...)
	flat, err := s.RankParagraphs(t.Context(), "abtest", 30)
	if err != nil {
		t.Fatal(err)
	}
	if at := slices.IndexFunc(flat, func(r Ranked) bool { return !strings.HasPrefix(r.ID, "typed") }); at >= 0 || len(flat) < 30 {
		t.Errorf("paragraph %d of %d has another writing", at, len(flat))
	}
	got := find(t, s, Request{Text: "ABtest", Size: 100})
	if first := ids(&Response{Articles: got.Articles[:30]}); strings.Count(first, "typed") != 30 || got.Total != 180 {
		t.Errorf("%d found, the first are %s", got.Total, first)
	}
}

// A name with a function word behind it (ABtest的) is looked for as it is typed.
func TestANameWithAFunctionWord(t *testing.T) {
	var docs []doc
	for i := range 30 {
		docs = append(docs, doc{ID: fmt.Sprintf("other%02d", i), Title: "AB测试的方法", Paragraphs: []string{"AB测试的方法，AB测试的人。", gibberish(i)}})
	}
	docs = append(docs, doc{ID: "typed", Title: "笔记", Paragraphs: []string{strings.Repeat("做数据的同学很多。", 20), "做ABtest的很多。"}})
	s := libraryWith(t, Options{Expand: aliases(t, "AB测试 == ABtest")}, docs...)
	if got := find(t, s, Request{Text: "abtest的"}); got.Articles[0].ID != "typed" {
		t.Errorf("first: %s", ids(got))
	}
}

// TestOneNameInSeveralWritingsOnCorpus does the same with the project's own lists.
func TestOneNameInSeveralWritingsOnCorpus(t *testing.T) {
	o, err := ownOptions()
	if err != nil {
		t.Fatal(err)
	}
	s := corpusServiceWith(t, o)
	want := find(t, s, Request{Text: "AB测试", Size: 30})
	for _, w := range []string{"A/B测试", "ab test", "ABtest", "ab测试", "a/b 测试", "A/B Test"} {
		got := find(t, s, Request{Text: w, Size: 30})
		if got.Total != want.Total || got.PartialTotal != want.PartialTotal {
			t.Errorf("%s: %d and %d in part, %s; AB测试: %d and %d in part, %s", w, got.Total, got.PartialTotal, ids(got), want.Total, want.PartialTotal, ids(want))
		}
	}
	t.Log(want.Total, want.PartialTotal, titlesOf(want))
}

// That is so of names with a number too, which are written apart without any list.
func TestOneNameWithANumber(t *testing.T) {
	s := libraryWith(t, Options{Expand: aliases(t, "格瑞克斯 300 == GRX300 == grx-300 == GRX 300")},
		doc{ID: "han", Title: "评测", Paragraphs: []string{"格瑞克斯 300 噪音小。"}},
		doc{ID: "joined", Title: "拆机", Paragraphs: []string{"GRX300 的电机在下面。"}},
		doc{ID: "dash", Title: "说明书", Paragraphs: []string{"grx-300 的保修期两年。"}},
		doc{ID: "space", Title: "电池", Paragraphs: []string{"GRX 300 用五号电池。"}},
		doc{ID: "else", Title: "电费", Paragraphs: []string{"一个月 300 元。"}},
	)
	for _, query := range []string{"GRX300", "grx-300", "GRX 300", "格瑞克斯300", "格瑞克斯 300"} {
		if r := find(t, s, Request{Text: query}); r.Total != 4 || strings.Contains(ids(r), "else") {
			t.Errorf("%s finds %s, %d of them whole", query, ids(r), r.Total)
		}
	}
}

// The name of one letter is a piece of the names that have signs behind it.
func TestNamesWithSigns(t *testing.T) {
	s := library(t,
		doc{ID: "plus", Title: "C++ 与 C# 的内存", Paragraphs: []string{"C++ 要自己释放内存，C# 不用。C++ 有智能指针。"}},
		doc{ID: "sharp", Title: "C# 异步", Paragraphs: []string{"C# 有 async，C# 编译器生成状态机。"}},
		doc{ID: "plain", Title: "C 语言指针入门", Paragraphs: []string{"C 语言的指针保存地址，每个 C 程序员都要过这一关。"}},
	)
	for query, want := range map[string]string{"C": "plain", "C 指针": "plain", "C++": "plus", "C#": "sharp"} {
		if got := firstOf(t, s, query); got != want {
			t.Errorf("%s: %s is first, want %s", query, got, want)
		}
	}
}
