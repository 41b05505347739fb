package html

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/page"
)

// Pages of 公众号, as browsers save them, hide the body until a script has run,
// and name each of their parts by an id. Their scripts hold the metadata too.

// weixinIDs are the ids of parts that are read.
func weixinIDs() []string {
	return []string{"js_content", "activity-name", "js_author_name", "js_name", "post-user", "js_wx_follow_nickname", "publish_time", "post-date",
		"js_image_desc", "js_text_desc", "js_common_share_desc", "js_text_title", "js_share_notice"}
}

// weixinParts are the parts of a page of a 公众号 by their ids, nil for other pages. Some
// pages name a part by a class, and some have all of their text in a script.
func weixinParts(root *html.Node) map[string]*html.Node {
	parts, classed := map[string]*html.Node{}, map[string]*html.Node{}
	inScript := false
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if tagOf(n) == atom.Script {
			inScript = inScript || weixinProgram.MatchString(rawText(n))
			continue
		}
		if id := weixinClass(n); id != "" && classed[id] == nil {
			classed[id] = n
		}
		if id := attr(n, "id"); id != "" && parts[id] == nil && slices.Contains(weixinIDs(), id) {
			parts[id] = n
		}
	}
	for id, n := range classed {
		if parts[id] == nil {
			parts[id] = n
		}
	}
	body := parts["js_content"]
	switch {
	case parts["js_image_desc"] != nil, parts["js_text_desc"] != nil, parts["js_common_share_desc"] != nil, parts["js_share_notice"] != nil, inScript:
		return parts
	case body == nil || !strings.Contains(attr(body, "class"), "rich_media_content") && parts["activity-name"] == nil:
		return nil
	}
	return parts
}

// weixinClass is the id of the part that an element is by its class, "" for others.
func weixinClass(n *html.Node) string {
	for class := range strings.FieldsSeq(attr(n, "class")) {
		switch class {
		case "js_text_desc", "share_notice_inner":
			return "js_text_desc"
		case "rich_media_content":
			return "js_content"
		}
	}
	return ""
}

// weixin reads a page of a 公众号. Everything outside the body is buttons and
// notices of the site.
func weixin(p *page.Page, root *html.Node, parts map[string]*html.Node) {
	p.Dialect = "公众号"
	scripts := readWeixinScripts(root)
	c := weixinBody(parts, scripts)
	whole := bodyBlocks(root, inPage)
	p.Blocks, p.Dropped = withoutInvitations(c.blocks)
	p.Dropped = append(p.Dropped, c.dropped...)
	for _, d := range beside(whole.blocks, c.blocks) {
		if !slices.ContainsFunc(c.dropped, func(own block.Dropped) bool { return own.Text == d.Text }) {
			p.Dropped = append(p.Dropped, d)
		}
	}
	p.Meta.Brief = html.UnescapeString(unescapeScript(p.Meta.Brief))
	p.Meta.Title, _, _ = strings.Cut(unescapeScript(p.Meta.Title), "\n") // of words alone, the title is all of them
	page.OrText(&p.Meta.Title, firstPart(parts, "activity-name", "js_text_title"))
	page.OrText(&p.Meta.Title, scripts.title)
	page.OrText(&p.Meta.Author, firstPart(parts, "js_author_name", "js_name", "js_wx_follow_nickname", "post-user"))
	page.OrText(&p.Meta.Author, scripts.account)
	if p.Meta.Published.IsZero() {
		p.Meta.Published = page.ParseDate(firstPart(parts, "publish_time", "post-date"))
	}
	if p.Meta.Published.IsZero() {
		p.Meta.Published = scripts.published
	}
	p.From.Note(&p.Meta, "the page")
	dropCopy(p)
}

// weixinBody reads the body of a page: the words with pictures or a film, the article,
// or what only a script would write into the page.
func weixinBody(parts map[string]*html.Node, scripts weixinScripts) converter {
	for _, id := range []string{"js_image_desc", "js_text_desc", "js_common_share_desc", "js_content", "js_share_notice"} {
		c := converter{within: inPage, styled: true}
		if parts[id] != nil {
			c.children(parts[id])
			c.end()
		}
		if len(c.blocks) > 0 {
			return c
		}
	}
	blocks, dropped := Fragment(strings.ReplaceAll(strings.Trim(scripts.text, "\n"), "\n", "<br>"))
	return converter{blocks: blocks, dropped: dropped}
}

// firstPart is the text of the first of some parts that has any.
func firstPart(parts map[string]*html.Node, ids ...string) string {
	for _, id := range ids {
		if n := parts[id]; n != nil {
			if text := block.Squash(shownText(n)); text != "" {
				return text
			}
		}
	}
	return ""
}

// recording adds the title of a recording, which a page of a 公众号 shows in a player. It
// reports whether an element is one.
func (c *converter) recording(n *html.Node) bool {
	var title string
	switch n.Data {
	case "mpvoice", "mp-common-mpaudio":
		title = attr(n, "name")
	case "qqmusic", "mp-common-qqmusic":
		title = attr(n, "music_name") + " " + attr(n, "singer")
	default:
		return false
	}
	c.end()
	c.put(block.Block{Text: block.Squash(title), Image: true})
	return true
}
