package article_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/articletest"
)

// FuzzParse checks that no document makes Parse panic or break a promise.
func FuzzParse(f *testing.F) {
	golden, err := os.ReadFile("testdata/golden/gitbook.md")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint8(0), golden)
	f.Add(uint8(0), []byte("---\ntitle: [a\nid: 1\n---\n> [!NOTE]\n> x\n\n[![](a)\n\nb\n\n](c)\n\n| a |\n|-|\n\n**a。**b**c**"))
	f.Add(uint8(0), []byte("+++\na = 1\n+++\n<div>\n1. a\n   - b\n\n[^1]: x\n&#0; &#xD800; \\&amp;"))
	f.Add(uint8(0), []byte("+ *\n0000000"))
	f.Add(uint8(0), []byte("{%}\n{% hint %}\n{{<>}} %%a%% [[b]] ==c== ^d^ {#e} :::f\n!!! g \"h\""))
	f.Add(uint8(0), []byte("[a]({{< ref \"b\" >}}) :material-x:{a}\n<!-- tab 甲@b -->\n:LOGBOOK:\nCLOCK: x\n:END:\n#+BEGIN_QUOTE\n--8<-- \"a\"\n{{#include a}}"))
	f.Add(uint8(0), []byte("甲 ^a1\n: 乙^[丙[d]]\n\n: 丁\n\n^b2\n<Badge text=\"戊\"/># <Card title=a>"))
	f.Add(uint8(1), []byte("<title>t</title><script type=\"application/ld+json\">[{\"@type\":\"Article\",\"author\":[{}]}]</script><table><td>a<ol><li>b"))
	f.Add(uint8(2), []byte("题目\n\n第一段\r\n\u2028\x1b[31m"))
	f.Add(uint8(3), []byte(`{"id":"1","paragraphs":["a",null],"tags":["x"],"published":1e300,"views":-1}`))
	f.Add(uint8(3), []byte("{\"id\":\"\xff\",\"text\":\"\\ud800\"}"))
	f.Add(uint8(4), []byte(articletest.Novel.Zip(f)))
	f.Add(uint8(5), []byte(articletest.Letter.Zip(f)))
	f.Add(uint8(6), []byte("#+TITLE: 题\n* 一 :标:\n[[a][b]] =c= /d/\n#+BEGIN_SRC\nx\n#+END_SRC"))
	f.Add(uint8(7), []byte("题\n==\n:date: 2024-01-02\n\n.. note:: 甲\n\n   乙 :ref:`丙 <d>`\n\n例::\n\n  x\n"))
	f.Add(uint8(8), []byte("= 题\n:author: 甲\n\n[source,go]\n----\nx\n----\n* 一\n** 二\n|===\n|a |b\n|==="))
	f.Add(uint8(9), []byte(`{"cells":[{"cell_type":"markdown","source":["# 题\n","文"]},{"cell_type":"code","source":"x"}]}`))
	f.Add(uint8(10), []byte(`<opml><head><title>题</title></head><body><outline text="一" _note="注"><outline text="二"/></outline></body></opml>`))
	f.Add(uint8(11), []byte("1\n00:00:01,000 --> 00:00:02,000\n<i>早</i>\n\n2\n00:00:03,000 --> 00:00:04,000\n晚"))
	f.Add(uint8(11), []byte("[Script Info]\nDialogue: 0,0,0,D,,0,0,0,,{\\p1}m{\\p0}\nDialogue: 0,0,0,D,,0,0,0,,早,\\N晚"))
	f.Add(uint8(0), []byte("//// tab | 甲\n    a: b\n/// html | div\n乙[^1]\n///\n////\n<i>\n# 丙\n<b>\n## 丁\n"))
	f.Add(uint8(0), []byte("% 甲\n% 乙\n\n<div hidden>\n\n丙\n\n</div>\n##丁 [#](#e)\n[f:: g] (h:: i) {++j++} ++ctrl+k++ <% tp.l %> :fire: ![m](n =2x)\n```ad-o\ntitle: p\nq\n```\n"))
	f.Add(uint8(0), []byte("<A b={{c: 'd'}}>甲</A>\n$$\na\n$$\n$b_c$ {% comment %}e{% endcomment %}\n* TOC\n{:toc}\nexport const f = (\n);\n@tab g\n(h)=\n[i]: <> (乙)\n<j hidden>k<j>l</j>\n<div markdown>\n**m**\n</div>"))
	f.Add(uint8(1), []byte("<h1 class=page-title>题</h1><table class=properties><tr><th>日期<td>@2024年3月5日</table><div class=page-body><p>文<sup><a href=#a>1</a></sup></div>"))
	f.Add(uint8(1), []byte("<article><time pubdate datetime=2024-03-05>三月</time>·更新于<time>2024-04-01</time><p>文</article><script>window.desc='a\\x0a';cgiDataNew={}</script><p id=js_share_notice>"))
	f.Add(uint8(2), []byte("《题》 作者：甲\n\n1、一\n\n文\n\n2、二\n\n文\n\n3、三\n\n第一章甲\n文\f12\n- 3 -\n====\n"))
	f.Add(uint8(1), []byte("<h1 id=activity-name>题</h1><div id=js_content><pre><code>a</code><code><br></code></pre>END</div><script>var ct = '1462204800'; x={content_noencode: JsDecode('\\x3ca\\n')}</script>"))
	f.Add(uint8(1), []byte("<h2 class=weui-msg__title>无</h2><p id=js_text_desc><table><tr><td><pre>1<br>2</pre><td><pre>a<div>b"))
	f.Add(uint8(2), []byte("第一章\n\n甲\n\n乙乙。\n\n第二章\n\n丙\n\n丁丁。"))
	f.Add(uint8(6), []byte("* COMMENT 甲\n#+begin_src\n* 乙 :noexport:\n* 丙\n: d\n=e= ~f=g~ +h+\n#+begin_export html\n<b>\n,#+x\n#+end_export\n- i :: j\n[fn:k] l[fn::m]"))
	f.Add(uint8(8), []byte("甲\n--\n\n[[b]]\n乙::\n\n丙\n<1> d((e))(((f)))\n++++\n<i>\n++++\nfootnote:[g]link:h[i^]<<j,k>>"))
	f.Add(uint8(9), []byte(`{"cells":[{"outputs":[{"text":["a"],"data":{"text/plain":"b"}}]}]}`))
	f.Add(uint8(12), []byte("名,数\n\"甲\n乙\",1\n"))
	f.Add(uint8(13), []byte("Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>=E6=96=87</p>\r\n--b--\r\n"))
	formats := []article.Format{article.Markdown, article.HTML, article.Text, article.JSONL, article.Epub, article.Docx, article.Org, article.RST, article.AsciiDoc, article.Notebook, article.OPML, article.Subtitles, article.CSV, article.MHTML}
	f.Fuzz(func(t *testing.T, format uint8, b []byte) {
		before := bytes.Clone(b)
		a, err := article.Parse(article.Raw{Source: "s", Path: "a/b.md", Line: 1, Format: formats[int(format)%len(formats)], Bytes: b}, article.Options{})
		if !bytes.Equal(before, b) {
			t.Error("Parse changed the bytes that it was given")
		}
		if err == nil {
			articletest.Promises(t, a)
			article.Blocks(a)
		}
	})
}
