package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium/responses"

	"github.com/xunzhang/xunzhang/article/block"
)

// A line is a line of a page, in the order in which the file holds it. Lengths
// are in points, heights from the foot of the page up.
type line struct {
	text                     string
	left, right, top, bottom float64
	height                   float64 // of its highest or widest character: Chinese ones are as wide as high
	broken                   bool    // whether a word goes on in the next line
}

// Measures of characters: of one that has no size, in points, and how much of a
// character's height its shape takes.
const (
	tiny  = 0.1
	shape = 0.85
)

// brokenWord stands where a word is broken at the end of a line.
const brokenWord = '\u0002'

// linesOf makes lines of the characters of a page. It also returns how many
// characters the file does not name.
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

// cover makes the line hold a character.
func (l *line) cover(p responses.CharPosition) {
	if l.height == 0 {
		l.left, l.right, l.top, l.bottom = p.Left, p.Right, p.Top, p.Bottom
	}
	l.left, l.right = min(l.left, p.Left), max(l.right, p.Right)
	l.top, l.bottom = max(l.top, p.Top), min(l.bottom, p.Bottom)
	l.height = max(l.height, p.Top-p.Bottom, p.Right-p.Left, tiny)
}

// raise gives the line the height that its characters have where the file does
// not hold their font, and so not their shapes: then they have a width alone.
func (l *line) raise() {
	if l.top-l.bottom < l.height/2 {
		l.top = l.bottom + shape*l.height
	}
}

// letters is how many letters and digits the line has.
func (l *line) letters() int { return block.Letters(l.text) }
