package html_test

import (
	"testing"

	"github.com/xunzhang/xunzhang/article/articletest"
)

func TestPageOfNotion(t *testing.T) {
	doc := `<html><head><title>窑</title></head><body><article id="0a1b" class="page sans"><header><h1 class="page-title">看窑<br/></h1><p class="page-description">三天两夜</p><table class="properties"><tbody>` +
		`<tr class="property-row"><th><span class="icon"></span>标签</th><td><span class="selected-value">手工</span><span class="selected-value">火</span></td></tr><tr><th>日期</th><td><time>@2024年3月5日</time></td></tr><tr><th>温度</th><td>一千二百度</td></tr></tbody></table></header>` +
		`<div class="page-body"><figure class="callout"><div style="width:100%">窑口要防风。</div></figure><ul class="toggle"><li><details open=""><summary>怎样添柴</summary><p>一次三根。</p></details></li></ul>` +
		`<p>火色由红转白。</p><figure><a href="https://a.example" class="bookmark source"><div class="bookmark-info"><div class="bookmark-title">老窑工的话</div></div></a></figure></div></article></body></html>`
	r := articletest.Read(t, "窑 0a1b2c3d4e5f60718293a4b5c6d7e8f9.html", doc)
	articletest.Expect(t, "article", articletest.Render(r.Article), "id: 窑\ntitle: 看窑\npublished: 2024-03-05\ntags: 手工, 火\n1 三天两夜\n2 窑口要防风。\n3 怎样添柴\n一次三根。\n4 火色由红转白。\n5 老窑工的话\n")
	articletest.Expect(t, "dialect", r.Dialect, "Notion")
	articletest.Expect(t, "left out", articletest.Left(r), "metadata: 一千二百度\n")
}
