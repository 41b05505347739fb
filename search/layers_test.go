package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/search/mend"
)

// many is a library in which some words stand in many articles: enough for a
// slip in them to be one.
func many(t testing.TB) *Service {
	t.Helper()
	var docs []doc
	for i := range 90 {
		docs = append(docs, doc{
			ID: fmt.Sprintf("common%02d", i), Title: fmt.Sprintf("产品经理手记 %d", i), Author: "硬糖",
			Paragraphs: []string{"产品经理用竞品分析看市场。", "蜜雪冰城和小红书，还有 facebook 的用户。"},
		})
	}
	for i := range mend.NextToNothing {
		docs = append(docs, doc{ID: fmt.Sprintf("slips%d", i), Title: "错字", Author: "编辑", Paragraphs: []string{"用护增长"}})
	}
	docs = append(docs,
		doc{ID: "slip", Title: "错字", Author: "编辑", Paragraphs: []string{"这里写成了竟品两个字。"}},
		doc{ID: "women", Title: "英文", Author: "编辑", Paragraphs: []string{"women and children first"}},
	)
	return libraryWith(t, Options{Spelling: spellings(t), Expand: aliases(t, "脸书 -> facebook")}, docs...)
}

// understanding prints how a query was understood: what was searched for
// besides, and what was suggested.
func understanding(q QueryInfo) string {
	var out []string
	for _, e := range q.Expanded {
		out = append(out, e.Kind+" "+e.From+">"+e.To)
	}
	if q.Suggest != nil {
		out = append(out, fmt.Sprintf("? %s %d", q.Suggest.Text, q.Suggest.Count))
	}
	return strings.Join(out, ", ")
}

func TestLayers(t *testing.T) {
	s := many(t)
	for _, c := range []struct{ name, query, want string }{
		{"homophone, which one text has", "竟品", "spelling 竟品>竞品"},
		{"homophone of a name", "蜜雪冰成", "spelling 蜜雪冰成>蜜雪冰城"},
		{"near shape beside another word", "竟品 分析", "spelling 竟品>竞品"},
		{"several texts have it", "用护", "? 用户 90"},
		{"change of places", "产经品理", "spelling 产经品理>产品经理"},
		{"letters", "facebok", "spelling facebok>facebook"},
		{"letters that changed places", "fcaebook", "spelling fcaebook>facebook"},
		{"pinyin", "xiaohongshu", "pinyin xiaohongshu>小红书"},
		{"initials", "xhs", "pinyin xhs>小红书"},
		{"mixed", "小hong书", "pinyin 小hong书>小红书"},
		{"two words", "xiaohongshu 蜜雪冰成", "pinyin xiaohongshu>小红书, spelling 蜜雪冰成>蜜雪冰城"},
		{"繁體", "竟品 分析 產品", "spelling 竟品>竞品"},
		{"with a filter", "author:硬糖 蜜雪冰成", "spelling 蜜雪冰成>蜜雪冰城"},
		{"with a filter that leaves nothing", "author:编辑 蜜雪冰成", ""},

		{"the beginning of a word", "facebo", "inside facebo>facebook"},
		{"the middle of one", "ceboo", "inside ceboo>facebook"},
		{"a word that is also inside another", "and", ""},

		{"finds plenty", "竞品", ""},
		{"nothing like it", "龘靐", ""},
		{"a word of another language", "women", ""},
		{"an alias", "脸书", "alias 脸书>facebook"},
		{"a phrase", `"蜜雪冰成"`, ""},
		{"a phrase with a full stop that the text lacks", "「竞品分析。」", "unquoted \"竞品分析。\">\"竞品分析\""},
		{"a phrase that no text holds", "「竞品看市场」", ""},
		{"such a phrase in a sentence", "「竞品看市场」是谁说的", "unquoted \"竞品看市场\">竞品看市场"},
		{"a phrase that a text holds, in a sentence", "「看市场」是谁说的", ""},
		{"left out", "小红书 -蜜雪冰成", ""},
		{"pasted", strings.Repeat("蜜雪冰成，", 9), ""},
		{"nothing", "", ""},
	} {
		if got := understanding(find(t, s, Request{Text: c.query}).Query); got != c.want {
			t.Errorf("%s: %s: %s, want %s", c.name, c.query, got, c.want)
		}
	}
}

func TestLiteralSwitchesLayersOff(t *testing.T) {
	s := many(t)
	for _, query := range []string{"竟品", "xiaohongshu", "facebok", "竟品分析", "脸书"} {
		if got := understanding(find(t, s, Request{Text: query, Literal: true}).Query); got != "" {
			t.Errorf("%s: %s", query, got)
		}
	}
}

func TestCorrectedResults(t *testing.T) {
	s := many(t)
	got := find(t, s, Request{Text: "蜜雪冰成", Size: 1})
	if got.Total != 90 || got.Query.Text != "蜜雪冰成" || !slices.Equal(got.Query.Terms, []string{"蜜雪冰城"}) {
		t.Errorf("%d articles for %+v", got.Total, got.Query)
	}
	p := got.Articles[0].Paragraphs[0]
	if !slices.Equal(p.Why, []string{"spelling"}) || !strings.Contains(marked(p.Pieces), "【蜜雪冰城】") {
		t.Errorf("%v %s", p.Why, marked(p.Pieces))
	}
	if !strings.Contains(p.Link, "%E5%9F%8E") { // 城: the page that it leads to marks what was found
		t.Errorf("link %s", p.Link)
	}
	second := find(t, s, Request{Text: "蜜雪冰成", Size: 1, Page: 2})
	if second.Total != 90 || ids(second) == ids(got) {
		t.Errorf("page 2: %d articles, %s", second.Total, ids(second))
	}
}

// What was typed comes first where a text holds it.
func TestTypedComesFirst(t *testing.T) {
	s := many(t)
	got := find(t, s, Request{Text: "竟品"})
	if got.Articles[0].ID != "slip" || got.Total != 91 {
		t.Errorf("%d articles: %s", got.Total, ids(got))
	}
	if first, _, _ := strings.Cut(paragraphIDs(t, s, "竟品"), " "); first != "slip#1" {
		t.Errorf("first paragraph %s", first)
	}
}

// Nothing is corrected without tables of sounds.
func TestNoSpelling(t *testing.T) {
	s := many(t)
	s = NewService(s.engine, s.analyzer, Options{})
	if got := understanding(find(t, s, Request{Text: "facebok"}).Query); got != "" {
		t.Error(got)
	}
}
