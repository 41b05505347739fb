package site

import (
	"bytes"
	"net/url"
	"path"
	"regexp"
	"strings"
)

// isContentsName reports whether a file has the name of a table of contents:
// SUMMARY.md of GitBook and mdBook, _sidebar.md of docsify.
func isContentsName(base string) bool {
	base = strings.ToLower(base)
	return base == "summary.md" || base == "_sidebar.md"
}

// linesOfProse is how many links of a table of contents there must be for each line
// of other text. Then a remark of the author does not make it an article.
const linesOfProse = 4

// IsContents reports whether a page is a table of contents: headings and lists
// whose items are mostly links, and hardly anything else.
func IsContents(page []byte) bool {
	items, links, prose := 0, 0, 0
	for line := range bytes.Lines(page) {
		line = bytes.TrimPrefix(bytes.TrimSpace(line), []byte("\ufeff"))
		switch {
		case len(line) == 0 || line[0] == '#' || bytes.HasPrefix(line, []byte("---")):
		case line[0] == '[' && line[len(line)-1] == ')' && bytes.Contains(line, []byte("](")): // mdBook has such lines before and after its list
			items, links = items+1, links+1
		case len(line) > 1 && strings.IndexByte("*-+", line[0]) >= 0 && line[1] == ' ':
			items++
			if bytes.Contains(line, []byte("](")) {
				links++
			}
		default:
			prose++
		}
	}
	return links > 0 && 2*links >= items && linesOfProse*prose <= links
}

// contentsLink is a link of a table of contents. Its text may contain pairs of
// brackets, and its address spaces, because authors write both.
var contentsLink = regexp.MustCompile(`\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\(\s*<?([^()<>\n]*(?:\([^()]*\)[^()<>\n]*)*)>?\s*\)`)

// contentsPages are the pages that a table of contents in a folder links to, in its
// order. Links to the web are left out.
func contentsPages(folder string, page []byte) []Page {
	var pages []Page
	seen := map[string]bool{}
	for line := range bytes.Lines(page) {
		for _, m := range contentsLink.FindAllStringSubmatch(string(line), -1) {
			name := Resolve(folder, folder, m[2])
			if name == "" || seen[name] {
				continue
			}
			seen[name] = true
			pages = append(pages, Page{Path: name, Title: plainTitle(m[1])})
		}
	}
	return pages
}

// titleMarks removes the marks of Markdown from the title of a page.
var titleMarks = strings.NewReplacer("**", "", "__", "", "`", "", `\`, "")

func plainTitle(s string) string { return strings.Join(strings.Fields(titleMarks.Replace(s)), " ") }

// Resolve is the path within the source to which an address in a file of a folder
// leads: relative to the folder or, with a slash at the front, to the root of the
// site. It is "" for addresses of the web and for those that lead out of the
// source.
func Resolve(root, folder, address string) string {
	address = strings.TrimSpace(address)
	if i := strings.IndexAny(address, "\"'"); i > 0 && address[i-1] == ' ' {
		address = strings.TrimSpace(address[:i]) // a title of the link
	}
	if i := strings.IndexAny(address, "#?"); i >= 0 {
		address = address[:i]
	}
	if address == "" || strings.Contains(address, ":") || strings.HasPrefix(address, "//") {
		return ""
	}
	if s, err := url.PathUnescape(address); err == nil {
		address = s
	}
	if rest, ok := strings.CutPrefix(address, "/"); ok {
		folder, address = root, rest
	}
	name := path.Join(folder, address)
	if name == ".." || strings.HasPrefix(name, "../") {
		return ""
	}
	return name
}
