package markdown_test

import (
	"testing"

	"github.com/xunzhang/xunzhang/article/articletest"
)

// What single tools write, in lines and within them.
func TestTagsThatAreText(t *testing.T) {
	runDialect(t, []dialectTest{
		{"marks of Hexo", "火要{% label primary @旺 %}，{% span red, 别急 %}。\n\n{% checkbox checked, 添炭 %}\n\n{% btn https://a.example, 去铁匠铺,, %}", "1 火要旺，别急。\n2 添炭\n3 去铁匠铺\n"},
		{"a timeline of Hexo", "{% timeline %}\n<!-- timeline 清早 -->\n生火。\n<!-- endtimeline -->\n{% endtimeline %}", "1 # 清早\n2 生火。\n"},
		{"interfaces in GitBook", "{% swagger method=\"get\" summary=\"查铁价\" %}\n{% swagger-parameter in=\"query\" name=\"id\" %}\n铁的编号\n{% endswagger-parameter %}\n{% endswagger %}\n\n{% @mermaid/diagram content=\"graph TD\" %}\n\n炭。", "1 # 查铁价\n2 铁的编号\n3 炭。\n"},
		{"tabs of VuePress", "::: tabs\n@tab 大炉\n生火。\n@tab:active 小炉#b\n添炭。\n:::\n\n@slidestart\n铁。\n@slideend\n\n@铁匠 说", "1 # 大炉\n2 生火。\n3 # 小炉\n4 添炭。\n5 铁。\n6 @铁匠 说\n"},
		{"sizes of pictures", "![一把刚打好的长刀](a.png =200x300)铁。\n\n[[刀]]：![[b.png|一把刚打好的短刀|300]]", "1 一把刚打好的长刀铁。\n2 刀：一把刚打好的短刀\n"},
		{"headings without a space", "铁。\n\n##生火\n添炭。\n###（一）风\n\n#铁 #1 ##x", "1 铁。\n2 # 生火\n3 (生火) 添炭。\n4 (生火) # （一）风\n5 (（一）风) #铁 #1 ##x\n"},
		{"targets and code of MyST", "(forge)=\n铁。\n\n```{code-block} sh\n:linenos:\nls\n```\n\n(铁)= 炭", "1 铁。\n2 ls\n3 (铁)= 炭\n"},
		{"lists of Hexo", "{% linkgrid %}\n铁铺\n{% endlinkgrid %}\n\n{% grouppicture 2-1 %}\n铁。\n{% endgrouppicture %}\n\n{% pdf a.pdf %}", "1 铁铺\n2 铁。\n"},
		{"tags of kramdown", "{::nomarkdown}<b>铁</b>{:/}和{::options a=\"b\" /}炭。", "1 铁和炭。\n"},
		{"pieces of other files", "@include(./a.md)\n\n铁。", "1 铁。\n"},
		{"marks of lines of code", "```js\nlet a = 1 // [!code focus]\nx() # [!code ++]\n<!-- [!code hl] -->\ny[\"!code\"]\n```\n\n    :::python\n    打铁()", "1 let a = 1\nx()\n\ny[\"!code\"]\n2 打铁()\n"},
		{"a caption of a component", "<Listing number=\"1-1\" caption=\"第一把刀\">\n\n```\na\n```\n\n</Listing>", "1 第一把刀\n2 a\n"},
		{"Markdown within HTML", "<figure markdown=\"span\">\n  ![一把刚打好的长刀](a.png){ width=\"300\" }\n  <figcaption>旧铁匠铺</figcaption>\n</figure>\n\n<div markdown>\n**铁**\n- 炭\n</div>", "1 一把刚打好的长刀\n2 旧铁匠铺\n3 铁\n4 炭\n"},
	})
}

func TestCommentsOfTemplates(t *testing.T) {
	r := articletest.Read(t, "x.md", "铁。{% comment %}暗语一{% endcomment %}炭。\n\n{% comment %}\n暗语二\n\n两段\n{% endcomment %}\n\n{{% comment %}}\n暗语三\n{{% /comment %}}\n\n{::comment}\n暗语四\n{:/comment}\n\n火。")
	articletest.Expect(t, "paragraphs", articletest.Body(r.Article), "1 铁。炭。\n2 火。\n")
	articletest.Expect(t, "left out", articletest.Left(r), "hidden: 暗语一\nhidden: 暗语二 两段\nhidden: 暗语三\nhidden: 暗语四\n")
	articletest.Expect(t, "not closed", articletest.Body(articletest.Parse(t, "x.md", "{% comment %}\n\n铁。")), "1 铁。\n")
	r = articletest.Read(t, "x.md", "[[铁]]。\n\n%% kanban:settings\n```\n{\"a\":1}\n```\n%%\n\n炭。")
	articletest.Expect(t, "a comment behind its mark", articletest.Body(r.Article), "1 铁。\n2 炭。\n")
}

func TestExpressionsOfMDX(t *testing.T) {
	runDialect(t, []dialectTest{
		{"tags with expressions", "<Forge heat={'旺'} onClick={() => { a({b: 1}) }} />\n\n<span style={{color: 'red'}}>红铁</span>。\n\n<TabItem label={'炉子'} {...rest}>\n\n添炭。\n\n</TabItem>", "1 红铁。\n2 # 炉子\n3 添炭。\n"},
		{"over several lines", "<Forge\n  heat={9}\n/>\n\n铁。", "1 铁。\n"},
		{"a statement of several lines", "export const Box = ({children}) => (\n  <span>\n\n    {children}\n  </span>\n);\n\n铁。", "1 铁。\n"},
		{"one that is not closed", "export const a = (\n\n铁。", "1 铁。\n"},
		{"a head", "<head>\n  <title>另一个</title>\n</head>\n\n铁。", "1 铁。\n"},
		{"comparisons", "a<b {c}，1 < 2。", "1 a<b {c}，1 < 2。\n"},
	})
}

func TestFormulas(t *testing.T) {
	runDialect(t, []dialectTest{
		{"marks within", "长 $a_1*b_2*c_3$，$\\{x\\}$ 与 $\\mathsf{\\#P}$，$$a*b*c$$。", "1 长 $a_1*b_2*c_3$，$\\{x\\}$ 与 $\\mathsf{\\#P}$，$$a*b*c$$。\n"},
		{"on lines of its own", "$$\na\n= b\n- c \\\\\n$$\n\n铁。", "1 $$ a = b - c \\\\ $$\n2 铁。\n"},
		{"money", "从 $5 到 $10，*很*贵，$a *b* $。\n\n$$\n\n铁。", "1 从 $5 到 $10，很贵，$a b $。\n2 $$\n3 铁。\n"},
		{"bold type that a program escaped", "\\*\\*说“好”\\*\\*的人，2 \\* 3。", "1 说“好”的人，2 * 3。\n"},
	})
}

// A list that kramdown replaces, queries and drawings are for programs.
func TestPartsForPrograms(t *testing.T) {
	for _, test := range []struct{ what, doc, want, left string }{
		{"contents", "* TOC\n{:toc}\n\n- 铁\n- 炭\n{: .x}", "1 铁\n炭\n", "unknown syntax: TOC\n"},
		{"a query of Logseq", "- 铁\n- #+BEGIN_QUERY\n  {:title \"所有任务\"}\n  #+END_QUERY\n- 炭", "1 铁\n炭\n", "unknown syntax: #+BEGIN_QUERY {:title \"所有任务\"} #+END_QUERY\n"},
		{"a drawing", "---\nexcalidraw-plugin: parsed\n---\n\n# Text Elements\n铁砧 ^a1b2c3\n\n%%\n## Drawing\n```json\n{\"a\": 1}\n```\n%%", "1 铁砧\n", "unknown syntax: Drawing\n"},
	} {
		r := articletest.Read(t, "x.md", test.doc)
		articletest.Expect(t, test.what, articletest.Body(r.Article), test.want)
		articletest.Expect(t, test.what, articletest.Left(r), test.left)
	}
}
