package article

import (
	"strings"

	"github.com/xunzhang/xunzhang/article/markup"
)

// parseSubtitles reads what is said in a film, a paragraph for each speech.
func parseSubtitles(text string) page {
	var p page
	for speech := range strings.SplitSeq(markup.Subtitles(text), "\n\n") {
		p.blocks = append(p.blocks, block{text: squash(joinLines(strings.Split(speech, "\n")))})
	}
	return p
}
