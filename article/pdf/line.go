package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium/responses"

	"github.com/xunzhang/xunzhang/article/block"
)

// A line is a line of a page, in the order of the file. Lengths are in points;
// positions are measured from the left edge and from the foot of the page.
type line struct {
	text                     string
	left, right, top, bottom float64
	height                   float64 // of its highest or widest character: Chinese ones are as wide as high
	broken                   bool    // whether a word continues on the next line
}

// Measures of characters: the size of one that has none, in points, and the share
// of a character's height that its shape takes.
const (
	tiny  = 0.1
	shape = 0.85
)

// brokenWord is the character by which PDFium marks a word that continues on the
// next line.
const brokenWord = '\u0002'

// linesOf makes lines of the characters of a page. It also returns the number of
// characters of which the file does not say which they are.
func linesOf(chars []*responses.GetPageTextStructuredChar) (lines []line, unknown int) {
	var l line
	var b strings.Builder
	end := func() {
		if l.text = block.Squash(b.String()); l.text != "" {
			l.raise()
			lines = append(lines, l)
		}
		l = line{}
		b.Reset()
	}
	for _, c := range chars {
		r, _ := utf8.DecodeRuneInString(c.Text)
		switch {
		case r == '\n' || r == '\r':
			end()
			continue
		case r == brokenWord:
			l.broken = true
			continue
		case r == 0 || r == utf8.RuneError || r == '\uFFFE' || unicode.Is(unicode.Co, r):
			unknown++
			continue
		}
		b.WriteString(c.Text)
		if !unicode.IsSpace(r) {
			l.cover(c.PointPosition)
		}
	}
	end()
	return lines, unknown
}

// cover extends the line to a character.
func (l *line) cover(p responses.CharPosition) {
	if l.height == 0 {
		l.left, l.right, l.top, l.bottom = p.Left, p.Right, p.Top, p.Bottom
	}
	l.left, l.right = min(l.left, p.Left), max(l.right, p.Right)
	l.top, l.bottom = max(l.top, p.Top), min(l.bottom, p.Bottom)
	l.height = max(l.height, p.Top-p.Bottom, p.Right-p.Left, tiny)
}

// raise sets the height of a line from the width of its characters, where the file
// does not contain their font, and so gives no heights.
func (l *line) raise() {
	if l.top-l.bottom < l.height/2 {
		l.top = l.bottom + shape*l.height
	}
}

// letters is how many letters and digits the line has.
func (l *line) letters() int { return block.Letters(l.text) }
