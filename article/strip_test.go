package article_test

import (
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article/articletest"
	"github.com/xunzhang/xunzhang/article/block"
)

func TestFurnitureThatStructureGivesAway(t *testing.T) {
	const head = "---\ntitle: 题目\nauthor: 林小禾\ndate: 2025-01-16\nbrief: 一句话摘要。\n---\n"
	const text = "这是正文的第一段，它有一个句号。\n\n"
	tests := []struct{ name, doc, want string }{
		{"before the text", head + "[林小禾](http://a.example/u) ![](v.png) 关注\n\n2025年1月16日\n\n0 评论 3,915 浏览 13 收藏 15 分钟\n\n> 一句话摘要。\n\n" + text, "1 这是正文的第一段，它有一个句号。\n"},
		{"the same words within the text", head + text + "林小禾\n\n2025年1月16日\n\n3 月 5 日\n\n" + text,
			"1 这是正文的第一段，它有一个句号。\n2 林小禾\n3 2025年1月16日\n4 3 月 5 日\n5 这是正文的第一段，它有一个句号。\n"},
		{"a quote of the text as brief", head + text + "> 一句话摘要。", "1 这是正文的第一段，它有一个句号。\n2 一句话摘要。\n"},
		{"promotions", text + "[🔗 九十天成为产品经理](http://a.example/1)\n\n[![](a.png)](http://a.example/2)\n\n" + text,
			"1 这是正文的第一段，它有一个句号。\n2 这是正文的第一段，它有一个句号。\n"},
		{"a link that spans blocks", text + "[![](a.png)\n\n一门课\n\n三十个小时学会做饭……\n\n查看详情 >\n\n](http://a.example/3)\n\n" + text,
			"1 这是正文的第一段，它有一个句号。\n2 这是正文的第一段，它有一个句号。\n"},
		{"one that spans a page only loses its marks", "[甲" + strings.Repeat("长", block.MaxCard) + "\n\n乙。\n\n](http://a.example)\n\n丙。",
			"1 甲" + strings.Repeat("长", block.MaxCard) + "\n2 乙。\n3 丙。\n"},
		{"a bracket is no card", "[注] 甲。\n\n[乙\n\n丙。", "1 [注] 甲。\n2 [乙\n3 丙。\n"},
		{"after the text", text + "赞赏 收藏已收藏13 点赞已赞3\n\n[产品](http://a.example/t/1)[运营](http://a.example/t/2)\n\n[分享到微博](http://a.example/s?title=题 目&url=http://a.example)\n\n扫一扫\n\n分享",
			"1 这是正文的第一段，它有一个句号。\n"},
		{"a digest of links stays", "[第一篇文章的很长的题目](http://a.example/1)\n\n[第二篇文章的很长的题目](http://a.example/2)\n\n评。", "1 第一篇文章的很长的题目\n2 第二篇文章的很长的题目\n3 评。\n"},
		{"images that say the title", "# 一个相当长的题目\n\n文章。\n\n![一个相当长的题目](a.png)", "1 文章。\n"},
		{"nothing but furniture stays", "[甲](http://a.example/1)[乙](http://a.example/2)", "1 甲乙\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			articletest.Expect(t, "paragraphs", articletest.Body(articletest.Parse(t, "x.md", test.doc)), test.want)
		})
	}
}
