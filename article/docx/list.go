package docx

import (
	"encoding/xml"
	"strconv"
	"strings"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/pack"
)

// maxLevels is how many levels a list of Word has.
const maxLevels = 9

// lists are the lists of a document.
type lists struct {
	kinds    map[string]string          // of lists, by their ids
	numbered map[string][maxLevels]bool // levels of kinds that have numbers, not bullets
	counts   map[string]*[maxLevels]int // items so far
}

// readLists reads which lists have numbers.
func readLists(p *pack.Pack, name string) (lists, error) {
	l := lists{kinds: map[string]string{}, numbered: map[string][maxLevels]bool{}, counts: map[string]*[maxLevels]int{}}
	if !p.Has(name) {
		return l, nil
	}
	x, err := p.OpenXML(name)
	if err != nil {
		return l, err
	}
	return l, x.Children(nil, func(xml.StartElement) error {
		return x.Children(nil, func(e xml.StartElement) error {
			switch nameOf(e) {
			case "abstractNum":
				levels, err := readLevels(x)
				l.numbered[pack.Attr(e, "abstractNumId")] = levels
				return err
			case "num":
				return x.Children(nil, func(kind xml.StartElement) error {
					if nameOf(kind) == "abstractNumId" {
						l.kinds[pack.Attr(e, "numId")] = pack.Attr(kind, "val")
					}
					return x.Skip()
				})
			}
			return x.Skip()
		})
	})
}

// readLevels reads which levels of a kind of list have numbers.
func readLevels(x *pack.XML) ([maxLevels]bool, error) {
	var levels [maxLevels]bool
	err := x.Children(nil, func(level xml.StartElement) error {
		return x.Children(nil, func(e xml.StartElement) error {
			if nameOf(e) == "numFmt" {
				format := pack.Attr(e, "val")
				levels[listLevel(pack.Attr(level, "ilvl"))] = format != "bullet" && format != "none"
			}
			return x.Skip()
		})
	})
	return levels, err
}

// listLevel reads a level, counted from 0. Anything else is level 0.
func listLevel(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return min(max(n, 0), maxLevels-1)
}

// item returns an item as other formats have it: indented in a nested list, and
// with its number. A list that continues after other text continues its numbers.
func (l lists) item(list string, level int, b block.Block) block.Block {
	counts := l.counts[list]
	if counts == nil {
		counts = new([maxLevels]int)
		l.counts[list] = counts
	}
	counts[level]++
	clear(counts[level+1:])
	if l.numbered[l.kinds[list]][level] {
		b = b.Numbered(counts[level], '.')
	}
	b.Text = strings.Repeat("  ", level) + b.Text
	return b
}
