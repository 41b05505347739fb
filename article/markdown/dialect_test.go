package markdown_test

import (
	"testing"

	"github.com/xunzhang/xunzhang/article/articletest"
)

// A dialectTest is a text with what some tool adds to Markdown.
type dialectTest struct{ what, doc, want string }

func runDialect(t *testing.T, tests []dialectTest) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			articletest.Expect(t, "paragraphs", articletest.Body(articletest.Parse(t, "x.md", test.doc)), test.want)
		})
	}
}

func TestContainers(t *testing.T) {
	runDialect(t, []dialectTest{
		{"without a title", "前文。\n:::tip\n钩针要握稳。\n:::\n后文。", "1 前文。\n2 钩针要握稳。\n3 后文。\n"},
		{"titles", "::: warning 小心\n针尖很利。\n:::\n\n:::note[毛线]\n先绕成球。\n:::\n\n::: 提示\n慢慢来。\n:::", "1 # 小心\n2 针尖很利。\n3 # 毛线\n4 先绕成球。\n5 # 提示\n6 慢慢来。\n"},
		{"the section goes on behind", "## 起针\n\n:::tip 诀窍\n别太紧。\n:::\n\n再织一行。", "1 # 诀窍\n2 别太紧。\n3 再织一行。\n"},
		{"blocks within", ":::details 图样\n\n- 一行\n- 二行\n\n```\n:::\n```\n\n:::tip\n里面。\n:::\n\n还在里面。\n:::\n\n外面。", "1 # 图样\n2 一行\n二行\n3 :::\n4 里面。\n5 还在里面。\n6 外面。\n"},
		{"more colons outside", "::::tabs\n:::tab 甲\n一。\n:::\n::::\n\n二。", "1 # 甲\n2 一。\n3 二。\n"},
		{"never closed", ":::tip\n一。", "1 一。\n"},
		{"in code", "```\n:::tip 甲\n```", "1 :::tip 甲\n"},
	})
}

func TestAdmonitions(t *testing.T) {
	runDialect(t, []dialectTest{
		{"a title and blocks", "!!! note \"起针\"\n    别**太紧**。\n\n    ```c\n    int n;\n      n++;\n    ```\n\n    -   一行\n\n外面。", "1 # 起针\n2 别太紧。\n3 int n;\n  n++;\n4 一行\n5 外面。\n"},
		{"without a title", "??? tip\n    慢慢来。\n???+ note inline\n    再来。", "1 慢慢来。\n2 再来。\n"},
		{"tabs", "=== \"左手\"\n    左边起。\n\n=== \"右手\"\n    右边起。", "1 # 左手\n2 左边起。\n3 # 右手\n4 右边起。\n"},
		{"words in titles", "??? note \"[针法](a.md)的**\"起针\"**[^1]\"\n    别太紧。", "1 # 针法的\"起针\"\n2 别太紧。\n"},
		{"no admonition", "!!!\n\n??? 什么\n\n!!! 好", "1 !!!\n2 ??? 什么\n3 !!! 好\n"},
	})
}

func TestCallouts(t *testing.T) {
	runDialect(t, []dialectTest{
		{"with a title", "> [!NOTE] 站长的话\n> 行李牌要收好。", "1 # 站长的话\n2 行李牌要收好。\n"},
		{"folded", "> [!tip]- 诀窍\n> 先洗后切。", "1 # 诀窍\n2 先洗后切。\n"},
		{"a title alone", "> [!faq]+ 为什么？", "1 # 为什么？\n"},
		{"a quote that begins with brackets", "> [!] 甲\n\n> [乙] 丙", "1 [!] 甲\n2 [乙] 丙\n"},
	})
}

func TestTemplateTags(t *testing.T) {
	runDialect(t, []dialectTest{
		{"notes of Hexo", "{% note info 水温 %}\n不要太高。\n{% endnote %}", "1 # 水温\n2 不要太高。\n"},
		{"without words", "前文。\n{% note primary no-icon %}\n要干透。\n{% endnote %}", "1 前文。\n2 要干透。\n"},
		{"shortcodes of Hugo", "{{< admonition tip \"提示\" >}}\n浇透。\n{{< /admonition >}}\n\n{{% tabs %}}\n{{% tab name=\"x\" label=\"阳台\" %}}\n朝南。\n{{% /tab %}}\n{{% /tabs %}}", "1 # 提示\n2 浇透。\n3 # 阳台\n4 朝南。\n"},
		{"pictures", "{{< figure src=\"a.png\" title=\"窗台上的薄荷\" >}}\n\n{% asset_img b.png 换盆以后 %}", "1 窗台上的薄荷\n2 换盆以后\n"},
		{"over several lines", "{{< figure\n  src=\"a.png\"\n  caption=\"窗台上的薄荷\"\n>}}\n浇透。", "1 窗台上的薄荷\n2 浇透。\n"},
		{"within a line", "见{% post_link watering '怎样浇水' %}，再看{{< icon leaf >}}叶子{%raw%}。", "1 见怎样浇水，再看叶子。\n"},
		{"not known", "用 {{ name }} 和 {% 变量 %} 写模板。\n\n{{\n\n{% 开头", "1 用 {{ name }} 和 {% 变量 %} 写模板。\n2 {{\n3 {% 开头\n"},
		{"in code", "`{{< figure >}}`", "1 {{< figure >}}\n"},
	})
}

func TestMDX(t *testing.T) {
	runDialect(t, []dialectTest{
		{"imports and comments", "import Tabs from '@theme/Tabs';\nimport './x.css'\n\nexport const a = 1;\n\n# 题\n\n薄荷。{/* 旁注 */}\n\n{/*\n  旁注\n*/}\n\n浇透。", "1 薄荷。\n2 浇透。\n"},
		{"tabs in lines", "<Tabs>\n<TabItem value=\"a\" label=\"阳台\">\n\n朝南。\n\n</TabItem>\n</Tabs>", "1 # 阳台\n2 朝南。\n"},
		{"tabs in one line", "<Tabs><TabItem value=\"a\" label=\"阳台\">朝南。</TabItem></Tabs>", "1 阳台\n朝南。\n"},
		{"sentences that begin so", "import 是一个词。\n\nexport 也是。", "1 import 是一个词。\n2 export 也是。\n"},
	})
}

func TestHeadingIDs(t *testing.T) {
	runDialect(t, []dialectTest{
		{"in braces", "# 题 {#top}\n\n## 起针 {#cast-on .x}\n\n一。\n\n## 收针 {: #end .wide }\n\n二。\n\n## 洗 {/* #wash */}\n\n三。\n\n### `f()` <sup class=\"b\" /> {#f}\n\n四。",
			"1 # 起针\n2 (起针) 一。\n3 # 收针\n4 (收针) 二。\n5 # 洗\n6 (洗) 三。\n7 (洗) # f()\n8 (f()) 四。\n"},
		{"what is in braces is meant", "## 集合 {1, 2}\n\n一。", "1 一。\n"},
		{"lists of attributes", "[织法](a.md){ .button }与`f`{.lang}。\n{: .note }\n\n{:toc}\n\n{1, 2}", "1 织法与f。\n2 {1, 2}\n"},
	})
}

func TestWikis(t *testing.T) {
	runDialect(t, []dialectTest{
		{"links", "见[[薄荷]]、[[香草/薄荷|它]]、[[薄荷#换盆]]、[[#换盆]]、[[薄荷#^a1]]。", "1 见薄荷、它、薄荷#换盆、换盆、薄荷。\n"},
		{"embedded pages and pictures", "![[薄荷]]\n\n![[照片.png|300]]浇透。", "1 薄荷\n2 浇透。\n"},
		{"blocks", "浇透。 ^a1-b2\n\n((64f0c1d2-11)) 又浇。\n\n{{query (task)}} {{embed ((64f0c1d2-11))}}", "1 浇透。\n2 又浇。\n"},
		{"no link", "a[[1]]与 [[1]](http://a.example) 与 [[ ]]", "1 a[[1]]与 [1] 与 [[ ]]\n"},
		{"places for a table of contents", "[TOC]\n\n[[toc]]\n\n浇透。", "1 浇透。\n"},
		{"comments", "浇透。 %%自己看%%\n\n%%\n一段。\n\n两段。\n%%\n\n涨了50%%，跌了20%%。", "1 浇透。\n2 涨了50%%，跌了20%%。\n"},
		{"marks", "==要浇透==，H~2~O，x^2^，a^2b^2，$f^{**}=f^n$，a==b 且 c==d，2 == 2，^_^。", "1 要浇透，H2O，x2，a^2b^2，$f^{**}=f^n$，a==b 且 c==d，2 == 2，^_^。\n"},
		{"tasks", "- [ ] 浇水\n- [x] 换盆", "1 浇水\n换盆\n"},
	})
}

func TestPropertiesAndTagsOfAWiki(t *testing.T) {
	r := articletest.Read(t, "x.md", "title:: 阳台日志\ntags:: 香草, 阳台\nalias:: 花事\n\n- 给[[薄荷]]换盆 #夏天 #换盆/大盆\n  id:: 64f0\n  collapsed:: true\n- `std::vector` 与 a:: b #1")
	articletest.Expect(t, "article", articletest.Render(r.Article), "id: x\ntitle: 阳台日志\ntags: 香草, 阳台\naliases: 花事\n1 给薄荷换盆 #夏天 #换盆/大盆\nstd::vector 与 a:: b #1\n")
	r = articletest.Read(t, "x.md", "---\naliases: [香薄荷]\n---\n薄荷换盆。 #夏天 #换盆/大盆\n\n#冬天")
	articletest.Expect(t, "article", articletest.Render(r.Article), "id: x\ntitle: x\ntags: 夏天, 换盆/大盆, 冬天\naliases: 香薄荷\n1 薄荷换盆。\n")
	articletest.Expect(t, "no wiki", articletest.Render(articletest.Parse(t, "x.md", "薄荷换盆。 #夏天")), "id: x\ntitle: x\n1 薄荷换盆。 #夏天\n")
}

func TestHTMLWithinMarkdownIsText(t *testing.T) {
	runDialect(t, []dialectTest{
		{"remarks", "灯塔。\n\n<aside>\n💡 带伞。\n\n</aside>\n\n<nav>目录</nav>", "1 灯塔。\n2 💡 带伞。\n3 目录\n"},
		{"cards", "先读这里。\n\n<div class=\"cards\">\n  <a href=\"/x\"><p>给动手的人。</p></a>\n</div>", "1 先读这里。\n2 给动手的人。\n"},
		{"notes that nothing refers to", "正文[^a]，又[^c]。\n\n[^b]: 没人提到。\n\n[^a]: 提到了。\n    \n    两段。", "1 正文，又[^c]。\n2 提到了。\n3 两段。\n4 没人提到。\n"},
	})
}
