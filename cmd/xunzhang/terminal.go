package main

import (
	"io"
	"os"
	"strings"
	"unicode"

	"github.com/mattn/go-isatty"

	"github.com/xunzhang/xunzhang/search"
)

// ANSI sequences, the only ones that this command writes.
const (
	styleMark  = "\x1b[1;33m"
	styleTitle = "\x1b[1m"
	styleDim   = "\x1b[2m"
	styleReset = "\x1b[0m"
	clearLine  = "\r\x1b[K"
)

// terminal reports whether w is a screen that may be written to with ANSI
// sequences: NO_COLOR and TERM=dumb forbid them.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && isatty.IsTerminal(f.Fd()) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// A painter formats text of articles for a terminal or a pipe. Without colour,
// matches are put in 【】, which Chinese text rarely uses for emphasis and which are
// kept when the text is copied.
type painter struct{ colour bool }

func (p painter) style(style, s string) string {
	if s = clean(s); !p.colour || s == "" {
		return s
	}
	return style + s + styleReset
}

func (p painter) pieces(all []search.Piece) string {
	var b strings.Builder
	for _, piece := range all {
		switch {
		case !piece.Hit:
			b.WriteString(clean(piece.Text))
		case p.colour:
			b.WriteString(p.style(styleMark, piece.Text))
		default:
			b.WriteString("【" + clean(piece.Text) + "】")
		}
	}
	return b.String()
}

// clean removes what could control a terminal or change the direction of text:
// control characters, and format characters such as U+202E. Line breaks and
// tabs become spaces.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200d':
			return -1
		}
		return r
	}, s)
}

// cleanLines cleans each line of a text for the terminal.
func cleanLines(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = clean(lines[i])
	}
	return strings.Join(lines, "\n")
}
