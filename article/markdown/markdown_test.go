package markdown_test

import (
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article/articletest"
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
			a := articletest.Parse(t, "x.md", test.doc)
			articletest.Expect(t, "paragraphs", articletest.Body(a), test.want)
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
		t.Run(test.name, func(t *testing.T) {
			articletest.Expect(t, "article", articletest.Render(articletest.Parse(t, "x.md", test.doc)), test.want)
		})
	}
}
