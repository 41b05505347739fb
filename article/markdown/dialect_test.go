package markdown_test

import (
	"fmt"
	"strings"
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
		{"attributes of Quarto", "::: {.callout-note title=\"起针\" collapse=\"true\"}\n别太紧。\n:::\n\n:::: {.columns}\n::: {.column width=\"40%\"}\n左边。\n:::\n::::\n外面。", "1 # 起针\n2 别太紧。\n3 左边。\n4 外面。\n"},
		{"names of MyST", ":::{note}\n别太紧。\n:::\n\n:::{admonition} 起针\n:class: tip\n慢慢来。\n:::", "1 别太紧。\n2 # 起针\n3 慢慢来。\n"},
	})
}

func TestMarksOfLines(t *testing.T) {
	runDialect(t, []dialectTest{
		{"notices of docsify", "!> 针尖**很利**。\n\n?> 慢慢来，\n再来。", "1 针尖很利。\n2 慢慢来，再来。\n"},
		{"within a line", "写作 ?> 和 !> 。\n\n![图](a.png)针。", "1 写作 ?> 和 !> 。\n2 针。\n"},
		{"abbreviations", "竹是草。\n\n*[竹]: 毛竹\n\n*[针](a.md)*: 一根", "1 竹是草。\n2 竹: 毛竹\n3 针: 一根\n"},
		{"states of tasks", "- [/] 起针\n- [-] 收针\n- [甲] 乙\n\n[/] 不是", "1 起针\n收针\n[甲] 乙\n2 [/] 不是\n"},
	})
}

func TestSpansAndRoles(t *testing.T) {
	runDialect(t, []dialectTest{
		{"spans", "[针法]{.mark}和[起针]{#a style=\"color: red\"}。[针]{x}，[针](a.md){.b}", "1 针法和起针。[针]{x}，针\n"},
		{"roles", "见{ref}`针法 <stitch>`和{term}`起针`，用 {name}`针` 表示。", "1 见针法和起针，用 {name}针 表示。\n"},
	})
}

func TestContainersBetweenSlashes(t *testing.T) {
	runDialect(t, []dialectTest{
		{"a title and options", "前文。\n/// note | 起针\n    attrs: {id: a}\n    open: true\n别太紧。\n\n- 一行\n///\n后文。", "1 前文。\n2 # 起针\n3 别太紧。\n4 一行\n5 后文。\n"},
		{"without a title", "/// tip\n慢慢来。\n\n    int n;\n///\n", "1 慢慢来。\n2 int n;\n"},
		{"within each other", "//// details | 图样\n/// warning | 小心\n针尖很利。\n///\n还在里面。\n////\n外面。", "1 # 图样\n2 # 小心\n3 针尖很利。\n4 还在里面。\n5 外面。\n"},
		{"tabs and tags", "/// tab | 左手\n左边起。\n///\n/// html | div.box\n右边起。\n///", "1 # 左手\n2 左边起。\n3 右边起。\n"},
		{"remarks of programs", "/// 这是说明\n/// Returns x\n文。", "1 /// 这是说明 /// Returns x 文。\n"},
		{"in code", "```rust\n/// note | a\n///\n```", "1 /// note | a\n///\n"},
	})
}

func TestHeadingsBehindHTML(t *testing.T) {
	runDialect(t, []dialectTest{
		{"a frame", "看图。\n\n<iframe src=\"a\"></iframe>\n### 起针\n别**太紧**。\n\n再织。", "1 看图。\n2 # 起针\n3 (起针) 别太紧。\n4 (起针) 再织。\n"},
		{"text before", "<p>先看图。</p>\n## 起针\n<p>再看</p>\n## 收针\n\n慢慢来。", "1 先看图。\n2 # 起针\n3 (起针) 再看\n4 # 收针\n5 (收针) 慢慢来。\n"},
		{"code", "<pre>\n# 不是题\n</pre>", "1 # 不是题\n"},
		{"a colour", "<div>\n#ff0000 是红色。\n</div>", "1 #ff0000 是红色。\n"},
	})
}

func TestReferencesToNotesThatAreLost(t *testing.T) {
	runDialect(t, []dialectTest{
		{"behind Chinese", "别太紧。[^1]再织一行[^styles-of2]。", "1 别太紧。再织一行。\n"},
		{"classes of characters", "写作 [^1] 或a[^b]，[^a-z]+，元音[^aeiou]。", "1 写作 [^1] 或a[^b]，[^a-z]+，元音[^aeiou]。\n"},
		{"a note that is there", "别太紧。[^1]\n\n[^1]: 会断。", "1 别太紧。\n2 会断。\n"},
	})
	r := articletest.Read(t, "x.md", "别太紧。[^1]")
	articletest.Expect(t, "left out", articletest.Left(r), "unknown syntax: [^1]\n")
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
		{"capitals of a tab", "见<Tab title=\"API 文档\">甲。</Tab>", "1 见\nAPI 文档\n甲。\n"},
		{"badges", "## 浇水 <Badge type=\"tip\" text=\"新\" />\n\n底座<Badge text=\"可选\"/>要稳<Badge>试用</Badge>。\n\n<Badge text=\"已废弃\" />\n\n<p>喷壶<Badge text='可选'></Badge>也行。</p>\n\n<Badge :text=\"v\" />盆。", "1 底座 可选 要稳试用。\n2 已废弃\n3 喷壶 可选 也行。\n4 盆。\n"},
		{"cards and steps", "<LinkCard title=\"换盆\" description=\"每年一次\" href=\"/a\" />\n\n<Step title=\"第一步\">\n\n倒土。\n\n</Step>", "1 # 换盆\n2 每年一次\n3 # 第一步\n4 倒土。\n"},
		{"notes with a title", "<Callout type=\"info\" title=\"当心\">\n\n盆要轻放。\n\n</Callout>\n\n{{< tabpane text=true >}}\n土要松。\n{{< /tabpane >}}", "1 # 当心\n2 盆要轻放。\n3 土要松。\n"},
		{"blocks right behind a tag", "前文。\n\n<Tabs>\n<TabItem label=\"阳台\">\n## 朝南\n\n日晒多。\n\n</TabItem>\n- 浇水\n\n<Box>\n文字\n</Box>", "1 前文。\n2 # 阳台\n3 # 朝南\n4 (朝南) 日晒多。\n5 (朝南) 浇水\n6 (朝南) 文字\n"},
		{"other texts of components", "<Recipes titleText=\"两种磨刀石\" titleId=\"a\">\n\n细的。\n\n</Recipes>\n\n<Diagram name=\"x\" height={250} alt=\"一张画着磨刀石的图\" />\n\n<Home title=\"Docs\" subTitle=\"先看刀口。\" />", "1 # 两种磨刀石\n2 细的。\n3 一张画着磨刀石的图\n4 先看刀口。\n"},
		{"prose right behind a tag", "<Note>\n见[刀口](/a)，`x`。\n</Note>\n\n<Box>\n    不是代码。\n</Box>", "1 见刀口，x。\n2 不是代码。\n"},
		{"sentences that begin so", "import 是一个词。\n\nexport 也是。", "1 import 是一个词。\n2 export 也是。\n"},
	})
}

func TestHeadingIDs(t *testing.T) {
	runDialect(t, []dialectTest{
		{"in braces", "# 题 {#top}\n\n## 起针 {#cast-on .x}\n\n一。\n\n## 收针 {: #end .wide }\n\n二。\n\n## 洗 {/* #wash */}\n\n三。\n\n### `f()` <sup class=\"b\" /> {#f}\n\n四。",
			"1 # 起针\n2 (起针) 一。\n3 # 收针\n4 (收针) 二。\n5 # 洗\n6 (洗) 三。\n7 (洗) # f()\n8 (f()) 四。\n"},
		{"ids of React", "前文。\n\n## 后记 {/*afterword*/}\n\n一。\n\n## 又记 {/* 还要改 */}\n\n二。", "1 前文。\n2 # 后记\n3 (后记) 一。\n4 # 又记\n5 (又记) 二。\n"},
		{"without a number", "前文。\n\n## 后记 {-}\n\n一。\n\n### 又记 {/* #again */}\n\n二。", "1 前文。\n2 # 后记\n3 (后记) 一。\n4 (后记) # 又记\n5 (又记) 二。\n"},
		{"at the ends of paragraphs", "织围巾。 {#scarf .wide}\n\n收针。{: .note }\n\n{ .annotate }\n\n选择器写作 {.x} 的样子。\n\n集合 {a=1}", "1 织围巾。\n2 收针。\n3 选择器写作 {.x} 的样子。\n4 集合 {a=1}\n"},
		{"what is in braces is meant", "## 集合 {1, 2}\n\n一。", "1 一。\n"},
		{"lists of attributes", "[织法](a.md){ .button }与`f`{.lang}。\n{: .note }\n\n{:toc}\n\n{1, 2}", "1 织法与f。\n2 {1, 2}\n"},
	})
}

func TestWikis(t *testing.T) {
	runDialect(t, []dialectTest{
		{"links", "见[[薄荷]]、[[香草/薄荷|它]]、[[薄荷#换盆]]、[[#换盆]]、[[薄荷#^a1]]。", "1 见薄荷、它、薄荷#换盆、换盆、薄荷。\n"},
		{"embedded pages and pictures", "![[薄荷]]\n\n![[照片.png|300]]浇透。", "1 薄荷\n2 浇透。\n"},
		{"blocks", "浇透。 ^a1-b2\n\n((64f0c1d2-11)) 又浇。\n\n{{query (task)}} {{embed ((64f0c1d2-11))}}", "1 浇透。\n2 又浇。\n"},
		{"names of blocks", "换土。 ^earth\n\n浇透。 ^2\n\n- 一勺 ^spoon\n- 两勺\n  ^a1\n\n^all", "1 换土。\n2 浇透。 ^2\n3 一勺\n两勺\n"},
		{"pages of a diary", "昨天[[2024-03-04]]，明天[[2024_03_06]]。", "1 昨天2024-03-04，明天2024_03_06。\n"},
		{"no link", "a[[1]]与 [[1]](http://a.example) 与 [[ ]]", "1 a[[1]]与 [1] 与 [[ ]]\n"},
		{"places for a table of contents", "[TOC]\n\n@[TOC](目录)\n\n[[toc]]\n\n浇透。", "1 浇透。\n"},
		{"comments", "浇透。 %%自己看%%\n\n%%\n一段。\n\n两段。\n%%\n\n涨了50%%，跌了20%%。", "1 浇透。\n2 涨了50%%，跌了20%%。\n"},
		{"marks", "==要浇透==，H~2~O，x^2^，a^2b^2，$f^{**}=f^n$，a==b 且 c==d，2 == 2，^_^。", "1 要浇透，H2O，x2，a^2b^2，$f^{**}=f^n$，a==b 且 c==d，2 == 2，^_^。\n"},
		{"marks and pictures of Logseq", "^^要浇透^^ 谢谢^^ ![](a.png){:height 20, :width 30}盆。", "1 要浇透 谢谢^^ 盆。\n"},
		{"links in a table", "| [[薄荷\\|它]] | 乙 |\n|-|-|\n| 一 | 二 |", "1 它 | 乙\n一 | 二\n"},
		{"marks at punctuation", "==注意：==先断电。把==“总闸”==合上，==右手==也一样，选项==`off`==也行。条件==真", "1 注意：先断电。把“总闸”合上，右手也一样，选项off也行。条件==真\n"},
		{"tasks", "- [ ] 浇水\n- [x] 换盆", "1 浇水\n换盆\n"},
	})
}

func TestPropertiesAndTagsOfAWiki(t *testing.T) {
	r := articletest.Read(t, "x.md", "title:: 阳台日志\ntags:: 香草, 阳台\nalias:: 花事\n\n- 给[[薄荷]]换盆 #夏天 #换盆/大盆\n  id:: 64f0\n  collapsed:: true\n- `std::vector` 与 a:: b #1")
	articletest.Expect(t, "article", articletest.Render(r.Article), "id: x\ntitle: 阳台日志\ntags: 香草, 阳台, 夏天, 换盆/大盆\naliases: 花事\n1 给薄荷换盆 #夏天 #换盆/大盆\nstd::vector 与 a:: b #1\n")
	r = articletest.Read(t, "x.md", "tags:: [[香草]], #阳台\n天气:: 晴转多云\n\n- 浇水\n  用量:: 半壶\n  hl-page:: 3\n- 换盆")
	articletest.Expect(t, "article", articletest.Render(r.Article), "id: x\ntitle: x\ntags: 香草, 阳台\n1 浇水\n用量: 半壶\n换盆\n")
	articletest.Expect(t, "left out", fmt.Sprint(r.Dropped), "[{metadata 晴转多云}]")
	r = articletest.Read(t, "x.md", "---\naliases: [香薄荷]\n---\n薄荷换盆。 #夏天 #换盆/大盆\n\n#冬天")
	articletest.Expect(t, "article", articletest.Render(r.Article), "id: x\ntitle: x\ntags: 夏天, 换盆/大盆, 冬天\naliases: 香薄荷\n1 薄荷换盆。\n")
	r = articletest.Read(t, "x.md", "薄荷换盆 #[[大 盆]] 要快，见[它]([[薄荷]])和[这里](((64f0c1d2-11)))。\n\n![[a.png|盆里的薄荷]]")
	articletest.Expect(t, "article", articletest.Render(r.Article), "id: x\ntitle: x\ntags: 大 盆\n1 薄荷换盆 大 盆 要快，见它和这里。\n2 盆里的薄荷\n")
	articletest.Expect(t, "references", fmt.Sprint(r.References), "[{1 大 盆 大 盆 true} {1 它 薄荷 true}]")
	articletest.Expect(t, "no wiki", articletest.Render(articletest.Parse(t, "x.md", "薄荷换盆。 #夏天")), "id: x\ntitle: x\n1 薄荷换盆。 #夏天\n")
}

func TestHTMLWithinMarkdownIsText(t *testing.T) {
	runDialect(t, []dialectTest{
		{"remarks", "灯塔。\n\n<aside>\n💡 带伞。\n\n</aside>\n\n<nav>目录</nav>", "1 灯塔。\n2 💡 带伞。\n3 目录\n"},
		{"cards", "先读这里。\n\n<div class=\"cards\">\n  <a href=\"/x\"><p>给动手的人。</p></a>\n</div>", "1 先读这里。\n2 给动手的人。\n"},
		{"notes that nothing refers to", "正文[^a]，又[^c]。\n\n[^b]: 没人提到。\n\n[^a]: 提到了。\n    \n    两段。", "1 正文，又[^c]。\n2 提到了。\n3 两段。\n4 没人提到。\n"},
	})
}

func TestDefinitions(t *testing.T) {
	long := strings.Repeat("夯土", 110)
	runDialect(t, []dialectTest{
		{"terms", "版筑\n: 夹板之间**夯**土。\n: 又叫夯筑。\n\n土坯\n:   晒干的泥砖。\n\n后文。", "1 版筑\n  夹板之间夯土。\n  又叫夯筑。\n土坯\n  晒干的泥砖。\n2 后文。\n"},
		{"several blocks", "版筑\n\n:   夹板之间夯土。\n\n    再拆板。\n\n    - 一层\n    - 二层", "1 版筑\n  夹板之间夯土。\n  再拆板。\n  一层\n  二层\n"},
		{"long", "版筑\n: " + long + "\n\n土坯\n: " + long, "1 版筑\n  " + long + "\n2 土坯\n  " + long + "\n"},
		{"no definition", ": 甲\n\n乙:丙\n:丁\n\n时间 : 三天", "1 : 甲\n2 乙:丙 :丁\n3 时间 : 三天\n"},
	})
}

// What readers see only when they point at it, or never, is counted.
func TestTextsThatAreNotShown(t *testing.T) {
	r := articletest.Read(t, "x.md", "见[墙][1]。\n\n[1]: http://a.example \"旧墙的样子\"\n[comment]: <> (这里再写)\n\n## 夯 {/* 还要改 */}\n\n<Wall kind=\"土墙\" />")
	articletest.Expect(t, "paragraphs", articletest.Body(r.Article), "1 见墙。\n2 # 夯\n")
	articletest.Expect(t, "left out", articletest.Left(r), "hidden: 旧墙的样子\nhidden: 这里再写\nhidden: 还要改\nunknown syntax: 土墙\n")
}

func TestInlineNotes(t *testing.T) {
	runDialect(t, []dialectTest{
		{"a note", "夯土墙^[见*营造*[旧谱](a.md)]要厚^[三尺。]。\n\n- 土坯^[晒干]\n\n后文。", "1 夯土墙要厚。\n2 土坯\n3 后文。\n4 见营造旧谱\n5 三尺。\n6 晒干\n"},
		{"over two lines", "夯土墙^[见营造\n旧谱]要厚。", "1 夯土墙要厚。\n2 见营造旧谱\n"},
		{"no note", "墙^[1]厚，[^[a]]，墙^[二]^，墙^[三](a.md)，^[没有\n\n关上]", "1 墙^[1]厚，[^[a]]，墙^[二]^，墙^三，^[没有\n2 关上]\n"},
	})
}

func TestLinksToTags(t *testing.T) {
	runDialect(t, []dialectTest{
		{"of Hugo", "见[旧的*花样*]({{< ref \"old.md\" >}})和[新的]({{% relref path=\"new.md\" %}})。", "1 见旧的*花样*和新的。\n"},
		{"of Jekyll", "见[旧篇]({% post_url 2020-01-01-a %})和[首页]({{ site.baseurl }}/a.html)。", "1 见旧篇和首页。\n"},
		{"alone", "[旧篇]({{< ref \"old.md\" >}})", "1 旧篇\n"},
		{"in code", "写作 `[旧]({{< ref \"a\" >}})`。", "1 写作 [旧]({{< ref \"a\" >}})。\n"},
		{"not closed", "见[旧]({{< ref 后文。", "1 见[旧]({{< ref 后文。\n"},
	})
	r := articletest.Read(t, "x.md", "见[旧]({{< ref \"old.md#节\" >}})和[新]({{ site.baseurl }}/a.html)。")
	articletest.Expect(t, "links", fmt.Sprint(r.References), "[{1 旧 old.md#节 false} {1 新 /a.html false}]")
}

func TestMoreLines(t *testing.T) {
	runDialect(t, []dialectTest{
		{"tabs of Hexo", "{% tabs 针法 %}\n<!-- tab 平针@left -->\n一上一下。\n<!-- endtab -->\n<!-- tab -->\n再来。\n<!-- endtab -->\n{% endtabs %}", "1 # 针法\n2 # 平针\n3 一上一下。\n4 再来。\n"},
		{"pictures that are included", "前文。\n\n{% include figure.html src=\"a.png\" caption=\"织到一半的围巾\" %}\n\n{% include 侧栏.html %}", "1 前文。\n2 织到一半的围巾\n"},
		{"pieces of other files", "前文。\n\n{{#include ../a.rs:2:5}}\n\n<<< @/a.js{2}\n\n@[code{1-3} js](./x.js)\n\n--8<-- \"a.md\"\n\n后文。", "1 前文。\n2 后文。\n"},
		{"what is planned and logged", "- DOING 起针\n  SCHEDULED: <2024-05-01 Wed>\n  :LOGBOOK:\n  CLOCK: [2024-05-01 Wed 10:00]\n  :END:\n- 织完", "1 DOING 起针\n织完\n"},
		{"what Org encloses", "#+BEGIN_QUOTE\n慢慢来。\n#+END_QUOTE", "1 慢慢来。\n"},
		{"queries", "```dataview\nTABLE 名\n```\n\n后文。", "1 后文。\n"},
		{"titles of code", "```sh title:\"浇水的程序\" fold\nrun\n```\n\n```js [配置]\na\n```\n\n```js title='x.js'\nb\n```\n\n```c 主程序 /a.c\nd\n```", "1 # 浇水的程序\n2 run\n3 # 配置\n4 a\n5 b\n6 # 主程序\n7 d\n"},
		{"icons", "点 :material-account:{ .big } 和 :no-icon: 与 12:30。", "1 点 和 :no-icon: 与 12:30。\n"},
		{"what only looks so", "SCHEDULED: 明天\n\n:LOGBOOK: 是什么\n\n<<<<<<< HEAD\n\n#+标题", "1 SCHEDULED: 明天\n2 :LOGBOOK: 是什么\n3 <<<<<<< HEAD\n4 #+标题\n"},
	})
}
