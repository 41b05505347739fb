package article

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// maxLevels is how many levels a list of Word has.
const maxLevels = 9

// wordLists are the lists of a document.
type wordLists struct {
	kinds    map[string]string          // of lists, by their ids
	numbered map[string][maxLevels]bool // levels of kinds that have numbers, not bullets
	counts   map[string]*[maxLevels]int // items so far
}

// readWordLists reads which lists have numbers.
func readWordLists(p *pack, name string) (wordLists, error) {
	l := wordLists{kinds: map[string]string{}, numbered: map[string][maxLevels]bool{}, counts: map[string]*[maxLevels]int{}}
	if !p.has(name) {
		return l, nil
	}
	x, err := p.xml(name)
	if err != nil {
		return l, err
	}
	return l, x.children(nil, func(xml.StartElement) error {
		return x.children(nil, func(e xml.StartElement) error {
			switch wordName(e) {
			case "abstractNum":
				levels, err := wordLevels(x)
				l.numbered[xmlAttr(e, "abstractNumId")] = levels
				return err
			case "num":
				return x.children(nil, func(kind xml.StartElement) error {
					if wordName(kind) == "abstractNumId" {
						l.kinds[xmlAttr(e, "numId")] = xmlAttr(kind, "val")
					}
					return x.skip()
				})
			}
			return x.skip()
		})
	})
}

// wordLevels reads which levels of a kind of list have numbers.
func wordLevels(x *xmlReader) ([maxLevels]bool, error) {
	var levels [maxLevels]bool
	err := x.children(nil, func(level xml.StartElement) error {
		return x.children(nil, func(e xml.StartElement) error {
			if wordName(e) == "numFmt" {
				format := xmlAttr(e, "val")
				levels[listLevel(xmlAttr(level, "ilvl"))] = format != "bullet" && format != "none"
			}
			return x.skip()
		})
	})
	return levels, err
}

// listLevel reads a level from 0; what is none is the first.
func listLevel(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return min(max(n, 0), maxLevels-1)
}

// item is an item as other formats have it: indented in a list within a list,
// and with its number. The numbers of a list go on after other text.
func (l wordLists) item(list string, level int, b block) block {
	counts := l.counts[list]
	if counts == nil {
		counts = new([maxLevels]int)
		l.counts[list] = counts
	}
	counts[level]++
	clear(counts[level+1:])
	if l.numbered[l.kinds[list]][level] {
		b = b.numbered(counts[level], '.')
	}
	b.text = strings.Repeat("  ", level) + b.text
	return b
}
