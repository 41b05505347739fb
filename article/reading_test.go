package article_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/articletest"
)

func TestWhatAReaderLeavesOutHasAReason(t *testing.T) {
	long := strings.Repeat("渔网要在天亮以前补好，不然赶不上这一潮。", 12)
	tests := []struct{ what, name, doc, want string }{
		{"around the text", "x.md", "---\ntitle: 补网\nauthor: 阿海\ntags: [渔具]\n---\n# 补网\n\n阿海\n\n3 评论 90 浏览\n\n网要补好。\n\n5 收藏 6 点赞\n\n[渔具](t)\n\n[分享到](s)\n\n扫一扫",
			"furniture: 阿海\nfurniture: 3 评论 90 浏览\nfurniture: 5 收藏 6 点赞\nlinks: 渔具\nlinks: 分享到\nlinks: 扫一扫\n"},
		{"cards", "x.md", "网要补好。\n\n[![](a.png)\n\n一门课\n\n](http://a.example)\n\n再晒干。", "links: ![](a.png) 一门课\n"},
		{"front matter that no field takes", "x.md", "---\ntitle: 补网\nhero:\n  text: 渔港\nfeatures: [{title: 早市, icon: a.png}]\n---\n网要补好。", "metadata: 早市\nmetadata: 渔港\n"},
		{"an image in a link", "x.md", "网要补好。\n\n[![一张渔船靠岸的旧照片](a.png)](b.md)", "links: 一张渔船靠岸的旧照片\n"},
		{"a page", "x.html", "<nav><a href=/>首页</a></nav><p>网要补好。</p><p hidden>暗语</p><a href=x><div><p>一门课</p></div></a><aside>推荐</aside><footer>版权</footer>",
			"navigation: 首页\nhidden: 暗语\nnavigation: 推荐\nnavigation: 版权\nlinks: 一门课\n"},
		{"beside the main content", "x.html", "<title>补网</title><div class=sidebar><p>本站推荐的十本书</p></div><article><p>" + long + "</p><p>" + long + "</p></article>", "navigation: 本站推荐的十本书\n"},
		{"readings", "x.html", "<p>他去<ruby>渔<rp>(</rp><rt>yú</rt><rp>)</rp>港<rt>gǎng</rt></ruby>。", "reading: yú\nreading: gǎng\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			articletest.Expect(t, "left out", articletest.Left(articletest.Read(t, test.name, test.doc)), test.want)
		})
	}
}

func TestWhereMetadataComesFrom(t *testing.T) {
	r := articletest.Read(t, "x.md", "---\nauthor: 阿海\n---\n# 补网\n\n网要补好。")
	articletest.Expect(t, "fields", fmt.Sprint(r.Sources), "[{title the text} {author front matter}]")
	articletest.Expect(t, "encoding", r.Encoding, "UTF-8")
	r, err := article.Read(article.Raw{Path: "渔/x.txt", Format: article.Text, Bytes: []byte("\xCD\xF8\xD2\xAA\xB2\xB9\xBA\xC3\xA1\xA3\n\n\xCC\xEC\xC1\xC1\xD2\xD4\xC7\xB0\xA3\xAC\xB2\xBB\xC8\xBB\xB8\xCF\xB2\xBB\xC9\xCF\xD5\xE2\xD2\xBB\xB3\xB1\xA1\xA3")}, article.Options{Defaults: article.Defaults{Category: "海"}})
	if err != nil {
		t.Fatal(err)
	}
	articletest.Expect(t, "encoding", r.Encoding, "GB18030")
	articletest.Expect(t, "fields", fmt.Sprint(r.Sources), "[{title the file name} {category the source's defaults}]")
}

func TestReadingsBesideCharacters(t *testing.T) {
	tests := []struct{ what, name, doc, want string }{
		{"a page", "x.html", "<p>他去<ruby>渔<rp>(</rp><rt>yú</rt><rp>)</rp>港<rp>(</rp><rt>gǎng</rt><rp>)</rp></ruby>。</p><p><ruby><rb>灯</rb><rb>塔</rb><rtc><rt>dēng</rt><rt>tǎ</rt></rtc></ruby>亮了。</p>", "1 他去渔港。\n2 灯塔亮了。\n"},
		{"within Markdown", "x.md", "他去<ruby>渔<rt>yú</rt></ruby><ruby>港<rp>(</rp><rt>gǎng</rt><rp>)</rp></ruby>。", "1 他去渔港。\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			articletest.Expect(t, "paragraphs", articletest.Body(articletest.Parse(t, test.name, test.doc)), test.want)
		})
	}
}

// Readings of characters are kept separately from the text.
func TestRuby(t *testing.T) {
	tests := []struct{ what, name, doc, want string }{
		{"a page", "x.html", "<p>他去<ruby>渔<rp>(</rp><rt>yú</rt><rp>)</rp>港<rt>gǎng</rt></ruby>。</p><p><ruby><rb>灯</rb><rb>塔</rb><rtc><rt>dēng</rt><rt>tǎ</rt></rtc></ruby>亮了。</p>", "[{1 渔 yú} {1 港 gǎng} {2 灯塔 dēngtǎ}]"},
		{"within Markdown", "x.md", "题。\n\n- 他去<ruby>渔<rp>(</rp><rt>yú</rt><rp>)</rp></ruby><ruby>港<rt>gǎng</ruby>。", "[{2 渔 yú} {2 港 gǎng}]"},
		{"none", "x.md", "他去渔港。", "[]"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			articletest.Expect(t, "readings", fmt.Sprint(articletest.Parse(t, test.name, test.doc).Ruby), test.want)
		})
	}
}

// Captions and alternative texts of pictures are distinguished from other text.
func TestCaptions(t *testing.T) {
	a := articletest.Parse(t, "x.md", "网要补好。\n\n![一张渔船靠岸的旧照片](a.png)\n\n见图：![一张渔船出海的旧照片](b.png)，很旧了。")
	var captions []bool
	for _, p := range a.Paragraphs {
		captions = append(captions, p.Caption)
	}
	articletest.Expect(t, "captions", fmt.Sprint(captions), "[false true false]")
}

func TestPageOfWeixin(t *testing.T) {
	page := func(head, rest string) string {
		return `<html><head><title></title>` + head + `</head><body><div id="js_article"><h1 id="activity-name">潮水表</h1>` + rest +
			`<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;"><section><p><span>初一的潮水</span><span>最大。</span></p><p><br></p><section>十五也是。</section></section></div></div>
<div id="js_sponsor">继续滑动看下一个 轻触阅读原文</div><script>var ct="1688174400";</script></body></html>`
	}
	articletest.Expect(t, "by its parts", articletest.Render(articletest.Parse(t, "x.html", page("", `<span>原创</span><a id="js_name">潮间带</a><em id="publish_time">2023-07-02 09:20</em>`))),
		"id: x\ntitle: 潮水表\nauthor: 潮间带\npublished: 2023-07-02\n1 初一的潮水最大。\n2 十五也是。\n")
	r := articletest.Read(t, "x.html", page(`<meta property="og:title" content="潮水"><meta name="author" content="阿海">`, ""))
	articletest.Expect(t, "by its head and script", articletest.Render(r.Article), "id: x\ntitle: 潮水\nauthor: 阿海\npublished: 2023-07-01\n1 初一的潮水最大。\n2 十五也是。\n")
	articletest.Expect(t, "left out", articletest.Left(r), "navigation: 潮水表\nnavigation: 继续滑动看下一个 轻触阅读原文\n")
}

// A page that hides its main content until a script has run is read.
func TestHiddenMainContent(t *testing.T) {
	long := strings.Repeat("<p>灯塔每十二秒闪一次，船长靠它认出这片海湾，从来没有走错过。</p>", 12)
	for _, mark := range []string{"article", "main", "div role=main", "div itemprop=articleBody"} {
		end := strings.Fields(mark)[0]
		doc := "<title>灯塔</title><body><div style='display: none'><" + mark + " hidden style='opacity:0; visibility:hidden'>" + long + "</" + end + "></div><div>" + strings.Repeat("<p>本站的说明，和文章没有关系，请读者不要当真。</p>", 12) + "</div>"
		if got := articletest.Body(articletest.Parse(t, "x.html", doc)); !strings.Contains(got, "灯塔每十二秒闪一次") {
			t.Errorf("%s: the body is lost:\n%s", mark, got)
		}
	}
}
