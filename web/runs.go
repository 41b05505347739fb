package web

import (
	"slices"

	"github.com/xunzhang/xunzhang/search"
)

// A Run is a stretch of a paragraph that is one link, or that has no link.
type Run struct {
	Href  string // "" where it is no link
	Words []Words
}

// Words are characters, with their pronunciation beside them if the text states
// one.
type Words struct {
	Pieces  []search.Piece
	Reading []search.Piece // nil for none
}

// runsOf divides a paragraph at its links, and at characters with pronunciations.
// One that overlaps what comes before it is left out.
func runsOf(p search.ReadParagraph) []Run {
	pieces := merged(p.Pieces)
	if len(p.Links)+len(p.Ruby) == 0 {
		return []Run{{Words: []Words{{Pieces: pieces}}}}
	}
	text := cutter{pieces: slices.Clone(pieces)}
	ruby, at := p.Ruby, 0
	var runs []Run
	run := func(end int, href string) {
		if end <= at {
			return
		}
		r := Run{Href: href}
		for ; len(ruby) > 0 && ruby[0].End <= end; ruby = ruby[1:] {
			if ruby[0].Start < at {
				continue
			}
			r.add(text.to(ruby[0].Start), nil)
			r.add(text.to(ruby[0].End), ruby[0].Reading)
			at = ruby[0].End
		}
		r.add(text.to(end), nil)
		at = end
		runs = append(runs, r)
	}
	for _, l := range p.Links {
		if l.Start < at {
			continue
		}
		run(l.Start, "")
		run(l.End, l.Link)
	}
	run(len([]rune(plain(pieces))), "")
	return runs
}

func (r *Run) add(pieces, reading []search.Piece) {
	if len(pieces) > 0 {
		r.Words = append(r.Words, Words{pieces, reading})
	}
}

// A cutter takes pieces of a text from its beginning on.
type cutter struct {
	pieces []search.Piece
	at     int // characters that were taken
}

// to takes the text up to character number end.
func (c *cutter) to(end int) []search.Piece {
	var out []search.Piece
	for c.at < end && len(c.pieces) > 0 {
		p := c.pieces[0]
		runes := []rune(p.Text)
		n := min(len(runes), end-c.at)
		out = append(out, search.Piece{Text: string(runes[:n]), Hit: p.Hit, Mark: p.Mark})
		c.at += n
		if c.pieces[0].Text = string(runes[n:]); n == len(runes) {
			c.pieces = c.pieces[1:]
		}
	}
	return out
}
