package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// slipsTyped are misspellings with what they are corrected to, on the large archive.
var slipsTyped = [][2]string{
	{"私欲流量", "私域流量"}, {"竟品", "竞品"}, {"chatgtp", "chatgpt"}, {"用户曾长", "用户增长"}, {"midjorney", "midjourney"},
	{"产品精理", "产品经理"}, {"需求文裆", "需求文档"}, {"直播带祸", "直播带货"}, {"推荐算发", "推荐算法"}, {"脸叔", "脸书"},
	{"iphnoe", "iphone"}, {"axrue", "axure"}, {"蜜雪冰成", "蜜雪冰城"}, {"数据分折", "数据分析"}, {"大魔型", "大模型"}, {"danmu", "弹幕"},
}

// asTyped compares a search for a misspelling with one for its correction: they find
// and expand the same, but for the few texts that hold the misspelling.
func asTyped(t *testing.T, s *Service, typed, right, slip string) {
	t.Helper()
	got, want := find(t, s, Request{Text: typed}), find(t, s, Request{Text: right})
	held := find(t, s, Request{Text: `"` + slip + `"`})
	if got.Query.Searched != right {
		t.Errorf("%s: searched for %q, want %s", typed, got.Query.Searched, right)
	}
	if got.Total < want.Total || got.Total > want.Total+held.Total || held.Total == 0 && got.PartialTotal != want.PartialTotal {
		t.Errorf("%s: %d and %d in part, %s: %d and %d in part; %d hold the misspelling", typed, got.Total, got.PartialTotal, right, want.Total, want.PartialTotal, held.Total)
	}
	expanded := slices.DeleteFunc(slices.Clone(got.Query.Expanded), func(e Expansion) bool { return e.Kind == "spelling" || e.Kind == "pinyin" })
	if fmt.Sprint(expanded) != fmt.Sprint(slices.Clone(want.Query.Expanded)) {
		t.Errorf("%s: other words %v, of %s %v", typed, expanded, right, want.Query.Expanded)
	}
	of := func(r *Response) []string {
		list := strings.Fields(ids(r))
		return slices.DeleteFunc(list, func(id string) bool { return slices.Contains(strings.Fields(ids(held)), id) })
	}
	if a, b := of(got), of(want); !slices.Equal(a[:min(2, len(a))], b[:min(2, len(b))]) {
		t.Errorf("%s: first are %v, of %s %v", typed, a, right, b)
	}
}

// A correction that is shown is searched for as if it had been typed: with its other
// words, and as an unbroken text.
func TestCorrectionIsSearchedAsTyped(t *testing.T) {
	var docs []doc
	for i := range 90 {
		docs = append(docs,
			doc{ID: fmt.Sprintf("traffic%02d", i), Title: "增长手记", Paragraphs: []string{"怎么做私域流量，先想清楚。"}},
			doc{ID: fmt.Sprintf("rivals%02d", i), Title: "对手", Paragraphs: []string{"友商的私域做得早，竞品分析要看它。"}},
			doc{ID: fmt.Sprintf("tools%02d", i), Title: "工具", Paragraphs: []string{"用 midjourney 画图，再用 facebook 发布。"}})
	}
	docs = append(docs,
		doc{ID: "alias", Title: "别名", Paragraphs: []string{"只写了友商两个字。"}},
		doc{ID: "longer", Title: "长名", Paragraphs: []string{"这是 midjourneyv6 的新功能。"}},
		doc{ID: "slip", Title: "错字", Paragraphs: []string{"这里写成了竟品和私欲流量。"}})
	s := libraryWith(t, Options{Spelling: spellings(t), Expand: aliases(t, "私域流量 = 私域", "竞品 = 友商", "脸书 = facebook")}, docs...)
	for _, pair := range [][3]string{
		{"私欲流量", "私域流量", "私欲流量"}, {"竟品", "竞品", "竟品"}, {"竟品分析", "竞品分析", "竟品分析"}, {"竟品 分析", "竞品 分析", "竟品"},
		{"midjorney", "midjourney", "midjorney"}, {"facebok", "facebook", "facebok"},
	} {
		asTyped(t, s, pair[0], pair[1], pair[2])
	}
	if got := find(t, s, Request{Text: "竟品"}); got.Total != 92 || !strings.Contains(ids(got), "slip") {
		t.Errorf("竟品: %d, %s", got.Total, ids(got))
	}
}

// TestCorrectionIsSearchedAsTypedOnCorpus does the same on the large archive.
func TestCorrectionIsSearchedAsTypedOnCorpus(t *testing.T) {
	o, err := ownOptions()
	if err != nil {
		t.Fatal(err)
	}
	s := corpusServiceWith(t, o)
	for _, pair := range slipsTyped {
		asTyped(t, s, pair[0], pair[1], pair[0])
	}
}
