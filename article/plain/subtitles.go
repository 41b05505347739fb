package plain

import (
	"strings"

	"github.com/xunzhang/xunzhang/article/markup"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/page"
)

// Subtitles reads the subtitles of a film (SubRip, WebVTT) as paragraphs of several
// sentences.
func Subtitles(text string) page.Page {
	var p page.Page
	for speech := range strings.SplitSeq(markup.Subtitles(text), "\n\n") {
		p.Blocks = append(p.Blocks, block.Block{Text: block.Squash(block.JoinLines(strings.Split(speech, "\n")))})
	}
	return p
}
