package article_test

import (
	"testing"

	"github.com/xunzhang/xunzhang/article/articletest"
)

// Lines above the text say who wrote it, and when.
func TestBylines(t *testing.T) {
	const end = "\n\n磨坊在河边，水轮日夜不停。\n\n作者：别人"
	tests := []struct{ what, name, doc, want string }{
		{"an author and a day", "x.md", "# 磨坊\n\n作者：陈水\n\n日期：2024年3月5日" + end, "id: x\ntitle: 磨坊\nauthor: 陈水\npublished: 2024-03-05\n1 日期：2024年3月5日\n2 磨坊在河边，水轮日夜不停。\n3 作者：别人\n"},
		{"an editor besides", "x.md", "# 磨坊\n\n文/陈水 编辑/李石" + end, "id: x\ntitle: 磨坊\nauthor: 陈水\n1 文/陈水 编辑/李石\n2 磨坊在河边，水轮日夜不停。\n3 作者：别人\n"},
		{"bars", "x.html", "<title>磨坊</title><p>作者 | 陈水</p><p>来源 | 河边报</p><p>磨坊在河边，水轮日夜不停。</p>", "id: x\ntitle: 磨坊\nauthor: 陈水\n1 来源 | 河边报\n2 磨坊在河边，水轮日夜不停。\n"},
		{"in one paragraph", "x.md", "# 磨坊\n\n创建时间: 2024年3月5日\n标签: 水, 磨\n状态: 完成" + end, "id: x\ntitle: 磨坊\npublished: 2024-03-05\ntags: 水, 磨\n1 创建时间: 2024年3月5日\n标签: 水, 磨\n状态: 完成\n2 磨坊在河边，水轮日夜不停。\n3 作者：别人\n"},
		{"a day alone", "x.txt", "磨坊\n\n2024年3月5日" + end, "id: x\ntitle: 磨坊\npublished: 2024-03-05\n1 磨坊在河边，水轮日夜不停。\n2 作者：别人\n"},
		{"a post", "x.md", "# 磨坊\n\n陈水 发表于 2024-3-5 08:30" + end, "id: x\ntitle: 磨坊\nauthor: 陈水\npublished: 2024-03-05\n1 陈水 发表于 2024-3-5 08:30\n2 磨坊在河边，水轮日夜不停。\n3 作者：别人\n"},
		{"front matter counts more", "x.md", "---\nauthor: 李石\n---\n# 磨坊\n\n作者：陈水" + end, "id: x\ntitle: 磨坊\nauthor: 李石\n1 作者：陈水\n2 磨坊在河边，水轮日夜不停。\n3 作者：别人\n"},
		{"a talk", "x.md", "# 磨坊\n\n作者：你几点起床？\n\n磨工：四点。\n\n时间：很早" + end, "id: x\ntitle: 磨坊\n1 作者：你几点起床？\n2 磨工：四点。\n3 时间：很早\n4 磨坊在河边，水轮日夜不停。\n5 作者：别人\n"},
		{"English", "x.md", "# Mill\n\nBy Chen Shui\n\nThe mill stands by the river, and its wheel never rests.", "id: x\ntitle: Mill\nauthor: Chen Shui\n1 The mill stands by the river, and its wheel never rests.\n"},
		{"no name", "x.md", "# Mill\n\nBy the river\n\nThe mill stands there, and its wheel never rests.", "id: x\ntitle: Mill\n1 By the river\n2 The mill stands there, and its wheel never rests.\n"},
		{"below the text", "x.md", "# 磨坊" + end, "id: x\ntitle: 磨坊\n1 磨坊在河边，水轮日夜不停。\n2 作者：别人\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			articletest.Expect(t, "article", articletest.Render(articletest.Parse(t, test.name, test.doc)), test.want)
		})
	}
}

// The heading of the first of several sections is no title where the file has a name.
func TestTitlesOfSections(t *testing.T) {
	articletest.Expect(t, "two sections", articletest.Render(articletest.Parse(t, "水/磨坊.md", "## 水轮\n\n一。\n\n## 磨盘\n\n二。")), "id: 水/磨坊\ntitle: 磨坊\n1 # 水轮\n2 (水轮) 一。\n3 # 磨盘\n4 (磨盘) 二。\n")
	articletest.Expect(t, "one section", articletest.Parse(t, "磨坊.md", "## 水轮\n\n一。\n\n### 磨盘\n\n二。").Title, "水轮")
	articletest.Expect(t, "a file without a name", articletest.Parse(t, "mill.md", "## 水轮\n\n一。\n\n## 磨盘\n\n二。").Title, "水轮")
}
