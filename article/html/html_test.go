package html_test

import (
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article/articletest"
)

func TestHTMLPage(t *testing.T) {
	prose := strings.Repeat("搜索引擎把文章切成段落，读者输入关键词，程序很快找到它们。", 4)
	page := `<!DOCTYPE html><html><head><title>题目 - 某站</title>
<meta property="og:title" content="题目"><meta name="author" content="林小禾"><meta name="keywords" content="搜索,索引">
<meta name="description" content="一句话摘要。"><link rel="canonical" href="https://example.com/1">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebPage","headline":"no"},
{"@type":"NewsArticle","headline":"题目","datePublished":"2025-01-16T08:00:00+08:00","articleSection":"技术","keywords":["倒排"]}]}</script>
<style>p{}</style></head><body>
<nav><a href="/">首页</a> <a href="/hot">热门</a></nav>
<div class="sidebar"><a href="/2">推荐文章一</a><a href="/3">推荐文章二</a></div>
<article><h1>题目</h1><p>` + prose + `</p><h2>一节</h2><p>` + prose + `<a href="/x">链接</a>也在。</p>
<ul><li>甲<ul><li>乙</li></ul></li><li>丙</li></ul><ol><li>一</li><li>二</li></ol>
<table><tr><th>名</th><th>数</th></tr><tr><td>甲</td><td>1</td></tr></table>
<pre><code>a = 1
b = 2</code></pre><blockquote><p>` + prose + `</p></blockquote><p>` + prose + `</p></article>
<footer>版权所有</footer><script>alert(1)</script></body></html>`
	want := "id: x\ntitle: 题目\nbrief: 一句话摘要。\nauthor: 林小禾\ncategory: 技术\npublished: 2025-01-16\ntags: 倒排\nurl: https://example.com/1\n" +
		"1 " + prose + "\n2 # 一节\n3 (一节) " + prose + "链接也在。\n4 (一节) 甲\n  乙\n丙\n5 (一节) 1. 一\n2. 二\n6 (一节) 名 | 数\n甲 | 1\n7 (一节) a = 1\nb = 2\n8 (一节) " +
		prose + "\n9 (一节) " + prose + "\n"
	a := articletest.Parse(t, "x.html", page)
	articletest.Expect(t, "article", articletest.Render(a), want)
}

func TestHTMLBlocks(t *testing.T) {
	tests := []struct{ name, doc, want string }{
		{"a short page is read whole", "<p>甲。</p>乙。<div>丙<br>丁<br><br>戊</div>", "1 甲。\n2 乙。\n3 丙\n丁\n4 戊\n"},
		{"white space", "<p>中文\n  换行\n<b>粗</b> word\nword</p>", "1 中文换行粗 word word\n"},
		{"hidden parts", "<p>甲<script>x</script></p><p hidden>乙</p><noscript>丙</noscript><p aria-hidden=true>丁</p>", "1 甲\n"},
		{"cards", "<p>正文的一段，有句号。</p><a href=x><div><h3>一门课</h3><p>学会做饭。</p></div></a><p>正文的二段，有句号。</p>", "1 正文的一段，有句号。\n2 正文的二段，有句号。\n"},
		{"entities", "<p>a &lt;b&gt; &amp;amp; &#x4E2D;</p>", "1 a <b> &amp; 中\n"},
		{"broken", "<p>甲<p>乙</b></i><li>丙<td>丁</html>", "1 甲\n2 乙\n3 丙丁\n"},
		{"deeper than a tree may be", strings.Repeat("<div>", 600) + "<h2>节</h2><p>甲<p>乙" + strings.Repeat("</div>", 600), "1 # 节\n2 (节) 甲\n3 (节) 乙\n"},
		{"XHTML", `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>甲<br/>乙</p></body></html>`, "1 甲\n乙\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			articletest.Expect(t, "paragraphs", articletest.Body(articletest.Parse(t, "x.htm", test.doc)), test.want)
		})
	}
}

func TestABriefThatIsACopyOfTheTextIsNone(t *testing.T) {
	a := articletest.Parse(t, "x.html", `<meta name=description content="第一段的开头…"><p>第一段的开头，和后来的话。</p><p>第二段。</p>`)
	articletest.Expect(t, "brief", a.Brief, "")
	articletest.Expect(t, "paragraphs", articletest.Body(a), "1 第一段的开头，和后来的话。\n2 第二段。\n")
}

func TestCaptionsOfTablesAreText(t *testing.T) {
	r := articletest.Read(t, "x.html", "<h1>窑</h1><table><caption>各种釉的温度</caption><tr><td>青釉<td>1280</table><p>烧窑先要看天。<select><option>选釉</select><noscript><p>请打开脚本</p></noscript></p>")
	articletest.Expect(t, "paragraphs", articletest.Body(r.Article), "1 各种釉的温度\n2 青釉 | 1280\n3 烧窑先要看天。\n")
	articletest.Expect(t, "left out", articletest.Left(r), "hidden: 选釉\nhidden: 请打开脚本\n")
}

// Old pages place their text by tables.
func TestTablesThatPlaceText(t *testing.T) {
	long := strings.Repeat("渡口的船一天两班。", 7)
	tests := []struct{ what, doc, want string }{
		{"one column", "<table><tr><td><b>渡</b><p>船来了。<p>又走了。</td></tr><tr><td>尾。</td></tr></table>", "1 渡\n2 船来了。\n3 又走了。\n4 尾。\n"},
		{"a cell with paragraphs", "<table><tr><td>左边这一栏也有话说。</td><td><p>" + long + "</p><p>" + long + "</p><p>" + long + "</p></td></tr></table>", "1 " + long + "\n2 " + long + "\n3 " + long + "\n"},
		{"values", "<table><tr><td>船</td><td>两班</td></tr><tr><td>票</td><td><p>两</p><p>元</p></td></tr></table>", "1 船 | 两班\n票 | 两 元\n"},
		{"one column with a head", "<table><tr><th>船</th></tr><tr><td>两班</td></tr></table>", "1 船\n两班\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			articletest.Expect(t, "paragraphs", articletest.Body(articletest.Parse(t, "x.html", test.doc)), test.want)
		})
	}
}

// Short pages: what a page marks as its main content is read, and titles of programs are
// none.
func TestShortPages(t *testing.T) {
	tests := []struct{ what, name, doc, want string }{
		{"marked content", "x.html", "<title>渡</title><article><header><h1>渡</h1><p>发布于 <time class=published pubdate datetime=2024-03-05>2024年3月5日</time> · 更新于 <time class=updated datetime=2024-04-01>2024年4月1日</time></p></header><p>渡口的船一天两班，早晚各一班，风大就停。</p><p>船夫姓陈，撑了三十年的船。</p></article>",
			"id: x\ntitle: 渡\npublished: 2024-03-05\nupdated: 2024-04-01\n1 渡口的船一天两班，早晚各一班，风大就停。\n2 船夫姓陈，撑了三十年的船。\n"},
		{"the day above the text", "x.html", "<title>渡</title><article><h1>渡</h1><time datetime=2024-03-05>三月五日</time><p>渡口的船一天两班，早晚各一班，风大就停。</p></article>", "id: x\ntitle: 渡\npublished: 2024-03-05\n1 渡口的船一天两班，早晚各一班，风大就停。\n"},
		{"the title of a program", "x.html", "<title>无标题文档</title><h1>渡</h1><p>船一天两班。</p>", "id: x\ntitle: 渡\n1 船一天两班。\n"},
		{"a heading of a lower rank", "x.html", "<h2>渡</h2><p>船一天两班。</p><h3>票</h3><p>两元。</p>", "id: x\ntitle: 渡\n1 船一天两班。\n2 # 票\n3 (票) 两元。\n"},
		{"the name of the site as the first heading", "x.html", "<title>渡 – 河边的站</title><meta name=created content='2024-03-05 02:00:00 +0000'><h1>河边的站</h1><h1>渡</h1><p>船一天两班。</p>", "id: x\ntitle: 渡\npublished: 2024-03-05\n1 # 河边的站\n2 (河边的站) 船一天两班。\n"},
		{"XHTML", "x.xhtml", "<?xml version=\"1.0\"?><html><head><title/></head><body><h1>渡</h1><p>船<br/>来了。</p><div/></body></html>", "id: x\ntitle: 渡\n1 船\n来了。\n"},
		{"a caption that holds a short title", "x.html", "<title>渡</title><p>船一天两班。</p><figure><img src=a><figcaption>图一 旧渡口的样子</figcaption></figure><p>风大就停。</p>", "id: x\ntitle: 渡\n1 船一天两班。\n2 图一 旧渡口的样子\n3 风大就停。\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			articletest.Expect(t, "article", articletest.Render(articletest.Parse(t, test.name, test.doc)), test.want)
		})
	}
}
