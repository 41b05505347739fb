package article_test

import (
	"errors"
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
		"1 # 选竹\n2 (选竹) 看竹节，用 ruler 量，要直 。\n3 (选竹) # 劈篾\n4 (劈篾) * ls\n5 (劈篾) 先破后启。\n6 (劈篾) 一\n  二\n7 (劈篾) 名 | 数\n竹 | 1\n8 (劈篾) 见[^1]。\n9 (劈篾) [^1] 注。\n")
}

func TestRST(t *testing.T) {
	doc := "====\n竹谱\n====\n\n:author: 阿海\n:date: 2024-03-05\n\n选竹\n====\n\n看 `竹节 <http://a.example>`_ ，用 ``ruler`` 量，见 :ref:`后文 <x>` 。\n\n.. 旁注\n   两行\n\n.. note::\n\n   竹青很利。\n\n.. admonition:: 小心\n\n   别割手。\n\n" +
		".. code-block:: sh\n   :linenos:\n\n   ls\n     -l\n\n例如::\n\n  x = 1\n\n劈篾\n----\n\n.. toctree::\n   :maxdepth: 2\n\n   a\n\n先破后启 [#n]_ 。\n\n.. [#n] 注。\n"
	articletest.Expect(t, "article", articletest.Render(articletest.Parse(t, "x.rst", doc)), "id: x\ntitle: 竹谱\nauthor: 阿海\npublished: 2024-03-05\n"+
		"1 # 选竹\n2 (选竹) 看 竹节 ，用 ruler 量，见 后文 。\n3 (选竹) 竹青很利。\n4 (选竹) 小心\n5 (选竹) 别割手。\n6 (选竹) ls\n  -l\n7 (选竹) 例如：\n8 (选竹) x = 1\n9 (选竹) # 劈篾\n10 (劈篾) 先破后启 。\n11 (劈篾) 注。\n")
}

func TestAsciiDoc(t *testing.T) {
	doc := "= 竹谱\n:author: 阿海\n:revdate: 2024-03-05\n:toc:\n\n== 选竹\n\n看 http://a.example[竹节]，见 <<x,后文>>。[[here]]\n// 旁注\n\n.小心\n[NOTE]\n====\n竹青很利。\n====\n\n[source,sh]\n----\n* ls\n----\n\n* 一\n** 二\n\n. 先\n\n|===\n|名 |数\n|竹 |1\n|===\n\n////\n暗语\n////\nimage::a.png[一根刚劈开的老竹]\n\n=== 劈篾\n\n先破后启。"
	articletest.Expect(t, "article", articletest.Render(articletest.Parse(t, "x.adoc", doc)), "id: x\ntitle: 竹谱\nauthor: 阿海\npublished: 2024-03-05\n"+
		"1 # 选竹\n2 (选竹) 看 竹节，见 后文。\n3 (选竹) 小心\n4 (选竹) 竹青很利。\n5 (选竹) * ls\n6 (选竹) 一\n  二\n7 (选竹) 1. 先\n8 (选竹) 名 | 数\n竹 | 1\n9 (选竹) 一根刚劈开的老竹\n10 (选竹) # 劈篾\n11 (劈篾) 先破后启。\n")
}

func TestOtherFormats(t *testing.T) {
	tests := []struct{ name, doc, want string }{
		{"x.ipynb", `{"cells":[{"cell_type":"markdown","source":["# 竹谱\n","\n","选竹。"]},{"cell_type":"code","source":"x = 1","outputs":[{"text":"9"}]},{"cell_type":"raw","source":""}]}`, "id: x\ntitle: 竹谱\n1 选竹。\n2 x = 1\n"},
		{"x.opml", `<?xml version="1.0"?><opml version="2.0"><head><title>竹谱</title></head><body><outline text="选竹" _note="看节"><outline text="冬竹"/></outline><outline title="劈篾"/></body></opml>`, "id: x\ntitle: 竹谱\n1 选竹\n看节\n  冬竹\n劈篾\n"},
		{"x.srt", "1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>天亮了。</i>\r\n\r\n2\r\n00:00:02,500 --> 00:00:04,000\r\n天亮了。\r\n他说 1984\r\n\r\n3\r\n00:00:05,000 --> 00:00:06,000\r\n{\\an8}走吧。", "id: x\ntitle: x\n1 天亮了。他说 1984 走吧。\n"},
		{"x.vtt", "WEBVTT\nKind: captions\n\n00:01.000 --> 00:02.000 align:start\n<v 阿海>天亮了", "id: x\ntitle: x\n1 天亮了\n"},
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
