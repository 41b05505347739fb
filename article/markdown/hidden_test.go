package markdown_test

import (
	"testing"

	"github.com/xunzhang/xunzhang/article/articletest"
)

// What HTML in Markdown hides is left out, and counted.
func TestHiddenHTML(t *testing.T) {
	tests := []struct{ what, doc, want, left string }{
		{"a block", "铁匠铺。\n\n<p hidden>暗语一</p>\n\n<div style=\"color: red; display : none\"><p>暗语二</p></div>\n\n风箱。", "1 铁匠铺。\n2 风箱。\n", "hidden: 暗语一\nhidden: 暗语二\n"},
		{"Markdown between two tags", "铁匠铺。\n\n<div style=\"display:none\">\n\n藏**起来**的。\n\n<div>\n\n- 也藏\n\n</div>\n\n## 题\n\n</div>\n\n风箱。", "1 铁匠铺。\n2 风箱。\n", "hidden: 藏起来的。\nhidden: 也藏\nhidden: 题\n"},
		{"text behind the end", "<section hidden>\n\n暗语\n\n</section><p>风箱。</p>", "1 风箱。\n", "hidden: 暗语\n"},
		{"never ended", "<div hidden>\n\n铁匠铺。\n\n<div hidden>\n\n风箱。", "1 铁匠铺。\n2 风箱。\n", ""},
		{"within a line", "铁匠<span style=\"display: none\">打<span>铁</span>的</span>铺。<b>风箱</b>", "1 铁匠铺。风箱\n", "hidden: 打铁的\n"},
		{"never ended within a line", "铁匠<span hidden>铺。", "1 铁匠铺。\n", ""},
		{"found by the browser's search", "<p hidden=\"until-found\">风箱。</p>", "1 风箱。\n", ""},
		{"another style", "<p style=\"display: inline\">铁匠铺。</p>\n\n写作 `<p hidden>`。", "1 铁匠铺。\n2 写作 <p hidden>。\n", ""},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			r := articletest.Read(t, "x.md", test.doc)
			articletest.Expect(t, "paragraphs", articletest.Body(r.Article), test.want)
			articletest.Expect(t, "left out", articletest.Left(r), test.left)
		})
	}
}

// Links by which readers copy the address of a heading are no part of it.
func TestPermalinks(t *testing.T) {
	runDialect(t, []dialectTest{
		{"signs", "开头。\n\n## 淬火 [#](#quench)\n\n一。\n\n## 回火 [¶](#回火 \"永久链接\")\n\n二。\n\n## <a href=\"#x\">#</a> 打磨\n\n三。\n\n## 开刃<a class=\"header-anchor\" href=\"#y\">&#8203;</a>\n\n四。",
			"1 开头。\n2 # 淬火\n3 (淬火) 一。\n4 # 回火\n5 (回火) 二。\n6 # 打磨\n7 (打磨) 三。\n8 # 开刃\n9 (开刃) 四。\n"},
		{"links of other headings", "开头。\n\n## [淬火](#淬火)\n\n一。\n\n## 语言 [C#](#c)\n\n见 [#](#a)。", "1 开头。\n2 # 淬火\n3 (淬火) 一。\n4 # 语言 C#\n5 (语言 C#) 见 #。\n"},
	})
	a := articletest.Parse(t, "x.md", "开头。\n\n## 淬火 [#](#quench)\n\n一。\n\n## 回火 [#](#回火)\n\n二。")
	articletest.Expect(t, "the id that the link has", a.Anchors[2]+a.Anchors[4], "quench")
}
