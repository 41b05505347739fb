package search

import (
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/search/show"
)

// A query without white space finds texts that have some next to Han, and marks it
// as a whole; the text is shown unchanged.
func TestMarksReachAcrossWhiteSpace(t *testing.T) {
	for _, c := range []struct{ name, query, text, want string }{
		{"a scanned page", "罗盘", "老 船 长 把 罗 盘 摆 正", "老 船 长 把 【罗 盘】 摆 正"},
		{"a scanned sentence", "老船长把罗盘摆正", "看 老 船 长 把 罗 盘 摆 正 。", "看 【老 船 长 把 罗 盘 摆 正】 。"},
		{"in Traditional", "罗盘", "老 船 長 把 羅 盤 擺 正", "老 船 長 把 【羅 盤】 擺 正"},
		{"with signs", "盘，坏", "罗 盘 ， 坏 了", "罗 【盘 ， 坏】 了"},
		{"a name", "张三", "舵手是张\u3000三和李四", "舵手是【张\u3000三】和李四"},
		{"a name typed with a space", "张 三", "舵手是张三丰", "舵手是【张三】丰"},
		{"a phrase typed with a space", `"张 三"`, "舵手是张\u3000三，不是张三", "舵手是【张\u3000三】，不是【张三】"},
		{"a wrapped line", "看见灯塔", "雾散之后终于看\n见灯塔在左边", "雾散之后终于【看\n见灯塔】在左边"},
		{"no-break and thin spaces", "罗盘", "罗\u00a0盘和罗\u2009盘", "【罗\u00a0盘】和【罗\u2009盘】"},
		{"Han and digits", "第3章", "翻到第 3 章", "翻到【第 3 章】"},
		{"Han and Latin", "使用TikTok发布", "他们使用 TikTok 发布航海日记", "他们【使用 TikTok 发布】航海日记"},
		{"typed with the spaces, written without", "使用 TikTok 发布", "他们使用TikTok发布航海日记", "他们【使用TikTok发布】航海日记"},
		{"a phrase with them", `"使用 TikTok 发布"`, "他们使用TikTok发布航海日记", "他们【使用TikTok发布】航海日记"},
		{"words of a list", "灯塔", "罗盘 灯塔 海图", "罗盘 【灯塔】 海图"},
	} {
		if got := read(t, Options{}, c.query, c.text); got != c.want {
			t.Errorf("%s: %s\n got %q\nwant %q", c.name, c.query, got, c.want)
		}
	}
}

// A match over white space has one mark.
func TestMarksOverWhiteSpaceAreWhole(t *testing.T) {
	s := library(t, doc{ID: "a", Title: "航海", Paragraphs: []string{"他们使用 TikTok 发布 第 3 章 ，老 船 长 说 的。"}})
	for _, query := range []string{"使用TikTok发布", "第3章", "老船长"} {
		r := find(t, s, Request{Text: query})
		if len(r.Articles) != 1 || len(r.Articles[0].Paragraphs) != 1 {
			t.Fatalf("%s finds %s", query, ids(r))
		}
		h := r.Articles[0].Paragraphs[0]
		for _, p := range h.Pieces {
			if p.Hit && (p.Mark != show.MarkWhole || strings.ReplaceAll(p.Text, " ", "") != query) {
				t.Errorf("%s marks %q as %d in %s", query, p.Text, p.Mark, marked(h.Pieces))
			}
		}
		if len(h.Why) > 0 {
			t.Errorf("%s is found as typed, but the answer says why: %v", query, h.Why)
		}
	}
}

// A title with spaces between its characters is the title, whether it is typed with
// or without them.
func TestSpacedTitles(t *testing.T) {
	s := library(t,
		doc{ID: "contents", Title: "目\u3000\u3000录", Paragraphs: []string{"第一章 出海", "第二章 归航"}},
		doc{ID: "about", Title: "怎样编目录", Paragraphs: []string{"目录要有页码，目录要排整齐，没有目录就难找。"}},
		doc{ID: "rules", Title: "船 员 守 则", Paragraphs: []string{"上船之前要洗手。"}},
		doc{ID: "crew", Title: "船员的一天", Paragraphs: []string{"船员守则贴在船舱里，船员守则人人会背。"}},
	)
	for query, first := range map[string]string{"目录": "contents", "目 录": "contents", "\u3000目\u3000录": "contents", "船员守则": "rules", "title:目录 页码": "about"} {
		if r := find(t, s, Request{Text: query}); len(r.Articles) == 0 || r.Articles[0].ID != first {
			t.Errorf("%q finds %s, want %s first", query, ids(r), first)
		}
	}
	if r := find(t, s, Request{Text: "title:目录"}); sorted(ids(r)) != "about contents" {
		t.Errorf("title:目录 finds %s", ids(r))
	}
}

// Pieces of two words with white space between them are found, because they cannot
// be told from a wrapped line, but rank after the word.
func TestTornWordsComeLast(t *testing.T) {
	s := library(t,
		doc{ID: "list", Title: "文化 学习", Paragraphs: []string{"文化 学习 年年"}},
		doc{ID: "verse", Title: "无题", Paragraphs: []string{"夜夜读文化\n学习到天明"}},
		doc{ID: "chemistry", Title: "实验室", Paragraphs: []string{"那间屋子是给几位老师做实验用的，墙上挂着一张化学元素的图，旁边是水槽和架子。"}},
	)
	if r := find(t, s, Request{Text: "化学"}); len(r.Articles) != 3 || r.Articles[0].ID != "chemistry" {
		t.Errorf("化学 finds %s", ids(r))
	}
	if got := paragraphIDs(t, s, "化学"); !strings.HasPrefix(got, "chemistry#1 ") {
		t.Errorf("paragraphs of 化学: %s", got)
	}
}

// No match crosses paragraphs, authors or tags.
func TestNoTermReachesAcrossTexts(t *testing.T) {
	s := library(t, doc{ID: "a", Title: "出海", Author: "老船", Tags: []string{"长江", "海图 罗"}, Paragraphs: []string{"甲板上的罗", "盘点货物 Tik", "Tok 到港"}})
	for _, query := range []string{"船长", "江海", "罗盘", "海老", "\"罗甲\"", `"Tik Tok"`} {
		if r := find(t, s, Request{Text: query, Literal: true}); r.Total != 0 {
			t.Errorf("%s finds %s", query, ids(r))
		}
	}
	for _, query := range []string{"海图罗", "长江", "老船"} {
		if r := find(t, s, Request{Text: query}); r.Total != 1 {
			t.Errorf("%s finds nothing", query)
		}
	}
}

// An author whose name is written with spaces is found by the name.
func TestSpacedAuthors(t *testing.T) {
	s := library(t,
		doc{ID: "by", Title: "出海", Author: "张\u3000三", Paragraphs: []string{"今天没有风。"}},
		doc{ID: "about", Title: "归航", Author: "李四", Paragraphs: []string{"张三说今天没有风。"}},
	)
	for _, query := range []string{"张三", "张 三"} {
		if r := find(t, s, Request{Text: query}); ids(r) != "by about" {
			t.Errorf("%s finds %s", query, ids(r))
		}
	}
}

// Titles are completed whatever white space they or the typed text have; words of a
// list stay single words.
func TestSuggestSpacedTitles(t *testing.T) {
	s := library(t,
		doc{ID: "contents", Title: "目\u3000录", Paragraphs: []string{"第一章"}},
		doc{ID: "log", Title: "使用 TikTok 发布日记", Paragraphs: []string{"第二章"}},
	)
	for prefix, want := range map[string]string{
		"目录": "目 录 #contents", "目 录": "目 录 #contents", "使用Tik": "使用 TikTok 发布日记 #log", "使用 tik": "使用 TikTok 发布日记 #log",
		"tiktok发布": "使用 TikTok 发布日记 #log",
	} {
		if got := suggestions(t, s, prefix, 1); got != want {
			t.Errorf("%s: %s, want %s", prefix, got, want)
		}
	}
}
