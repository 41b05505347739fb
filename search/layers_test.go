package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/search/mend"
)

// many returns a library in which some words are in so many articles that similar
// words count as misspellings of them.
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

// understanding prints how a query was understood: what else was searched for, and
// what was suggested.
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
		{"a character missing", "产经理", "spelling 产经理>产品经理"},
		{"a character twice", "蜜雪冰冰城", "spelling 蜜雪冰冰城>蜜雪冰城"},
		{"letters", "facebok", "spelling facebok>facebook"},
		{"letters that changed places", "fcaebook", "spelling fcaebook>facebook"},
		{"pinyin", "xiaohongshu", "pinyin xiaohongshu>小红书"},
		{"nearly pinyin", "chanpinjinli", "pinyin chanpinjinli>产品经理"},
		{"initials", "xhs", "pinyin xhs>小红书"},
		{"mixed", "小hong书", "pinyin 小hong书>小红书"},
		{"pinyin with spaces", "xiao hong shu", "pinyin xiao hong shu>小红书"},
		{"with some of them", "xiaohong shu", "pinyin xiaohong shu>小红书"},
		{"beside a word of letters", "facebook xiao hong shu", "pinyin xiao hong shu>小红书"},
		{"beside Han", "蜜雪冰城 xiao hong shu", "pinyin xiao hong shu>小红书"},
		{"two words with spaces", "chan pin jing li yong hu", "pinyin chan pin jing li>产品经理, pinyin yong hu>用户"},
		{"words that a text has beside each other", "women and children", ""},
		{"a phrase of pinyin", `"xiao hong shu"`, ""},
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

// A word of the lists of other words is taken as meant; what is next to it is not.
func TestCorrectionBesideAListedWord(t *testing.T) {
	var docs []doc
	for i := range 90 {
		docs = append(docs, doc{ID: fmt.Sprintf("a%02d", i), Title: "手记", Paragraphs: []string{"留存率和用户画像，都要看。"}})
	}
	docs = append(docs, doc{ID: "slip", Title: "手记", Paragraphs: []string{"友商是谁。"}})
	s := libraryWith(t, Options{Spelling: spellings(t), Expand: aliases(t, "用户 = 客户", "友商 = 竞品")}, docs...)
	for query, want := range map[string]string{"用户画象": "spelling 用户画象>用户画像", "友商": ""} {
		if got := understanding(find(t, s, Request{Text: query}).Query); got != want && !strings.HasSuffix(got, ", "+want) && !strings.HasPrefix(got, want+", ") {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}

// TestWholeTextsDecide corrects what pairs of characters do not tell: 开是 and 是客 stand
// in other texts. The texts that hold the correction are counted, and those that hold what
// was typed.
func TestWholeTextsDecide(t *testing.T) {
	docs := func(more ...doc) []doc {
		for i := range 300 {
			d := doc{ID: fmt.Sprintf("other%03d", i), Title: "散记", Paragraphs: []string{"他是客户，也是客人。"}}
			switch {
			case i < mend.NextToNothing:
				d.Paragraphs = append(d.Paragraphs, "离开是为了回来。")
			case i < 20:
				d.Paragraphs = append(d.Paragraphs, "周末去开市客买东西。")
			case i < 21:
				d.Paragraphs = append(d.Paragraphs, "设区的市。")
			case i < 25:
				d.Paragraphs = append(d.Paragraphs, "搬进小社区以后。")
			case i < 250:
				d.Paragraphs = append(d.Paragraphs, "这个社区很大。", "小设计。")
			}
			more = append(more, d)
		}
		return more
	}
	for _, c := range []struct{ name, query, want string }{
		{"none holds it", "开是客", "spelling 开是客>开市客"},
		{"beside another word", "开是客 周末", "spelling 开是客>开市客"},
		{"a part of a word, with what is next to it", "小设区", "spelling 设区>社区"},
	} {
		s := libraryWith(t, Options{Spelling: spellings(t)}, docs()...)
		if got := understanding(find(t, s, Request{Text: c.query}).Query); got != c.want {
			t.Errorf("%s: %s: %s, want %s", c.name, c.query, got, c.want)
		}
	}
	typed := doc{ID: "typed", Title: "错字", Paragraphs: []string{"店名写成了开是客三个字。"}}
	s := libraryWith(t, Options{Spelling: spellings(t)}, docs(typed)...)
	if got := find(t, s, Request{Text: "开是客"}); got.Articles[0].ID != "typed" || got.Query.Searched != "" {
		t.Errorf("a text holds it: %s, %s", ids(got), understanding(got.Query))
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
	if mixed := find(t, s, Request{Text: "产经品理的竟品分析", Size: 1}); len(mixed.Articles) > 0 && slices.Contains(mixed.Articles[0].Paragraphs[0].Why, "folded") {
		t.Errorf("a correction told as another writing: %v", mixed.Articles[0].Paragraphs[0].Why)
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

// Articles with the same misspelling come third, after those that hold what was
// meant.
func TestSlipOfTheTextIsNotFirst(t *testing.T) {
	s := many(t)
	got := find(t, s, Request{Text: "竟品"})
	if got.Articles[2].ID != "slip" || got.Total != 91 {
		t.Errorf("%d articles: %s", got.Total, ids(got))
	}
	if second := find(t, s, Request{Text: "竟品", Size: 2, Page: 2}); second.Articles[0].ID != "slip" {
		t.Errorf("second page of two: %s", ids(second))
	}
	if first, _, _ := strings.Cut(paragraphIDs(t, s, "竟品"), " "); first != "slip#1" {
		t.Errorf("first paragraph %s", first)
	}
	if typed := find(t, s, Request{Text: "竟品", Literal: true}); typed.Articles[0].ID != "slip" {
		t.Errorf("as typed: %s", ids(typed))
	}
}

// A text that is found only in pieces is corrected when many more articles hold the
// correction as a whole, but not when an article holds the text itself, even over
// white space, nor when a handful hold its words.
func TestPartsYieldToTheWhole(t *testing.T) {
	library := func(parts int, more ...doc) *Service {
		docs := more
		for i := range 400 {
			docs = append(docs, doc{ID: fmt.Sprintf("growth%03d", i), Title: "增长手记", Paragraphs: []string{"怎么做用户增长，从留存开始。"}})
		}
		for i := range parts {
			docs = append(docs, doc{ID: fmt.Sprintf("parts%d", i), Title: "散记", Paragraphs: []string{"怎么做访谈：用户曾经长期观望，他曾长住海边。"}})
		}
		return libraryWith(t, Options{Spelling: spellings(t)}, docs...)
	}
	const query = "怎么做用户曾长"
	few := mend.NextToNothing - 1
	got := find(t, library(few), Request{Text: query})
	if understanding(got.Query) != "spelling 用户曾长>用户增长" || got.Total != 400 || got.Query.Searched != "怎么做用户增长" {
		t.Errorf("%d found, %s", got.Total, understanding(got.Query))
	}
	for name, s := range map[string]*Service{
		"whole":  library(few-1, doc{ID: "whole", Title: "原话", Paragraphs: []string{"标题就叫怎么做用户曾长。"}}),
		"parts0": library(few + 1),
		"space":  library(few-1, doc{ID: "space", Title: "原话", Paragraphs: []string{"他说：老怎么做 用户曾长期观望。"}}),
	} {
		got := find(t, s, Request{Text: query})
		if got.Articles[0].ID != name || got.Query.Suggest == nil || got.Query.Suggest.Text != "怎么做用户增长" {
			t.Errorf("%s: %s, %s", name, ids(got), understanding(got.Query))
		}
	}
}

// An occurrence over white space is found together with what may have been meant.
func TestTypedIsFoundBesideItsCorrection(t *testing.T) {
	docs := []doc{{ID: "torn", Title: "署名", Paragraphs: []string{"本文由小谭永远不烦 原创发布。"}}}
	for i := range 250 {
		docs = append(docs, doc{ID: fmt.Sprintf("meant%02d", i), Title: "手记", Paragraphs: []string{"这件事要还原现场，再还原一次。"}})
	}
	for i := range 3 {
		docs = append(docs, doc{ID: fmt.Sprintf("apart%d", i), Title: "散记", Paragraphs: []string{"他很不耐烦，草原太远。"}})
	}
	s := libraryWith(t, Options{Spelling: spellings(t)}, docs...)
	got := find(t, s, Request{Text: "烦原"})
	if !slices.ContainsFunc(got.Articles, func(a ArticleHit) bool { return a.ID == "torn" }) {
		t.Errorf("%s, %s", ids(got), understanding(got.Query))
	}
}

// Without tables of pronunciation nothing is corrected.
func TestNoSpelling(t *testing.T) {
	s := many(t)
	s = NewService(s.engine, s.analyzer, Options{})
	if got := understanding(find(t, s, Request{Text: "facebok"}).Query); got != "" {
		t.Error(got)
	}
}
