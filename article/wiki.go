package article

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
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
func properties(p *page, s string) (rest string, found bool) {
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
		own := namedFields(raw).meta()
		p.meta.fill(&own)
		p.from.note(&p.meta, "properties of the page")
	}
	return b.String(), found
}

// wikiTags makes tags of the page of those that end its paragraphs.
func wikiTags(p *page) {
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.kind == heading || b.kind == code || b.kind == table || strings.IndexByte(b.text, '#') < 0 {
			continue
		}
		var tags []string
		for {
			last := b.text[strings.LastIndexAny(b.text, " \n")+1:]
			if !isWikiTag(last) {
				break
			}
			tags = append(tags, last[1:])
			b.text = strings.TrimRight(b.text[:len(b.text)-len(last)], " \n")
		}
		slices.Reverse(tags)
		p.meta.Tags = append(p.meta.Tags, tags...)
	}
}

// isWikiTag reports whether a word is a tag: "#标签/小类". A number is none.
func isWikiTag(word string) bool {
	name, ok := strings.CutPrefix(word, "#")
	return ok && strings.ContainsFunc(name, unicode.IsLetter) &&
		!strings.ContainsFunc(name, func(r rune) bool { return !isLetter(r) && !strings.ContainsRune("_/-", r) })
}
