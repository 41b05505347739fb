package article_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/articletest"
	"github.com/xunzhang/xunzhang/article/block"
)

// shares renders how much of each paragraph is links: "linked of all text".
func shares(a article.Article) string {
	var b strings.Builder
	for _, p := range a.Paragraphs {
		mark := ""
		if p.IsLinks() {
			mark = "*"
		}
		fmt.Fprintf(&b, "%s%d of %d %s\n", mark, p.Linked, block.Letters(p.Text), strings.ReplaceAll(p.Text, "\n", "/"))
	}
	return b.String()
}

func TestHowMuchOfAParagraphIsLinks(t *testing.T) {
	long := strings.Repeat("竹篮打水", 120)
	tests := []struct{ what, name, doc, want string }{
		{"a contents of links", "README.md", "# 竹艺\n\n* [选竹](a.md)\n* [劈篾](b.md)\n  * [刮青](c.md)\n* 后记", "*6 of 8 选竹/劈篾/  刮青/后记\n"},
		{"numbers of a list are none", "x.md", "1. [选竹](a.md)\n2. [劈篾](b.md)", "*4 of 6 1. 选竹/2. 劈篾\n"},
		{"a long list has its links on each item", "x.md", "- [" + long + "](a.md)\n- [甲](b.md)与乙丙丁", "*480 of 480 " + long + "\n1 of 5 甲与乙丙丁\n"},
		{"a link in a sentence", "x.md", "竹篮要先看[**竹子**的纹路](a.md)，再看手工，最后看收口。", "5 of 19 竹篮要先看竹子的纹路，再看手工，最后看收口。\n"},
		{"a sentence that is a link", "x.md", "篮子编好了。\n\n[怎样给篮子上漆？](a.md)\n\n漆要薄。", "0 of 5 篮子编好了。\n*7 of 7 怎样给篮子上漆？\n0 of 3 漆要薄。\n"},
		{"by reference", "x.md", "[选竹][1] 与 [劈篾]。\n\n[1]: http://a.example/1\n[劈篾]: http://a.example/2", "*4 of 5 选竹 与 劈篾。\n"},
		{"addresses", "x.md", "见 <http://a.example/1>\n\nhttps://a.example/2\n\n正文一句。", "*13 of 14 见 http://a.example/1\n*14 of 14 https://a.example/2\n0 of 4 正文一句。\n"},
		{"an address with spaces", "x.md", "[编 筐](http://a.example/?t=编 筐&u=1)\n\n正文一句。", "*2 of 2 编 筐\n0 of 4 正文一句。\n"},
		{"tags of HTML in a line", "x.md", "<a href=\"a.html\">选竹</a>之后<a name=\"here\">劈篾</a>。", "2 of 6 选竹之后劈篾。\n"},
		{"a heading that points at itself", "x.md", "# 竹\n\n## [选竹](#pick)\n\n正文一句。\n\n## [劈篾](b.md)", "0 of 2 选竹\n0 of 4 正文一句。\n*2 of 2 劈篾\n"},
		{"places within the page", "x.md", "[选竹](#pick) [劈篾](#split)", "*4 of 4 选竹 劈篾\n"},
		{"pictures are no links", "x.md", "![一张画着编筐老人的旧照片](a.png)\n\n[![一张画着编筐老人的旧照片](a.png)](b.md)竹林。", "0 of 12 一张画着编筐老人的旧照片\n0 of 2 竹林。\n"},
		{"notes", "x.md", "竹青。[^1]\n\n[^1]: 见[篾谱](a.md)。", "0 of 2 竹青。\n*2 of 3 见篾谱。\n"},
		{"a table", "x.md", "| 名 | 页 |\n|-|-|\n| [选竹](a.md) | [三](a.md) |", "*3 of 5 名 | 页/选竹 | 三\n"},
		{"a list in a page", "x.html", "<ul><li><a href=a>选竹</a><ul><li><a href=b>刮青</a></li></ul><li>后记</ul><table><tr><td><a href=c>劈篾</a><td>一</table>",
			"*4 of 6 选竹/  刮青/后记\n*2 of 3 劈篾 | 一\n"},
		{"an anchor that leads nowhere", "x.html", "<p><a name=top>选竹</a>要看节。</p><h2><a href=#split>劈篾</a></h2><p>篾要匀。</p>", "0 of 5 选竹要看节。\n0 of 2 劈篾\n0 of 3 篾要匀。\n"},
		{"deeper than a tree may be", "x.html", strings.Repeat("<div>", 600) + "<p><a href=a>选竹<p>劈篾</a>与<a name=b>刮青</a>", "*2 of 2 选竹\n0 of 5 劈篾与刮青\n"},
		{"plain text has addresses alone", "x.txt", "题\n\nhttps://a.example/2\n\n[选竹](a.md)", "*0 of 14 https://a.example/2\n0 of 5 [选竹](a.md)\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			articletest.Expect(t, "shares", shares(articletest.Parse(t, test.name, test.doc)), test.want)
		})
	}
}

func TestLinksOfBooksAndWord(t *testing.T) {
	book := articletest.Novel.With(articletest.Files{"OEBPS/2.xhtml": articletest.Chapter(`<h1><a href="nav.xhtml">首章</a></h1><p>街角有<a href="1.xhtml">末章</a>。</p><ul><li><a href="1.xhtml">末章</a></li></ul>`)})
	articletest.Expect(t, "book", shares(articletest.Parse(t, "x.epub", book.With(articletest.Files{"OEBPS/book.opf": articletest.Opf("", "2")}).Zip(t))),
		"0 of 2 首章\n2 of 5 街角有末章。\n*2 of 2 末章\n")

	doc := articletest.Letter.With(articletest.Files{"word/document.xml": articletest.WordXML("", `<w:p><w:r><w:t>见</w:t></w:r><w:hyperlink r:id="rId9"><w:r><w:t>老街的照片</w:t></w:r></w:hyperlink></w:p>`)})
	articletest.Expect(t, "letter", shares(articletest.Parse(t, "x.docx", doc.Zip(t))), "*5 of 6 见老街的照片\n")
}

// Blocks of a wiki have their names at their ends, or behind them.
func TestNamesOfBlocks(t *testing.T) {
	a := articletest.Parse(t, "x.md", "# 题\n\n竹青。 ^a1-b2\n\n- 一刀 ^first\n- 两刀 ^second\n\n| 刀 | 篾 |\n|-|-|\n| 一 | 二 |\n\n^tools\n\n## 劈 {/* #split */} ^cut\n\n> 匀。\n\n^quote")
	articletest.Expect(t, "paragraphs", articletest.Body(a), "1 竹青。\n2 一刀\n两刀\n3 刀 | 篾\n一 | 二\n4 # 劈\n5 (劈) 匀。\n")
	articletest.Expect(t, "names", fmt.Sprint(a.Anchors), "map[1:a1-b2 2:first second 3:tools 4:split cut 5:quote]")
}

// The pieces of a paragraph that is too long are navigation if it is.
func TestPiecesOfALongParagraphShareItsLinks(t *testing.T) {
	a := articletest.Parse(t, "x.md", "["+strings.Repeat("山", block.MaxParagraph)+"](a.md)"+strings.Repeat("水", block.MaxParagraph))
	if len(a.Paragraphs) != 2 || a.Paragraphs[0].Linked != block.MaxParagraph/2 || a.Paragraphs[1].Linked != block.MaxParagraph/2 {
		t.Errorf("%d paragraphs, the first with %d linked", len(a.Paragraphs), a.Paragraphs[0].Linked)
	}
}

func TestParagraphsThatAreLinksAreText(t *testing.T) {
	tests := []struct{ what, doc, want string }{
		{"between text", "# 周刊\n\n本周收了几篇文章。\n\n3、[篾刀怎样磨才不卷口？](http://a.example/1)\n\n先粗磨，再细磨。\n\n[住在竹楼里的人](http://a.example/2)\n\n> 削竹如削铅笔。\n>\n> -- [《篾匠手记》](http://a.example/3)",
			"1 本周收了几篇文章。\n2 3、篾刀怎样磨才不卷口？\n3 先粗磨，再细磨。\n4 住在竹楼里的人\n5 削竹如削铅笔。\n6 -- 《篾匠手记》\n"},
		{"beside one sentence", "# 收藏\n\n[竹席怎样收](http://a.example/1)\n\n[竹笋怎样煮](http://a.example/2)\n\n正文一句话。", "1 竹席怎样收\n2 竹笋怎样煮\n3 正文一句话。\n"},
		{"alone", "# 收藏\n\n[席](http://a.example/1) [笋](http://a.example/2)", "1 席 笋\n"},
		{"tags are metadata", "---\ntags: [竹器, 手艺]\n---\n正文一句话。\n\n[手艺](http://a.example/t/1)\n\n[手艺](http://a.example/t/1)[竹器](http://a.example/t/2)", "1 正文一句话。\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			articletest.Expect(t, "paragraphs", articletest.Body(articletest.Parse(t, "x.md", test.doc)), test.want)
		})
	}
}

// Headings of pages are called by the names in them, around them or before them,
// where these say more than the heading does.
func TestAnchorsOfPages(t *testing.T) {
	body := `<p>选竹要看节。</p><h2 id="scrape">怎样刮青</h2><p>先刮青，再劈篾。</p><section id="split"><h2>劈篾</h2><p>一分为二。</p></section>` +
		`<a name="weave"></a><h2>编</h2><p>挑一压一。</p><h2 id="收口">收口</h2><p>锁边。</p><div id="note"><p>晾三天。</p><h2>晾</h2></div>` +
		`<h2><a id="sell"></a>卖</h2><p>赶集那天去卖。</p>`
	a := articletest.Parse(t, "x.html", "<title>竹器</title><main>"+body+"</main>")
	articletest.Expect(t, "anchors", fmt.Sprint(a.Anchors), "map[2:scrape 4:split 6:weave 12:sell]")
}
