package article

import (
	"fmt"

	"github.com/xunzhang/xunzhang/article/markup"

	"github.com/xunzhang/xunzhang/article/input"
	"github.com/xunzhang/xunzhang/article/markdown"
	"github.com/xunzhang/xunzhang/article/page"
)

// Formats that are read by turning them into another.
const (
	Org       Format = "org"
	RST       Format = "rst"
	AsciiDoc  Format = "asciidoc"
	Notebook  Format = "notebook"
	OPML      Format = "opml"
	Subtitles Format = "subtitles"
	CSV       Format = "csv"
	MHTML     Format = "mhtml"
)

// parseMarkup reads the formats that become Markdown.
func parseMarkup(text string, f Format) (page.Page, error) {
	var err error
	switch f {
	case Org:
		text = markup.Org(text)
	case RST:
		text = markup.RST(text)
	case AsciiDoc:
		text = markup.AsciiDoc(text)
	case Notebook:
		text, err = markup.Notebook([]byte(text))
	case OPML:
		text, err = markup.OPML(text)
	default:
		return page.Page{}, fmt.Errorf("%w: unknown format %q", input.ErrFormat, f)
	}
	if err != nil {
		return page.Page{}, fmt.Errorf("%w %s: %w", input.ErrFormat, f, err)
	}
	return markdown.Read(text), nil
}
