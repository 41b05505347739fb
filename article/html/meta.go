package html

import (
	"encoding/json"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/page"
)

// headMeta reads the metadata of a page: JSON-LD of an article first, then the meta
// elements and the title. It also returns the mark that says that the page should
// not be found, "" for none.
func headMeta(root *html.Node) (page.Meta, string) {
	var a page.Meta
	var title string
	meta := map[string]string{}
	for n := range root.Descendants() {
		switch {
		case n.Type != html.ElementNode:
		case n.DataAtom == atom.Script && attr(n, "type") == "application/ld+json":
			linkedData(rawText(n), &a)
		case n.DataAtom == atom.Meta:
			a.Tags = append(a.Tags, metaValue(n, meta)...)
		case n.DataAtom == atom.Link && attr(n, "rel") == "canonical":
			meta["canonical"] = attr(n, "href")
		case n.DataAtom == atom.Title && title == "" && n.Parent != nil && n.Parent.DataAtom == atom.Head:
			title = block.Squash(rawText(n))
			if isUntitled(title) {
				title = ""
			}
		}
	}
	page.OrText(&a.Title, first(meta, "og:title", "twitter:title"))
	page.OrText(&a.Title, siteless(title, root))
	page.OrText(&a.Author, first(meta, "author", "article:author", "byl", "dc.creator"))
	if strings.Contains(a.Author, "://") {
		a.Author = ""
	}
	page.OrText(&a.Brief, first(meta, "description", "og:description"))
	page.OrText(&a.Category, first(meta, "article:section"))
	page.OrText(&a.URL, page.WebAddress(first(meta, "canonical", "og:url")))
	if a.Published.IsZero() {
		a.Published = page.ParseDate(first(meta, "article:published_time", "datepublished", "publishdate", "pubdate", "date", "dc.date", "created"))
	}
	if len(a.Tags) == 0 {
		a.Tags = page.SplitTags(meta["keywords"])
	}
	if a.Updated.IsZero() {
		a.Updated = page.ParseDate(first(meta, "article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "updated"))
	}
	for _, name := range []string{"robots", "googlebot", "baiduspider"} {
		if page.HidesFromRobots(meta[name]) {
			return a, name + ": noindex"
		}
	}
	return a, ""
}

// isUntitled reports whether a title was put there by a program.
func isUntitled(title string) bool {
	return slices.Contains([]string{"无标题文档", "无标题", "无标题页", "未命名", "未命名文档", "新建网页", "untitled", "untitled document", "document", "new page", "new page 1", "unknown", "title", "标题"}, strings.ToLower(title))
}

// metaValue keeps the first value of each name, and returns tags.
func metaValue(n *html.Node, meta map[string]string) []string {
	value := strings.TrimSpace(attr(n, "content"))
	for _, key := range []string{"name", "property", "itemprop"} {
		name := strings.ToLower(attr(n, key))
		if name == "article:tag" && value != "" {
			return []string{value}
		}
		if name != "" && meta[name] == "" {
			meta[name] = value
		}
	}
	return nil
}

func first(meta map[string]string, names ...string) string {
	for _, name := range names {
		if meta[name] != "" {
			return meta[name]
		}
	}
	return ""
}

// siteless is the title of a page without the name of the site, where a heading of the
// page begins the title.
func siteless(title string, root *html.Node) string {
	for n := range root.Descendants() {
		if tag := tagOf(n); title == "" || tag != atom.H1 && tag != atom.H2 {
			continue
		}
		text := block.Squash(rawText(n))
		if rest, ok := strings.CutPrefix(title, text); ok && text != "" && (tagOf(n) == atom.H1 || rest == "" || strings.ContainsAny(rest[:1], " -_|") || strings.HasPrefix(rest, "–") || strings.HasPrefix(rest, "—")) {
			return text
		}
	}
	return title
}

// linkedData reads a block of JSON-LD that describes an article.
func linkedData(s string, a *page.Meta) {
	var v any
	if len(s) > page.MaxFrontMatter || json.Unmarshal([]byte(s), &v) != nil {
		return
	}
	for _, item := range graph(v) {
		kind := page.ValueText(item["@type"])
		if !strings.HasSuffix(kind, "Article") && !strings.HasSuffix(kind, "Posting") {
			continue
		}
		f := page.Fields{"title": item["headline"], "author": item["author"], "brief": item["description"],
			"category": item["articleSection"], "published": item["datePublished"], "updated": item["dateModified"], "tags": item["keywords"], "url": item["url"]}
		found := f.Meta()
		page.OrText(&a.Title, found.Title)
		page.OrText(&a.Author, found.Author)
		page.OrText(&a.Brief, found.Brief)
		page.OrText(&a.Category, found.Category)
		page.OrText(&a.URL, found.URL)
		if a.Published.IsZero() {
			a.Published = found.Published
		}
		if a.Updated.IsZero() {
			a.Updated = found.Updated
		}
		a.Tags = append(a.Tags, found.Tags...)
	}
}

// graph lists the objects of JSON-LD: one, a list, or a list named "@graph".
func graph(v any) []map[string]any {
	switch v := v.(type) {
	case map[string]any:
		if list, ok := v["@graph"].([]any); ok {
			return graph(list)
		}
		return []map[string]any{v}
	case []any:
		var all []map[string]any
		for _, item := range v {
			if m, ok := item.(map[string]any); ok {
				all = append(all, m)
			}
		}
		return all
	}
	return nil
}
