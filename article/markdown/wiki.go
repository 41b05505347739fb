package markdown

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/page"
)

// Pages of Logseq, and some of Obsidian, say "key:: value" in lines of their
// own: of the page at its beginning, of a block behind its first line. They end
// their paragraphs with tags: "文字 #标签 #标签/小类".

// property is a line that is a property. A name of letters can be told from
// code by the space behind the colons.
var property = regexp.MustCompile(`^[ \t]*(?:[-*][ \t]+)?([A-Za-z][\w.-]{0,40}|\p{Han}{1,8})::(?:[ \t]+(.*))?$`)

// hasProperties reports whether properties must be looked for.
func hasProperties(s string) bool {
	return strings.Contains(s, ":: ") || strings.Contains(s, "::\n") || strings.HasSuffix(s, "::")
}

// properties takes the properties out of a text; those of the page are its
// metadata.
func properties(p *page.Page, s string) (rest string, found bool) {
	var b strings.Builder
	raw := map[string]any{}
	top, fence := true, false
	for l := range strings.Lines(s) {
		trimmed := strings.TrimSpace(l)
		if strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~") {
			fence = !fence
		}
		m := property.FindStringSubmatch(strings.TrimRight(l, "\n"))
		if fence || m == nil {
			top = top && trimmed == ""
			b.WriteString(l)
			continue
		}
		found = true
		if top {
			raw[m[1]] = strings.TrimSpace(m[2])
		}
	}
	if len(raw) > 0 {
		own := page.NamedFields(raw).Meta()
		p.Meta.Fill(&own)
		p.From.Note(&p.Meta, "properties of the page")
	}
	return b.String(), found
}

// wikiTags makes tags of the page of those that end its paragraphs.
func wikiTags(p *page.Page) {
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if b.Kind == block.Heading || b.Kind == block.Code || b.Kind == block.Table || strings.IndexByte(b.Text, '#') < 0 {
			continue
		}
		var tags []string
		for {
			last := b.Text[strings.LastIndexAny(b.Text, " \n")+1:]
			if !isWikiTag(last) {
				break
			}
			tags = append(tags, last[1:])
			b.Text = strings.TrimRight(b.Text[:len(b.Text)-len(last)], " \n")
		}
		slices.Reverse(tags)
		p.Meta.Tags = append(p.Meta.Tags, tags...)
	}
}

// isWikiTag reports whether a word is a tag: "#标签/小类". A number is none.
func isWikiTag(word string) bool {
	name, ok := strings.CutPrefix(word, "#")
	return ok && strings.ContainsFunc(name, unicode.IsLetter) &&
		!strings.ContainsFunc(name, func(r rune) bool { return !block.IsLetter(r) && !strings.ContainsRune("_/-", r) })
}
