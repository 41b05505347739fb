package article

import (
	"fmt"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/input"
	"github.com/xunzhang/xunzhang/article/markdown"
	"github.com/xunzhang/xunzhang/article/markup"
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
	var printed []string
	switch f {
	case Org:
		text = markup.Org(text)
	case RST:
		text = markup.RST(text)
	case AsciiDoc:
		text = markup.AsciiDoc(text)
	case Notebook:
		text, printed, err = markup.Notebook([]byte(text))
	case OPML:
		text, err = markup.OPML(text)
	default:
		return page.Page{}, fmt.Errorf("%w: unknown format %q", input.ErrFormat, f)
	}
	if err != nil {
		return page.Page{}, fmt.Errorf("%w %s: %w", input.ErrFormat, f, err)
	}
	p := markdown.Read(text)
	for _, output := range printed {
		if output = block.Squash(output); block.Letters(output) > 0 {
			p.Dropped = append(p.Dropped, block.Dropped{Reason: block.DroppedOutput, Text: output})
		}
	}
	return p, nil
}
