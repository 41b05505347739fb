package articletest

import (
	"fmt"
	"strings"
)

// Opf is a package document with metadata, and a chapter in the spine for each
// id. An id that ends with "?" is not linear.
func Opf(metadata string, ids ...string) string {
	var manifest, spine strings.Builder
	for _, id := range ids {
		name, aside := strings.CutSuffix(id, "?")
		fmt.Fprintf(&manifest, `<item id="%s" href="%s.xhtml" media-type="application/xhtml+xml"/>`, name, name)
		linear := ""
		if aside {
			linear = ` linear="no"`
		}
		fmt.Fprintf(&spine, `<itemref idref="%s"%s/>`, name, linear)
	}
	return `<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">` + metadata + `</metadata><manifest>
<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>
<item id="cover" href="cover.svg" media-type="image/svg+xml"/>` + manifest.String() +
		`</manifest><spine><itemref idref="cover"/><itemref idref="nav"/>` + spine.String() + `</spine></package>`
}

// Chapter is a chapter with a body.
func Chapter(body string) string {
	return `<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>` +
		body + `</body></html>`
}

// Novel is a book of two chapters, whose files are not in the order of reading.
var Novel = Files{
	"mimetype":               "application/epub+zip",
	"META-INF/container.xml": `<container><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`,
	"OEBPS/book.opf":         Opf("<dc:title>街角</dc:title>", "2", "1"),
	"OEBPS/1.xhtml":          Chapter("<h1>末章</h1><p>第二天，雨停了。</p>"),
	"OEBPS/2.xhtml":          Chapter(`<h1>首章</h1><p>街角<a id="p1"/>有人卖烤红薯。</p><h2>傍晚</h2><p>天黑得很早。</p>`),
	"OEBPS/nav.xhtml":        Chapter("<p>目录。</p>"),
	"OEBPS/cover.svg":        "<svg>封面。</svg>",
}
