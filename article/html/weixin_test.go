package html_test

import (
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/articletest"
)

// weixinPage is a page as 公众号 have it: the body is hidden until a script has run.
func weixinPage(head, rest, body string) string {
	return `<html><head>` + head + `</head><body><div id="js_article">` + rest +
		`<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">` + body + `</div></div></body></html>`
}

func TestMetadataOfWeixin(t *testing.T) {
	const title, body = `<meta property="og:title" content="盐场">`, "<p>盐场的水要晒七天。</p>"
	const text = "1 盐场的水要晒七天。\n"
	tests := []struct{ what, head, rest, want string }{
		{"parts of an old page", title, `<em id="post-date">2016-05-03</em><a id="post-user">潮间带</a>`, "title: 盐场\nauthor: 潮间带\npublished: 2016-05-03\n"},
		{"a script says the day", title, `<em id="publish_time"></em><script>var ct = "1462204800"; var publish_time = "2016-05-03" || "";</script>`, "title: 盐场\npublished: 2016-05-03\n"},
		{"seconds are those of China", title, `<script>var ct = "1462204800";</script>`, "title: 盐场\npublished: 2016-05-03\n"},
		{"members of an object", title, `<script>window.d = { nick_name: JsDecode('潮间带'), create_time: JsDecode('2024-03-05 08:30') }</script>`, "title: 盐场\nauthor: 潮间带\npublished: 2024-03-05\n"},
		{"a variable by another name", title, `<script>var createTime = '2024-03-05 08:30';</script>`, "title: 盐场\npublished: 2024-03-05\n"},
		{"names in functions", "", `<script>var nickname = htmlDecode("潮间带&amp;"); var msg_title = '盐场'.html(false);</script>`, "title: 盐场\nauthor: 潮间带&\n"},
		{"two names for the title", "", `<script>window.msg_title = window.title = '盐场' || ''; window.ct = '1462204800' || '';</script>`, "title: 盐场\npublished: 2016-05-03\n"},
		{"the words as the title", `<meta property="og:title" content="盐场\x0a水要晒">`, "", "title: 盐场\n"},
		{"an author beside the account", title, `<span id="js_author_name">阿海</span><a id="js_name">潮间带</a>`, "title: 盐场\nauthor: 阿海\n"},
		{"who follows", title, `<span id="js_wx_follow_nickname"> 潮间带 </span>`, "title: 盐场\nauthor: 潮间带\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			a := articletest.Parse(t, "x.html", weixinPage(test.head, test.rest, body))
			articletest.Expect(t, "article", articletest.Render(a), "id: x\n"+test.want+text)
		})
	}
}

func TestBodiesOfWeixin(t *testing.T) {
	const desc = `<meta name="description" content="盐场的水\x0a要晒七天。">`
	tests := []struct{ what, doc, want string }{
		{"words with pictures", weixinPage("<title>盐场</title>"+desc, "", `<div id="js_image_content"><h1>盐场</h1><p id="js_image_desc">盐场的水<br>要晒七天。</p></div><div role="dialog"><p>选择留言的身份</p></div>`),
			"1 盐场的水\n要晒七天。\n"},
		{"words alone", `<title>盐场</title><p id="js_text_desc">盐场的水要晒七天。</p><p>分享给朋友</p>`, "1 盐场的水要晒七天。\n"},
		{"words of a script", `<title>盐场</title><p id="js_text_desc"></p><script>x={content_noencode: JsDecode('盐场的水\x0a要晒\x3cb\x3e七天\x3c/b\x3e。\x3ca href=\x27b\x27\x3e再看\x3c/a\x3e')}</script>`,
			"1 盐场的水\n要晒七天。再看\n"},
		{"words named by another class", `<title>盐场</title><p class="share_notice_inner">盐场的水要晒七天。</p><p>分享给朋友</p>`, "1 盐场的水要晒七天。\n"},
		{"a body without an id", `<title>盐场</title><div class="rich_media_content js_underline_content">盐场的水要晒七天。</div><p>分享给朋友</p>`, "1 盐场的水要晒七天。\n"},
		{"words named by a class", `<title>盐场</title><p class="share_notice_inner js_underline_content js_text_desc">盐场的水要晒七天。</p><p>分享给朋友</p>`, "1 盐场的水要晒七天。\n"},
		{"words in an object", `<title>盐场</title><p id="js_text_desc"></p><script>var text_page_info = { content: JsDecode('盐场的水\x0a要晒七天。') };</script>`, "1 盐场的水\n要晒七天。\n"},
		{"a recommendation of another article", `<title>盐场</title><div id="js_share_content"><p id="js_share_notice">盐场的水要晒七天。</p><a id="js_share_source" href="b">阅读全文</a></div>`, "1 盐场的水要晒七天。\n"},
		{"one that a script writes", `<title>盐场</title><p id="js_share_notice"><script>document.getElementById("js_share_notice").innerHTML = "盐场的水\x0a要晒七天。";</script></p>`, "1 盐场的水\n要晒七天。\n"},
		{"one whose script does not name the place", `<title>盐场</title><p id="js_share_notice"><script>t.innerHTML = "盐场的水要晒七天。"</script></p>`, "1 盐场的水要晒七天。\n"},
		{"words with pictures in a script alone", `<title>盐场</title><script>window.item_show_type = '8' || ''; window.picture_page_info_list = []; window.desc = "盐场的水\x0a要晒七天。";</script>`, "1 盐场的水\n要晒七天。\n"},
		{"words of a film", `<title>盐场</title><div id="js_common_share_desc">盐场的水要晒七天。</div>`, "1 盐场的水要晒七天。\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			r := articletest.Read(t, "x.html", test.doc)
			articletest.Expect(t, "paragraphs", articletest.Body(r.Article), test.want)
			articletest.Expect(t, "dialect", r.Dialect, "公众号")
			articletest.Expect(t, "brief", r.Article.Brief, "")
		})
	}
}

// What a style hides in a body, no script shows later. A player shows the title of its
// recording.
func TestPartsOfBodiesOfWeixin(t *testing.T) {
	r := articletest.Read(t, "x.html", weixinPage("<title>盐场</title>", "",
		`<p style="display:none">模板的话</p><p>盐场的水要晒七天。</p><section style="opacity:0">点开看卤水。</section><mpvoice name="盐场的风声"></mpvoice><qqmusic music_name="船歌" singer="阿海"></qqmusic>`))
	articletest.Expect(t, "paragraphs", articletest.Body(r.Article), "1 盐场的水要晒七天。\n2 点开看卤水。\n3 盐场的风声\n4 船歌 阿海\n")
	articletest.Expect(t, "left out", articletest.Left(r), "hidden: 模板的话\n")
}

func TestInvitationsOfWeixin(t *testing.T) {
	text := strings.Repeat("<p>盐工看天，天晴就开闸放水。</p>", 12)
	r := articletest.Read(t, "x.html", weixinPage("<title>盐场</title>", "",
		`<p>点击上方<strong>蓝字</strong>，关注我们</p>`+text+`<p>看完记得关注潮位，也要关注风。</p><p>— END —</p><p>👇长按识别二维码，加入读者群👇</p><p>觉得不错就点个“在看”吧</p><p>阅读原文</p>`))
	got := strings.ReplaceAll(articletest.Body(r.Article), "盐工看天，天晴就开闸放水。", "")
	articletest.Expect(t, "paragraphs", strings.Fields(got)[12], "13")
	articletest.Expect(t, "the last one", got[strings.Index(got, "13 "):], "13 看完记得关注潮位，也要关注风。\n")
	articletest.Expect(t, "left out", articletest.Left(r),
		"furniture: 点击上方蓝字，关注我们\nfurniture: — END —\nfurniture: 👇长按识别二维码，加入读者群👇\nfurniture: 觉得不错就点个“在看”吧\nfurniture: 阅读原文\n")
}

func TestNoticesOfWeixin(t *testing.T) {
	for _, doc := range []string{
		`<title>公众平台</title><div class="weui-msg"><h2 class="weui-msg__title">该内容已被发布者删除</h2></div>`,
		`<div class="page_msg"><p class="global_error_msg warn">该内容已被发布者删除</p></div>`,
	} {
		articletest.Faults(t, "x.html", doc, article.ErrNoArticle, "该内容已被发布者删除")
	}
	long := `<h2 class="weui-msg__title">提示</h2>` + strings.Repeat("<p>盐工看天，天晴就开闸放水。</p>", 40)
	if got := articletest.Body(articletest.Parse(t, "x.html", long)); !strings.Contains(got, "盐工看天") {
		t.Errorf("a page with text besides: %q", got)
	}
}

// Lines of code stay lines, however a page writes them.
func TestCodeOfPages(t *testing.T) {
	tests := []struct{ what, doc, want string }{
		{"line breaks", "<pre>a = 1<br>b = 2</pre>", "1 a = 1\nb = 2\n"},
		{"a piece of code for each line", `<section><ul class="line-index"><li></li><li></li></ul><pre><code><span>a = 1</span></code><code><span><br></span></code><code><span>b = 2</span></code></pre></section>`, "1 a = 1\n\nb = 2\n"},
		{"blocks", "<pre><div>a = 1</div><div>b = 2</div></pre>", "1 a = 1\nb = 2\n"},
		{"a list", "<pre><ol><li>a = 1</li><li>b = 2</li></ol></pre>", "1 a = 1\nb = 2\n"},
		{"numbers beside the lines", `<figure><table><tr><td class="gutter"><pre><span>1</span><br><span>2</span><br></pre></td><td><pre><span>a = 1</span><br><span>b = 2</span><br></pre></td></tr></table></figure>`, "1 a = 1\nb = 2\n"},
		{"code in a table of words", "<table><tr><td><pre>a = 1</pre></td><td><pre>b = 2</pre></td></tr></table>", "1 a = 1 | b = 2\n"},
		{"one piece of code", "<pre><code>a = 1\nb = <b>2</b></code></pre>", "1 a = 1\nb = 2\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			articletest.Expect(t, "paragraphs", articletest.Body(articletest.Parse(t, "x.html", test.doc)), test.want)
		})
	}
}
