package html

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/page"
)

// Pages of 公众号, as browsers save them, hide the body until a script has run,
// and name each of their parts by an id.

// weixinBody is the body of a page of a 公众号, nil for other pages.
func weixinBody(root *html.Node) *html.Node {
	n := byID(root, "js_content")
	if n == nil || !strings.Contains(attr(n, "class"), "rich_media_content") && byID(root, "activity-name") == nil {
		return nil
	}
	return n
}

// weixinSeconds finds the time of publication in a script of the page.
var weixinSeconds = regexp.MustCompile(`var ct\s*=\s*["'](\d{10})["']`)

// weixin reads a page of a 公众号. What lies beside the body are buttons and
// notices of the site.
func weixin(p *page.Page, root, body *html.Node) {
	p.Dialect = "公众号"
	c := converter{within: inPage}
	c.children(body)
	c.end()
	whole := bodyBlocks(root, inPage)
	p.Blocks = c.blocks
	p.Dropped = append(c.dropped, beside(whole.blocks, c.blocks)...)
	page.OrText(&p.Meta.Title, idText(root, "activity-name"))
	page.OrText(&p.Meta.Author, idText(root, "js_name"))
	if p.Meta.Published.IsZero() {
		p.Meta.Published = page.ParseDate(idText(root, "publish_time"))
	}
	if p.Meta.Published.IsZero() {
		p.Meta.Published = weixinDate(root)
	}
	p.From.Note(&p.Meta, "the page")
	dropCopy(p)
}

// weixinDate is the date that a script of the page knows.
func weixinDate(root *html.Node) (published time.Time) {
	for n := range root.Descendants() {
		if n.DataAtom != atom.Script {
			continue
		}
		if m := weixinSeconds.FindStringSubmatch(rawText(n)); m != nil {
			seconds, _ := strconv.ParseInt(m[1], 10, 64) // the pattern admits digits only
			return page.UnixDate(float64(seconds))
		}
	}
	return time.Time{}
}

func idText(root *html.Node, id string) string {
	if n := byID(root, id); n != nil {
		return block.Squash(shownText(n))
	}
	return ""
}

func byID(root *html.Node, id string) *html.Node {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && attr(n, "id") == id {
			return n
		}
	}
	return nil
}
