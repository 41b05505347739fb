package article_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/articletest"
	"github.com/xunzhang/xunzhang/article/input"
)

func TestOrg(t *testing.T) {
	doc := "#+TITLE: 竹谱\n#+AUTHOR: 阿海\n#+DATE: <2024-03-05 Tue>\n#+FILETAGS: :手艺:竹:\n\n* T" + "ODO [#A] 选竹 :山:\n:PROPERTIES:\n:ID: x\n:END:\n看[[http://a.example][竹节]]，用 =ruler= 量，/要直/ 。\n" +
		"# 旁注\n** 劈篾\n#+BEGIN_SRC sh\n* ls\n#+END_SRC\n#+BEGIN_QUOTE\n先破后启。\n#+END_QUOTE\n- 一\n  - 二\n\n| 名 | 数 |\n|----+----|\n| 竹 | 1 |\n\n见[fn:1]。\n\n[fn:1] 注。"
	articletest.Expect(t, "article", articletest.Render(articletest.Parse(t, "x.org", doc)), "id: x\ntitle: 竹谱\nauthor: 阿海\npublished: 2024-03-05\ntags: 手艺, 竹\n"+
		"1 # 选竹\n2 (选竹) 看竹节，用 ruler 量，要直 。\n3 (选竹) # 劈篾\n4 (劈篾) * ls\n5 (劈篾) 先破后启。\n6 (劈篾) 一\n  二\n7 (劈篾) 名 | 数\n竹 | 1\n8 (劈篾) 见。\n9 (劈篾) 注。\n")
}

func TestBlocksOfOrg(t *testing.T) {
	tests := []struct{ what, doc, want string }{
		{"emphasis", "=ruler= =knife= 都要，*竹青* 和 /竹黄/ ，_不要_ +裂的+ 。a=b=c，路 /a/b/c/d 。", "1 ruler knife 都要，竹青 和 竹黄 ，不要 裂的 。a=b=c，路 /a/b/c/d 。\n"},
		{"code with another mark", "写在 =~/.config= 里，或 ~a`b~ 。", "1 写在 ~/.config 里，或 a`b 。\n"},
		{"a block within a block", "#+begin_src org\n,* 竹\n,#+begin_src sh\n#+end_quote\nls\n#+end_src\n文。", "1 * 竹\n#+begin_src sh\n#+end_quote\nls\n2 文。\n"},
		{"HTML for the page", "#+begin_export html\n<p>竹<b>青</b></p>\n#+end_export\n文。", "1 竹青\n2 文。\n"},
		{"lines of code", "文一。\n: ls\n:   -l\n文二。", "1 文一。\n2 ls\n  -l\n3 文二。\n"},
		{"notes", "竹[fn:a]节[fn::在两节之间]。\n\n[fn:a] 一种\n草。\n", "1 竹节。\n2 一种草。\n3 在两节之间\n"},
		{"terms", "- 竹青 :: 外皮\n- [X] 竹黄 :: 内层", "1 竹青 外皮\n竹黄 内层\n"},
		{"ends of lines", "春日\\\\\n迟迟\n\n#+begin_verse\n鸟声\n稀。\n#+end_verse\n文一\n文二。", "1 春日\n迟迟\n2 鸟声\n稀。\n3 文一文二。\n"},
		{"pieces of other formats, and targets", "竹@@html:<b>@@青@@html:</b>@@，<<here>>竹黄。", "1 竹青，竹黄。\n"},
		{"a rule and a caption", "- 竹青\n#+CAPTION: 晾着的篾条\n[[file:a.png]]\n\n竹黄\n-----\n文。", "1 竹青\n2 晾着的篾条\n3 竹黄\n4 文。\n"},
		{"pictures", "竹。[[file:a.png]]\n\n[[https://a.example/b.jpg]]\n\n[[./c.png][竹林]]", "1 竹。\n2 竹林\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			articletest.Expect(t, "paragraphs", articletest.Body(articletest.Parse(t, "x.org", test.doc)), test.want)
		})
	}
}

// What Org does not export is not text, and is counted.
func TestPrivatePartsOfOrg(t *testing.T) {
	r := articletest.Read(t, "x.org", "文一。\n# 旁注\n\n#+begin_comment\n暗语\n#+end_comment\n* COMMENT 草稿\n暗%%二。\n** 草稿的节\n#+begin_src sh\nls\n* 节\n文二。\n* 账目 :noexport:a:\n暗三。\n")
	articletest.Expect(t, "paragraphs", articletest.Body(r.Article), "1 文一。\n2 # 节\n3 (节) 文二。\n")
	articletest.Expect(t, "left out", articletest.Left(r), "hidden: 旁注\nhidden: 暗语\nhidden: 草稿\nhidden: 暗%二。\nhidden: 草稿的节\nhidden: #+begin_src sh\nhidden: ls\nhidden: 账目\nhidden: 暗三。\n")
}

func TestRST(t *testing.T) {
	doc := "====\n竹谱\n====\n\n:author: 阿海\n:date: 2024-03-05\n\n选竹\n====\n\n看 `竹节 <http://a.example>`_ ，用 ``ruler`` 量，见 :ref:`后文 <x>` 。\n\n.. 旁注\n   两行\n\n.. note::\n\n   竹青很利。\n\n.. admonition:: 小心\n\n   别割手。\n\n" +
		".. code-block:: sh\n   :linenos:\n\n   ls\n     -l\n\n例如::\n\n  x = 1\n\n劈篾\n----\n\n.. toctree::\n   :maxdepth: 2\n\n   a\n\n先破后启 [#n]_ 。\n\n.. [#n] 注。\n"
	articletest.Expect(t, "article", articletest.Render(articletest.Parse(t, "x.rst", doc)), "id: x\ntitle: 竹谱\nauthor: 阿海\npublished: 2024-03-05\n"+
		"1 # 选竹\n2 (选竹) 看 竹节 ，用 ruler 量，见 后文 。\n3 (选竹) 竹青很利。\n4 (选竹) 小心\n5 (选竹) 别割手。\n6 (选竹) ls\n  -l\n7 (选竹) 例如：\n8 (选竹) x = 1\n9 (选竹) # 劈篾\n10 (劈篾) 先破后启 。\n11 (劈篾) 注。\n")
}

func TestBlocksOfRST(t *testing.T) {
	tests := []struct{ what, doc, want string }{
		{"terms", "前文。\n\n竹青\n   外皮，\n   很利。\n\n   两段。\n竹黄 : 名\n   内层\n\n后文\n   不是。", "1 前文。\n2 竹青\n  外皮，很利。\n  两段。\n竹黄 : 名\n  内层\n后文\n  不是。\n"},
		{"lines that go on are no terms", "- 竹青\n  很利\n\n一段话\n接着\n  又接着。", "1 竹青很利\n2 一段话接着又接着。\n"},
		{"a drawn table", "文。\n\n+------+----+\n| 名   | 数 |\n+======+====+\n| 竹   | 1  |\n| 青   |    |\n+------+----+\n\n后文。", "1 文。\n2 名 | 数\n竹青 | 1\n3 后文。\n"},
		{"a table with rules", "====  ====\n名    数\n====  ====\n竹    一\n      根\n节    二\n====  ====\n\n后文。", "1 名 | 数\n竹 | 一根\n节 | 二\n2 后文。\n"},
		{"tables of lists and of values", ".. list-table:: 竹谱\n   :header-rows: 1\n\n   * - 名\n     - 数\n   * - 竹\n       青\n     - 1\n\n.. csv-table::\n   :header: \"甲\",\"乙\"\n\n   \"一,二\",三\n", "1 竹谱\n2 名 | 数\n竹青 | 1\n3 甲 | 乙\n一,二 | 三\n"},
		{"verse", "| 春日\n| 迟迟\n  又迟\n|\n| 鸟声\n\n后文。", "1 春日\n迟迟\n又迟\n2 鸟声\n3 后文。\n"},
		{"numbers", "#. 选竹\n#. 劈篾\n", "1 1. 选竹\n2. 劈篾\n"},
		{"texts with names", "用 |竹| 编，|别的| 不行。\n\n.. |竹| replace:: 毛竹\n.. |图| image:: a.png\n", "1 用 毛竹 编，|别的| 不行。\n"},
		{"links with names", "见 竹谱_ 和 `劈 篾`_ ，snake_case_ 不是。\n\n.. _竹谱: https://a.example\n.. _`劈 篾`: b.html\n", "1 见 竹谱 和 劈 篾 ，snake_case_ 不是。\n"},
		{"HTML, and what is for one output", ".. raw:: html\n\n   <p>竹<b>青</b></p>\n\n.. only:: html\n\n   竹黄。\n", "1 竹青\n2 竹黄。\n"},
		{"escaped spaces", "竹\\ **青**\\ 利，``a\\ b`` 与 *竹*\\ 黄。", "1 竹青利，a\\ b 与 竹黄。\n"},
		{"fields within the text", "文。\n\n:产地: 山里\n:param n: 数", "1 文。\n2 产地: 山里\nparam n: 数\n"},
		{"pictures", ".. image:: a.png\n   :alt: 一根刚劈开的老竹子\n\n.. figure:: b.png\n\n   晾着的篾条\n", "1 一根刚劈开的老竹子\n2 晾着的篾条\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			articletest.Expect(t, "paragraphs", articletest.Body(articletest.Parse(t, "x.rst", "开头\n====\n\n"+test.doc)), test.want)
		})
	}
	r := articletest.Read(t, "x.rst", "文。\n\n.. 旁注\n   两行\n\n   三行\n\n.. index:: 选竹\n\n.. toctree::\n   :caption: 卷一\n\n   a\n\n后文。\n")
	articletest.Expect(t, "paragraphs", articletest.Body(r.Article), "1 文。\n2 后文。\n")
	articletest.Expect(t, "left out", articletest.Left(r), "hidden: 旁注 两行 三行\nhidden: 选竹\nhidden: :caption: 卷一\n")
}

func TestAsciiDoc(t *testing.T) {
	doc := "= 竹谱\n:author: 阿海\n:revdate: 2024-03-05\n:toc:\n\n== 选竹\n\n看 http://a.example[竹节]，见 <<x,后文>>。[[here]]\n// 旁注\n\n.小心\n[NOTE]\n====\n竹青很利。\n====\n\n[source,sh]\n----\n* ls\n----\n\n* 一\n** 二\n\n. 先\n\n|===\n|名 |数\n|竹 |1\n|===\n\n////\n暗语\n////\nimage::a.png[一根刚劈开的老竹]\n\n=== 劈篾\n\n先破后启。"
	articletest.Expect(t, "article", articletest.Render(articletest.Parse(t, "x.adoc", doc)), "id: x\ntitle: 竹谱\nauthor: 阿海\npublished: 2024-03-05\n"+
		"1 # 选竹\n2 (选竹) 看 竹节，见 后文。\n3 (选竹) 小心\n4 (选竹) 竹青很利。\n5 (选竹) * ls\n6 (选竹) 一\n  二\n7 (选竹) 1. 先\n8 (选竹) 名 | 数\n竹 | 1\n9 (选竹) 一根刚劈开的老竹\n10 (选竹) # 劈篾\n11 (劈篾) 先破后启。\n")
}

func TestPiecesOfAsciiDoc(t *testing.T) {
	tests := []struct{ what, doc, want string }{
		{"brackets in prose", "结果[1]和数组[0]都在。", "1 结果[1]和数组[0]都在。\n"},
		{"terms of an index", "竹子((竹节))很直。(((竹,选竹)))(((\"节\", see=\"竹\")))", "1 竹子竹节很直。\n"},
		{"explanations", "竹青:: 外皮\n竹黄::\n\n  内层\n接着说。\n\n竹节::\n* 一\n* 二\n\nstd::vector 不是。", "1 竹青\n  外皮\n竹黄\n  内层接着说。\n2 竹节\n3 一\n二\n4 std::vector 不是。\n"},
		{"remarks about code", "----\nls <1>\n----\n<1> 列出\n<.> 再看\n", "1 ls <1>\n2 1. 列出\n2. 再看\n"},
		{"HTML for the page", "++++\n<p>竹<b>青</b></p>\n++++\n\n文。", "1 竹青\n2 文。\n"},
		{"formulas", "[stem]\n++++\na<b\n++++\n\n长 stem:[x^2] 。", "1 a<b\n2 长 $x^2$ 。\n"},
		{"headings with a row below", "竹谱\n====\n\n选竹\n----\n\n要直。\n\n例如：\n----\nls\n----\n\n劈篾法\n~~~~~~\n\n先破。", "1 # 选竹\n2 (选竹) 要直。\n3 (选竹) 例如：\n4 (选竹) ls\n5 (选竹) # 劈篾法\n6 (劈篾法) 先破。\n"},
		{"the lines below the title", "= 竹谱\n阿海 <a@a.example>\nv1.0, 2024-01-02\n:root: 竹鞭\n\n{root}很长，{别的}不是。", "1 竹鞭很长，{别的}不是。\n"},
		{"no author", "= 竹谱\n\n阿海编竹。", "1 阿海编竹。\n"},
		{"notices", "NOTE: 别割手。\n\nTIP:: 词\n\nLATER: 再写。", "1 别割手。\n2 TIP\n  词\n3 LATER: 再写。\n"},
		{"quotations and verse", "[quote, 阿海, 竹谱]\n____\n先破后启。\n____\n\n[verse]\n____\n春日\n迟迟\n____\n\n文一\n文二。", "1 先破后启。\n2 —— 阿海, 竹谱\n3 春日\n迟迟\n4 文一文二。\n"},
		{"ends of lines", "春日 +\n迟迟", "1 春日\n迟迟\n"},
		{"marks", "把 #竹青# 和竹##黄##分开，长 x^2^ ，C# 和 F# 不是，#3 也不是。", "1 把 竹青 和竹黄分开，长 x2 ，C# 和 F# 不是，#3 也不是。\n"},
		{"macros in a line", "按 kbd:[Ctrl] 和 menu:文件[保存]，看image:a.png[]图footnote:[新的]。link:b.adoc[竹^]，https://a.example[竹园,window=_blank]，icon:x[]", "1 按 Ctrl 和 文件 保存，看图。竹，竹园，\n2 新的\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			articletest.Expect(t, "paragraphs", articletest.Body(articletest.Parse(t, "x.adoc", test.doc)), test.want)
		})
	}
}

func TestLinksOfAsciiDoc(t *testing.T) {
	r := articletest.Read(t, "x.adoc", "= 竹谱\n\n[[cut]]\n== 劈篾\n\n见 <<cut,劈篾>> 和 xref:b.adoc#c[竹节]，<<cut>>。")
	articletest.Expect(t, "references", fmt.Sprint(r.References), "[{2 劈篾 #cut false} {2 竹节 b.adoc#c false}]")
	articletest.Expect(t, "paragraphs", articletest.Body(r.Article), "1 # 劈篾\n2 (劈篾) 见 劈篾 和 竹节，cut。\n")
}

func TestOtherFormats(t *testing.T) {
	tests := []struct{ name, doc, want string }{
		{"x.ipynb", `{"cells":[{"cell_type":"markdown","source":["# 竹谱\n","\n","选竹。"]},{"cell_type":"code","source":"x = 1","outputs":[{"text":"9"}]},{"cell_type":"raw","source":""}]}`, "id: x\ntitle: 竹谱\n1 选竹。\n2 x = 1\n"},
		{"old.ipynb", `{"worksheets":[{"cells":[{"cell_type":"heading","level":1,"source":"竹谱"},{"cell_type":"code","input":"x = 1"}]}],"nbformat":3}`, "id: old\ntitle: 竹谱\n1 x = 1\n"},
		{"x.Rmd", "---\ntitle: 竹谱\n---\n\n选竹。\n\n```{r, echo=FALSE}\nx <- 1\n```\n", "id: x\ntitle: 竹谱\n1 选竹。\n2 x <- 1\n"},
		{"x.opml", `<?xml version="1.0"?><opml version="2.0"><head><title>竹谱</title></head><body><outline text="选竹" _note="看节"><outline text="冬竹"/></outline><outline title="劈篾"/></body></opml>`, "id: x\ntitle: 竹谱\n1 选竹\n看节\n  冬竹\n劈篾\n"},
		{"x.srt", "1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>天亮了。</i>\r\n\r\n2\r\n00:00:02,500 --> 00:00:04,000\r\n天亮了。\r\n他说 1984\r\n\r\n3\r\n00:00:05,000 --> 00:00:06,000\r\n{\\an8}走吧。", "id: x\ntitle: x\n1 天亮了。他说 1984 走吧。\n"},
		{"x.vtt", "WEBVTT\nKind: captions\n\n00:01.000 --> 00:02.000 align:start\n<v 阿海>天亮了", "id: x\ntitle: x\n1 天亮了\n"},
		{"notes.vtt", "WEBVTT - 片\n\nSTYLE\n::cue { color: red }\n\nNOTE 译者\n两行\n\n00:01.000 --> 00:02.000\n&lt;阿海&gt;天亮了", "id: notes\ntitle: notes\n1 <阿海>天亮了\n"},
		{"dated.opml", `<opml version="2.0"><head><title>竹谱</title><ownerName>阿海</ownerName><dateCreated>Tue, 05 Mar 2024 10:00:00 GMT</dateCreated></head><body><outline text="选竹"/></body></opml>`, "id: dated\ntitle: 竹谱\nauthor: 阿海\npublished: 2024-03-05\n1 选竹\n"},
		{"x.ass", "[Script Info]\r\nTitle: 片\r\n\r\n[Events]\r\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\r\nComment: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,译者的话\r\nDialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,{\\an8}天亮了，\\N走吧。\r\nDialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,{\\p1}m 0 0 l 1 1{\\p0}\r\n", "id: x\ntitle: x\n1 天亮了，走吧。\n"},
		{"x.csv", "名,数\n\"竹,青\",1\n\"两\n行\",2", "id: x\ntitle: x\n1 名 | 数\n竹,青 | 1\n两 行 | 2\n"},
		{"x.tsv", "名\t数\n竹\t1", "id: x\ntitle: x\n1 名 | 数\n竹 | 1\n"},
		{"x.mdx", "import A from 'a'\n\n# 竹谱\n\n选竹。", "id: x\ntitle: 竹谱\n1 选竹。\n"},
		{"x.mht", "From: <Saved>\r\nSnapshot-Content-Location: https://a.example/1\r\nContent-Type: multipart/related;\r\n\tboundary=\"b\"\r\n\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<title>=E7=AB=B9=E8=B0=B1</title><p>=E9=80=89=\r\n=E7=AB=B9=E3=80=82</p>\r\n--b--\r\n", "id: x\ntitle: 竹谱\nurl: https://a.example/1\n1 选竹。\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			articletest.Expect(t, "article", articletest.Render(articletest.Parse(t, test.name, test.doc)), test.want)
		})
	}
}

func TestWhatANotebookPrinted(t *testing.T) {
	r := articletest.Read(t, "x.ipynb", `{"cells":[{"cell_type":"code","source":"print(x)","outputs":[{"output_type":"stream","text":["竹子\n","很直"]},{"data":{"text/plain":"'竹青'","image/png":"x"}},{"text":"---"}]}]}`)
	articletest.Expect(t, "left out", articletest.Left(r), "output: 竹子 很直\noutput: '竹青'\n")
	articletest.Expect(t, "paragraphs", articletest.Body(r.Article), "1 print(x)\n")
	articletest.Expect(t, "of an unknown form", articletest.Left(articletest.Read(t, "x.ipynb", `{"cells":[{"cell_type":"markdown","source":"竹","outputs":{"a":1}}]}`)), "")
}

func TestOtherFormatsThatAreBroken(t *testing.T) {
	for name, doc := range map[string]string{
		"x.ipynb": `{"cells":[`, "x.opml": "<opml><body><outline", "deep.opml": strings.Repeat(`<outline text="a">`, 100),
		"x.mht": "Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n", "y.mht": "no headers",
		"deep.mht": strings.Repeat("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", 100),
	} {
		if _, err := article.Parse(article.Raw{Path: name, Format: article.FormatOf(name), Bytes: []byte(doc)}, article.Options{}); !errors.Is(err, input.ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSeveralAuthorsOfAsciiDoc(t *testing.T) {
	articletest.Expect(t, "author", articletest.Parse(t, "x.adoc", "= 竹谱\n阿海 <a@a.example>; 老周; 小林 <b@a.example>\nv1.0, 2024-01-02\n\n文。").Author, "阿海、老周、小林")
}
