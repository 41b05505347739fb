package article

import (
	"strings"
	"testing"
)

func TestMarkdownBlocks(t *testing.T) {
	tests := []struct{ name, doc, want string }{
		{"headings are sections", "# T\n\nA.\n\n## B\n\nC.\n\n### D\n\nE.\n\n## F\n\nG.",
			"1 A.\n2 # B\n3 (B) C.\n4 (B) # D\n5 (D) E.\n6 # F\n7 (F) G.\n"},
		{"lines of a paragraph join", "中文，\n不留空格。\n\nEnglish\nwords。  \n中文",
			"1 中文，不留空格。\n2 English words。\n中文\n"},
		{"a short list is one paragraph", "* 甲\n* 乙\n  - 丙\n  - 丁\n\n1. 一\n2. 二", "1 甲\n乙\n  丙\n  丁\n2 1. 一\n2. 二\n"},
		{"a long list has a paragraph for each item", "- " + strings.Repeat("甲", 300) + "\n- " + strings.Repeat("乙", 300),
			"1 " + strings.Repeat("甲", 300) + "\n2 " + strings.Repeat("乙", 300) + "\n"},
		{"quotes", "前文。\n\n> 引。\n>\n> > 深。", "1 前文。\n2 引。\n3 深。\n"},
		{"alerts", "> [!NOTE]\n> 注意。", "1 注意。\n"},
		{"tables", "| 甲 | 乙 |\n| - | - |\n| 1 | **2** |\n| 3 |  |", "1 甲 | 乙\n1 | 2\n3\n"},
		{"tables with too many cells", "| 甲 | 乙 |\n| - | - |\n| 1 | `a | b`（丙） |\n| 2 | 3 | | |", "1 甲 | 乙\n1 | `a | b`（丙）\n2 | 3\n"},
		{"code", "```go\nfunc f() {\n\treturn\n}\n```\n\n    indented", "1 func f() {\n\treturn\n}\n2 indented\n"},
		{"links, images and code in a line", "见[文档](http://a.example/a)与`a*b`和![](i.png)图<b>粗</b>。", "1 见文档与a*b和图粗。\n"},
		{"entities and escapes", `A &amp; B &lt;c&gt; &#20013; \*d\* \&amp; &nosuch; 1\.`, "1 A & B <c> 中 *d* &amp; &nosuch; 1.\n"},
		{"strikethrough and footnotes", "旧~~价~~。[^1]\n\n[^1]: 注。", "1 旧价。\n2 注。\n"},
		{"bold marks that CommonMark does not see", "**目标是团结。**当团队分散时，**力量，**就小。`a**b**`", "1 **目标是团结。**当团队分散时，**力量，**就小。a**b**\n"},
		{"bold marks without code", "**目标是团结。**当团队分散时，**力量，**就小。", "1 目标是团结。当团队分散时，力量，就小。\n"},
		{"asterisks that are meant", "手机138****1234，2 ** 3，*斜*。", "1 手机138****1234，2 ** 3，斜。\n"},
		{"HTML in Markdown", "<div>\n<p>甲</p>\n<!-- 乙 -->\n<script>丙</script></div>\n\n行内<br>换行<!-- x -->。", "1 甲\n2 行内\n换行。\n"},
		{"captions", "前文。\n\n![二〇二四年用户增长曲线](a.png)\n\n![](b.png)\n\n![图片](c.png)\n\n![image-2024.png](d.png)", "1 前文。\n2 二〇二四年用户增长曲线\n"},
		{"blocks of GitBook", "{% tabs %}\n{% tab title=\"Go\" %}\n甲。\n{% endtab %}\n{% endtabs %}\n\n{% hint style=\"info\" %}\n乙。\n{% endhint %}\n\n`{% raw %}`丙。",
			"1 # Go\n2 甲。\n3 乙。\n4 {% raw %}丙。\n"},
		{"a fence hides GitBook's tags", "```\n{% hint %}\n```", "1 {% hint %}\n"},
		{"zero width and empty blocks", "\u200b\n\n&nbsp;\n\n正\u200b文。", "1 正\u200b文。\n"},
		{"old line ends", "甲。\r\n\r\n乙。\r\r丙。", "1 甲。\n2 乙。\n3 丙。\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := parse(t, "x.md", test.doc)
			expect(t, "paragraphs", body(a), test.want)
		})
	}
}

func TestMarkdownTitle(t *testing.T) {
	tests := []struct{ name, doc, want string }{
		{"the first heading of rank one", "## 先\n\n# 题\n\n文。", "id: x\ntitle: 题\n1 # 先\n2 (先) 文。\n"},
		{"else the first block", "## 题\n\n文。\n\n## 节", "id: x\ntitle: 题\n1 文。\n2 # 节\n"},
		{"else the name of the file", "文。\n\n## 节", "id: x\ntitle: x\n1 文。\n2 # 节\n"},
		{"it is said once", "# 题\n\n---\n\n## 题\n\n文。\n\n## 题", "id: x\ntitle: 题\n1 文。\n2 # 题\n"},
		{"a heading of its own stays", "---\ntitle: 题\n---\n# 节\n\n文。", "id: x\ntitle: 题\n1 # 节\n2 (节) 文。\n"},
		{"a title alone is found", "# 题", "id: x\ntitle: 题\n1 题\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { expect(t, "article", render(parse(t, "x.md", test.doc)), test.want) })
	}
}

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
		{"one that spans a page only loses its marks", "[甲" + strings.Repeat("长", maxCard) + "\n\n乙。\n\n](http://a.example)\n\n丙。",
			"1 甲" + strings.Repeat("长", maxCard) + "\n2 乙。\n3 丙。\n"},
		{"a bracket is no card", "[注] 甲。\n\n[乙\n\n丙。", "1 [注] 甲。\n2 [乙\n3 丙。\n"},
		{"after the text", text + "赞赏 收藏已收藏13 点赞已赞3\n\n[产品](http://a.example/t/1)[运营](http://a.example/t/2)\n\n[分享到微博](http://a.example/s?title=题 目&url=http://a.example)\n\n扫一扫\n\n分享",
			"1 这是正文的第一段，它有一个句号。\n"},
		{"a digest of links stays", "[第一篇文章的很长的题目](http://a.example/1)\n\n[第二篇文章的很长的题目](http://a.example/2)\n\n评。", "1 第一篇文章的很长的题目\n2 第二篇文章的很长的题目\n3 评。\n"},
		{"images that say the title", "# 一个相当长的题目\n\n文章。\n\n![一个相当长的题目](a.png)", "1 文章。\n"},
		{"nothing but furniture stays", "[甲](http://a.example/1)[乙](http://a.example/2)", "1 甲乙\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { expect(t, "paragraphs", body(parse(t, "x.md", test.doc)), test.want) })
	}
}

func TestText(t *testing.T) {
	tests := []struct{ name, doc, want string }{
		{"blank lines end paragraphs", "\n题目\n\n　　第一段，\n折行。\n\n\n第二段。", "id: x\ntitle: 题目\n1 第一段，折行。\n2 第二段。\n"},
		{"without blank lines each line is one", "题目\n第一段。\n第二段。", "id: x\ntitle: 题目\n1 第一段。\n2 第二段。\n"},
		{"one line", "题目", "id: x\ntitle: 题目\n1 题目\n"},
		{"a long first line is text too", strings.Repeat("长", 150) + "\n文。", "id: x\ntitle: " + strings.Repeat("长", 100) + "\n1 " + strings.Repeat("长", 150) + "\n2 文。\n"},
		{"marks are text", "题目\n\n# 一\n\n* 二", "id: x\ntitle: 题目\n1 # 一\n2 * 二\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { expect(t, "article", render(parse(t, "x.txt", test.doc)), test.want) })
	}
}
