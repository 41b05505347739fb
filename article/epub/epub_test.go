package epub_test

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/xunzhang/xunzhang/article/articletest"
	"github.com/xunzhang/xunzhang/article/input"
)

func TestEPUB(t *testing.T) {
	articletest.Expect(t, "book", articletest.Render(articletest.Parse(t, "书/novel.epub", articletest.Novel.Zip(t))), `id: 书/novel
title: 街角
1 # 首章
2 (首章) 街角有人卖烤红薯。
3 (首章) # 傍晚
4 (傍晚) 天黑得很早。
5 # 末章
6 (末章) 第二天，雨停了。
`)
}

func TestMetadataOfEPUB(t *testing.T) {
	const metadata = `<dc:title> 街角的
烤红薯</dc:title><dc:title>副题</dc:title><dc:creator>林小禾</dc:creator><dc:creator>白露</dc:creator>
<dc:date opf:event="modification">2024-05-05</dc:date><dc:date>2020</dc:date><dc:date opf:event="publication">2021-09-22T08:00:00Z</dc:date>
<dc:subject>小说，散文</dc:subject><dc:subject>番薯</dc:subject><dc:description>&lt;p&gt;一条街，&lt;b&gt;四季&lt;/b&gt;。&lt;/p&gt;&lt;p&gt;烟火。&lt;/p&gt;</dc:description>
<meta property="dcterms:modified">2024-05-05</meta><dc:identifier>x</dc:identifier>`
	a := articletest.Parse(t, "x.epub", articletest.Novel.With(articletest.Files{"OEBPS/book.opf": articletest.Opf(metadata, "1")}).Zip(t))
	a.Paragraphs = nil
	articletest.Expect(t, "metadata", articletest.Render(a), "id: x\ntitle: 街角的 烤红薯\nbrief: 一条街，四季。烟火。\nauthor: 林小禾、白露\npublished: 2021-09-22\ntags: 小说, 散文, 番薯\n")

	a = articletest.Parse(t, "x.epub", articletest.Novel.With(articletest.Files{"OEBPS/book.opf": articletest.Opf(`<dc:creator opf:role="trl">白露</dc:creator><dc:creator opf:role="aut">林小禾</dc:creator>`, "1")}).Zip(t))
	articletest.Expect(t, "an author beside the translator", a.Author, "林小禾")
	a = articletest.Parse(t, "x.epub", articletest.Novel.With(articletest.Files{"OEBPS/book.opf": articletest.Opf(`<dc:creator opf:role="trl">白露</dc:creator>`, "1")}).Zip(t))
	articletest.Expect(t, "a translator alone", a.Author, "白露")

	a = articletest.Parse(t, "x.epub", articletest.Novel.With(articletest.Files{"OEBPS/book.opf": articletest.Opf("<dc:date>2020</dc:date><dc:date>2020-03-04</dc:date>", "1")}).Zip(t))
	a.Paragraphs = nil
	articletest.Expect(t, "no title", articletest.Render(a), "id: x\ntitle: x\npublished: 2020-03-04\n")
}

func TestChaptersOfEPUB(t *testing.T) {
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String(`<?xml version="1.0" encoding="gb2312"?><html><body><p>街角有人卖烤红薯。</p></body></html>`)
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("<div>", 600) + "<p>甲。</p><p>乙。</p>" + strings.Repeat("</div>", 600)
	tests := []struct{ what, text, want string }{
		{"another encoding", gbk, "2 街角有人卖烤红薯。\n"},
		{"UTF-16", "\xff\xfe<\x00p\x00>\x00\x57\x88\xd2\x89\x02\x30", "2 街角。\n"},
		{"pictures alone", articletest.Chapter(`<div><img src="1.jpg" alt="一幅画着街角烤红薯摊子的画"/></div>`), ""},
		{"empty", articletest.Chapter(""), ""},
		{"no bytes", "", ""},
		{"abbreviated elements", articletest.Chapter(`<div class="x"/><a id="p7"/><p>甲<br/>乙。<img src="a.png"/></p><script src="x.js"/><p>丙。</p>`), "2 甲\n乙。\n3 丙。\n"},
		{"a title by style alone", articletest.Chapter("<div><div class=\"t\">第三章 渡口</div><div>船还没有来。</div></div>"), "2 # 第三章 渡口\n3 (第三章 渡口) 船还没有来。\n"},
		{"notes", articletest.Chapter(`<p>甲<sup><a href="#n">1</a></sup>。</p><aside id="n"><p>注。</p></aside>`), "2 甲。\n3 注。\n"},
		{"tables and lists", articletest.Chapter("<table><tr><td>名</td><td>数</td></tr><tr><td>甲</td><td>1</td></tr></table><ol><li>一</li><li>二</li></ol>"), "2 名 | 数\n甲 | 1\n3 1. 一\n2. 二\n"},
		{"deeper than a tree may be", articletest.Chapter(long), "2 甲。\n3 乙。\n"},
		{"entities", articletest.Chapter("<p>a&nbsp;b &amp; &lol;</p>"), "2 a b & &lol;\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			book := articletest.Novel.With(articletest.Files{"OEBPS/1.xhtml": test.text, "OEBPS/2.xhtml": articletest.Chapter("<p>序。</p>"), "OEBPS/book.opf": articletest.Opf("", "2", "1")})
			articletest.Expect(t, "paragraphs", articletest.Body(articletest.Parse(t, "x.epub", book.Zip(t))), "1 序。\n"+test.want)
		})
	}
}

func TestSpineOfEPUB(t *testing.T) {
	one, two := articletest.Chapter("<p>一。</p>"), articletest.Chapter("<p>二。</p>")
	book := articletest.Novel.With(articletest.Files{"OEBPS/1.xhtml": one, "OEBPS/2.xhtml": two})
	tests := []struct{ what, opf, want string }{
		{"aside", articletest.Opf("", "1", "2?"), "1 一。\n"},
		{"named twice", articletest.Opf("", "2", "1", "2"), "1 二。\n2 一。\n"},
		{"named and lost", articletest.Opf("", "9", "1"), "1 一。\n"},
		{"an address with escapes", strings.ReplaceAll(articletest.Opf("", "1"), `"1.xhtml"`, `"../OEBPS/%31.xhtml#top"`), "1 一。\n"},
		{"an address that leads out", strings.ReplaceAll(articletest.Opf("", "1", "2"), `"1.xhtml"`, `"../../1.xhtml"`), "1 二。\n"},
	}
	for _, test := range tests {
		doc := book.With(articletest.Files{"OEBPS/book.opf": test.opf}).Zip(t)
		articletest.Expect(t, test.what, articletest.Body(articletest.Parse(t, "x.epub", doc)), test.want)
	}
}

func TestEncryptedEPUB(t *testing.T) {
	list := func(uri string) articletest.Files {
		return articletest.Novel.With(articletest.Files{"META-INF/encryption.xml": `<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>
<enc:CipherData><enc:CipherReference URI="` + uri + `"/></enc:CipherData></enc:EncryptedData></encryption>`})
	}
	articletest.Faults(t, "x.epub", list("OEBPS/%31.xhtml").Zip(t), input.ErrFormat, `"OEBPS/1.xhtml" is encrypted`)
	articletest.Faults(t, "x.epub", list("OEBPS/book.opf").Zip(t), input.ErrFormat, `"OEBPS/book.opf" is encrypted`)
	articletest.Parse(t, "x.epub", list("OEBPS/font.otf").Zip(t))
}

// The navigation of a book names chapters whose text does not.
func TestNavigationOfEPUB(t *testing.T) {
	const nav3 = `<nav epub:type="page-list" xmlns:epub="e"><ol><li><a href="1.xhtml">页</a></li></ol></nav>
<nav epub:type="toc" xmlns:epub="e"><h1>目录</h1><ol><li><a href="2.xhtml">第一章 <b>街角</b></a><ol><li><a href="2.xhtml#dusk">傍晚</a></li></ol></li>
<li><span>下部</span><ol><li><a href="1.xhtml">雨</a></li><li><a href="lost.xhtml">没有</a></li></ol></li></ol></nav>`
	const ncx = `<ncx><navMap><navPoint><navLabel><text>第一章 街角</text></navLabel><content src="2.xhtml"/>
<navPoint><navLabel><text>傍晚</text></navLabel><content src="2.xhtml#dusk"/></navPoint></navPoint>
<navPoint><navLabel><text>雨</text></navLabel><content src="1.xhtml#none"/></navPoint></navMap></ncx>`
	opf2 := strings.Replace(articletest.Opf("", "2", "1"), "<item id=\"nav\" href=\"nav.xhtml\" properties=\"nav\" media-type=\"application/xhtml+xml\"/>",
		`<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>`, 1)
	const plain = `<p>街角有人卖烤红薯。</p><p id="dusk">天黑得很早。</p>`
	tests := []struct {
		what, two, one string
		files          articletest.Files
		want           string
	}{
		{"EPUB 3", plain, "<p>雨停了。</p>", articletest.Files{"OEBPS/nav.xhtml": articletest.Chapter(nav3)},
			"1 # 第一章 街角\n2 (第一章 街角) 街角有人卖烤红薯。\n3 (第一章 街角) # 傍晚\n4 (傍晚) 天黑得很早。\n5 (第一章 街角) # 雨\n6 (雨) 雨停了。\n"},
		{"EPUB 2", plain, "<p>雨停了。</p>", articletest.Files{"OEBPS/book.opf": opf2, "OEBPS/toc.ncx": ncx},
			"1 # 第一章 街角\n2 (第一章 街角) 街角有人卖烤红薯。\n3 (第一章 街角) # 傍晚\n4 (傍晚) 天黑得很早。\n5 (傍晚) 雨停了。\n"},
		{"said in the text", "<p class='t'>第一章  街角</p>" + plain, "<h2>雨夜</h2><p>雨停了。</p>", articletest.Files{"OEBPS/nav.xhtml": articletest.Chapter(nav3)},
			"1 # 第一章 街角\n2 (第一章 街角) 街角有人卖烤红薯。\n3 (第一章 街角) # 傍晚\n4 (傍晚) 天黑得很早。\n5 (第一章 街角) # 雨夜\n6 (雨夜) 雨停了。\n"},
		{"a broken navigation", plain, "<p>雨停了。</p>", articletest.Files{"OEBPS/nav.xhtml": "<nav><ol><li>"},
			"1 街角有人卖烤红薯。\n2 天黑得很早。\n3 雨停了。\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			book := articletest.Novel.With(articletest.Files{"OEBPS/2.xhtml": articletest.Chapter(test.two), "OEBPS/1.xhtml": articletest.Chapter(test.one)}).With(test.files)
			articletest.Expect(t, "paragraphs", articletest.Body(articletest.Parse(t, "x.epub", book.Zip(t))), test.want)
		})
	}
}
