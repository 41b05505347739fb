package markdown

import (
	"bytes"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/article/block"
)

// Limits of what the parser is given.
const (
	maxDepth  = 40            // quotes and lists within each other
	maxCost   = 1_000_000_000 // see endBlock
	maxLines  = 100_000       // lines without a blank one
	maxMarks  = 200_000       // marks of emphasis in them
	maxNotes  = 5_000         // footnotes, which are looked up one after the other
	chunkSize = 1 << 18       // bytes of a document parsed at once, where it has headings
	cardLines = 40            // lines in which the end of a card is looked for
)

// A source is a Markdown document that is ready for the parser. The metadata of
// GitBook, and cards, have been overwritten with spaces.
type source struct {
	meta    hint
	chunks  [][]byte // cut at headings, to bound memory
	hostile bool     // whether the parser would take too long over it
	dropped []block.Dropped
}

// A scan is one pass over the lines of a document.
type scan struct {
	b      []byte
	fence  []byte // the fence that is open, nil outside code
	lists  []int  // columns of the list items that are open
	start  int    // of the current block, which is lines without a blank one
	ticks  int    // in the block: runs of backticks, and openings of HTML comments
	tildes int    // in the block, each counted as often as its number in its row
	open   int    // in the block: addresses of links that are not closed
	refs   int    // in the block: lines that look like link definitions
	marks  int    // in the block: of emphasis
	lines  int    // in the block
	notes  int    // footnotes in the document
	out    source
	cut    int // where the current chunk begins
}

func prepare(b []byte) source {
	s := scan{b: b}
	blank := true
	for i := 0; i < len(b) && !s.out.hostile; {
		end := lineEnd(b, i)
		l := b[i:end]
		if s.inFence(l) {
			blank = false
			i = end
			continue
		}
		trimmed := bytes.TrimSpace(l)
		switch {
		case len(trimmed) == 0:
			s.endBlock(i)
		case bytes.HasPrefix(trimmed, []byte("{%")):
			s.tag(end, trimmed)
		case blank && l[0] == '[':
			s.card(i, end)
		case l[0] == '#' && i-s.cut >= chunkSize:
			s.endBlock(i)
			s.out.chunks = append(s.out.chunks, b[s.cut:i])
			s.cut = i
		}
		s.measure(b[i:end])
		blank = len(bytes.TrimSpace(b[i:end])) == 0
		i = end
	}
	s.endBlock(len(b))
	s.out.chunks = append(s.out.chunks, b[s.cut:])
	return s.out
}

// lineEnd is the offset after the line that begins at i.
func lineEnd(b []byte, i int) int {
	if n := bytes.IndexByte(b[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(b)
}

// inFence reports whether a line is fenced code or a fence.
func (s *scan) inFence(l []byte) bool {
	t := bytes.TrimLeft(l, " \t>*+-")
	if s.fence != nil {
		if bytes.HasPrefix(t, s.fence) && len(bytes.Trim(t, string(s.fence[:1])+" \t\n")) == 0 {
			s.fence = nil
		}
		return true
	}
	if len(t) < 3 || t[0] != '`' && t[0] != '~' {
		return false
	}
	n := 1
	for n < len(t) && t[n] == t[0] {
		n++
	}
	if n < 3 || t[0] == '`' && bytes.IndexByte(t[n:], '`') >= 0 {
		return false
	}
	s.fence = t[:n]
	return true
}

// blank overwrites a region with spaces, except for line ends.
func (s *scan) blank(from, to int) {
	for i := from; i < to; i++ {
		if s.b[i] != '\n' {
			s.b[i] = ' '
		}
	}
}

// card overwrites a link that begins in one block and ends in another: that is what
// the cards of a page, a picture and a teaser in a link, become in Markdown. Where
// it is too long for a card, only its brackets and address are overwritten.
func (s *scan) card(start, end int) {
	first := s.b[start:end]
	if bytes.Count(first, []byte("[")) <= bytes.Count(first, []byte("]")) {
		return
	}
	gap := false
	for i, lines := end, 0; i < len(s.b) && lines < cardLines; lines++ {
		next := lineEnd(s.b, i)
		l := bytes.TrimSpace(s.b[i:next])
		gap = gap || len(l) == 0
		if bytes.HasPrefix(l, []byte("](")) {
			if !gap {
				return
			}
			if utf8.RuneCount(s.b[start:i]) <= block.MaxCard {
				if text := block.Squash(string(s.b[start+1 : i])); block.Letters(text) > 0 {
					s.out.dropped = append(s.out.dropped, block.Dropped{Reason: block.DroppedLinks, Text: text})
				}
				s.blank(start, next)
			} else {
				s.blank(start, start+1)
				s.blank(i, next)
			}
			return
		}
		i = next
	}
}
