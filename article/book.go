package article

import (
	"bytes"
	"path"
	"strings"
)

// maxCover is the size in bytes up to which a README in a GitBook is a cover
// or the page of a section, which says nothing of its own.
const maxCover = 256

// contentsName is the file of a GitBook's table of contents, in lower case.
const contentsName = "summary.md"

// A book knows the pages of a GitBook that are no articles: the table of
// contents, SUMMARY.md, and next to or beneath one the short README.md of
// folders. A short README.md waits until the end of the walk, because the
// table of contents may come after it, and is an article where there is none.
type book struct {
	roots  []string
	covers []Raw
}

// holds reports whether the book keeps a document back.
func (b *book) holds(r Raw) bool {
	if r.Format != Markdown {
		return false
	}
	switch strings.ToLower(path.Base(r.Path)) {
	case contentsName:
		if isContents(r.Bytes) {
			b.roots = append(b.roots, path.Dir(r.Path))
			return true
		}
	case "readme.md":
		if len(r.Bytes) <= maxCover {
			b.covers = append(b.covers, r)
			return true
		}
	}
	return false
}

// flush gives the covers that turned out to be in no book to the visitor.
func (b *book) flush(w *walker) error {
	for _, r := range b.covers {
		if b.within(path.Dir(r.Path)) {
			w.pass(r.Path, kindCover)
			continue
		}
		if err := w.emit(r); err != nil {
			return err
		}
	}
	return w.ctx.Err()
}

func (b *book) within(dir string) bool {
	for _, root := range b.roots {
		if root == "." || dir == root || strings.HasPrefix(dir, root+"/") {
			return true
		}
	}
	return false
}

// linesOfProse is how many links of a table of contents there must be for one
// line beside its lists: an author's remark does not make an article of it.
const linesOfProse = 4

// isContents reports whether a page is a table of contents: headings and lists
// whose items are mostly links, and hardly anything else.
func isContents(page []byte) bool {
	items, links, prose := 0, 0, 0
	for line := range bytes.Lines(page) {
		line = bytes.TrimPrefix(bytes.TrimSpace(line), []byte("\ufeff"))
		switch {
		case len(line) == 0 || line[0] == '#' || bytes.HasPrefix(line, []byte("---")):
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
