package article

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/page"
)

// Lengths by which furniture is told from prose. They are in runes, except maxHead.
const (
	maxHead   = 20 // blocks at the beginning that may be title, author, date, counts or teaser
	maxRest   = 4  // of a line beside the author's name, for it to be a byline
	minProse  = 30 // of a paragraph that is prose whatever it ends with
	maxButton = 8  // of a link that is a button
	maxCount  = 10 // of a word in a line of counts
)

// strip drops the blocks that are recognised as furniture by the structure of a
// page: cards in links, and before and after the text the title, author, date and
// counts, a repetition of the brief, tags, rows of links, and buttons. Headings
// other than the title stay, because articles repeat them for a reason. A paragraph
// that is one link stays too, because authors write such paragraphs; those that a
// site repeats are recognised by counting.
func strip(blocks []block.Block, a *page.Meta) (kept []block.Block, dropped []block.Dropped) {
	s := stripper{
		title: block.Compact(a.Title), brief: block.Compact(a.Brief), author: block.Compact(a.Author), a: a,
		tail: len(blocks), head: true,
	}
	for s.tail > 0 && !isProse(&blocks[s.tail-1]) {
		s.tail--
	}
	s.prose = s.tail > 0
	kept = make([]block.Block, 0, len(blocks))
	for i := range blocks {
		if i == maxHead {
			s.head = false
		}
		b := blocks[i]
		if strings.TrimSpace(b.Text) == "" {
			continue
		}
		if reason := s.drops(&b, i); reason == said {
			continue
		} else if reason != "" {
			dropped = append(dropped, block.Dropped{Reason: reason, Text: b.Text})
			continue
		}
		if isProse(&b) {
			s.head = false
		}
		kept = append(kept, b)
	}
	if len(kept) == 0 { // nothing else is there to be read
		return slices.DeleteFunc(blocks, func(b block.Block) bool { return strings.TrimSpace(b.Text) == "" || b.Kind == block.Heading }), nil
	}
	return kept, dropped
}

type stripper struct {
	title, brief, author string
	a                    *page.Meta
	head                 bool            // whether no prose was kept yet
	tail                 int             // the first block after the last prose
	prose                bool            // whether there is any
	captions             map[string]bool // of images so far
	tools                bool            // whether the bar of buttons after the text has begun
}

// drops returns why a block is not text of the article, "" when it is.
func (s *stripper) drops(b *block.Block, i int) block.Reason {
	tail := i >= s.tail
	switch {
	case b.Card:
		return block.DroppedLinks
	case b.Kind == block.Heading:
		if s.head && s.title != "" && same(b.Text, s.title) {
			return said
		}
		return ""
	case b.Kind == block.PageMark:
		return ""
	case b.Kind == block.Table || b.Kind == block.Code || b.Kind == block.List:
		return ""
	case b.OnlyLinks(): // without other text they are what there is to read
		if s.prose && (isIcon(b.Text) || (tail || s.head) && s.isNavigation(b, tail)) {
			return block.DroppedLinks
		}
		return ""
	case b.Image:
		return furnitureIf(s.isCopy(b.Text))
	case s.head && s.brief != "" && same(b.Text, s.brief):
		return said
	case s.tools && isLabel(b.Text):
		return block.DroppedLinks
	case s.head:
		return furnitureIf(s.isByline(b.Text) || isCounts(b.Text))
	case tail && isCounts(b.Text):
		s.tools = true
		return block.DroppedFurniture
	}
	return ""
}

// said is the reason for dropping a repetition of the article's title or brief. It
// is not reported to the owner of a source, because no text is lost.
const said block.Reason = "said"

func furnitureIf(is bool) block.Reason {
	if is {
		return block.DroppedFurniture
	}
	return ""
}

// isNavigation reports whether a block of links alone, before or after the text, is
// for getting about the site: a row of short links, tags, or a button.
func (s *stripper) isNavigation(b *block.Block, tail bool) bool {
	n := utf8.RuneCountInString(b.Text)
	row := b.Links > 1 && n <= int(b.Links)*maxButton || s.isTags(b.Text)
	button := tail && s.tools && n <= maxButton
	s.tools = s.tools || row && tail
	return row || button || s.head && s.isByline(b.Text)
}

// isTags reports whether a text is tags of the article, in any order.
func (s *stripper) isTags(text string) bool {
	text = block.Compact(text)
	for len(text) > 0 {
		longest := ""
		for _, tag := range s.a.Tags {
			if tag = block.Compact(tag); len(tag) > len(longest) && strings.HasPrefix(text, tag) {
				longest = tag
			}
		}
		if longest == "" {
			return false
		}
		text = text[len(longest):]
	}
	return true
}

// isIcon reports whether a link begins or ends with the sign of a link, to
// which converters turn the icons of advertisements.
func isIcon(text string) bool {
	return strings.HasPrefix(text, "🔗") || strings.HasSuffix(text, "🔗")
}

// isProse reports whether a block is text of an author: a sentence, or long.
func isProse(b *block.Block) bool {
	switch b.Kind {
	case block.Heading, block.PageMark:
		return false
	case block.Table, block.Code, block.List:
		return true
	}
	if b.Card || b.Text == "" || b.OnlyLinks() {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(b.Text, `”"’』」）) `))
	return strings.ContainsRune("。！？!?；;：:…", last) || last == '.' && strings.Contains(b.Text, " ") ||
		utf8.RuneCountInString(b.Text) >= minProse
}

// isCopy reports whether the alternative text of an image is not a caption: content
// management systems fill in the title of the article, with a number, or the same text for
// all images.
func (s *stripper) isCopy(text string) bool {
	c := block.Compact(text)
	if s.captions[c] || strings.Contains(s.title, c) || s.title != "" && strings.Contains(c, s.title) && len(c) <= 2*len(s.title) {
		return true
	}
	if s.captions == nil {
		s.captions = map[string]bool{}
	}
	s.captions[c] = true
	return false
}

// isByline reports whether a text only repeats the title, the author or the date.
func (s *stripper) isByline(text string) bool {
	if page.IsDate(text) {
		return true
	}
	text = block.Compact(text)
	if text == s.title && text != "" {
		return true
	}
	before, after, ok := strings.Cut(text, s.author)
	return ok && s.author != "" && utf8.RuneCountInString(before)+utf8.RuneCountInString(after) <= maxRest
}

// isCounts reports whether a text consists of counts with labels, such as "0 评论
// 3915 浏览": short words without punctuation, of which two or more are numbers.
func isCounts(text string) bool {
	numbers, labels := 0, 0
	for word := range strings.FieldsSeq(text) {
		digits := false
		for _, r := range word {
			switch {
			case unicode.IsDigit(r):
				digits = true
			case unicode.IsLetter(r):
				labels++
			case !strings.ContainsRune(".,+", r) && !unicode.Is(unicode.So, r):
				return false
			}
		}
		if utf8.RuneCountInString(word) > maxCount {
			return false
		}
		if digits {
			numbers++
		}
	}
	return numbers > 1 && labels > 0 && labels <= numbers*maxCount
}

// isLabel reports whether a text is the caption of a button: a short word.
func isLabel(text string) bool {
	return utf8.RuneCountInString(text) <= maxButton &&
		!strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && r != ' ' })
}

// same reports whether block.Compact(s) is c, without making it: most texts differ
// early.
func same(s, c string) bool {
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		next, size := utf8.DecodeRuneInString(c)
		if size == 0 || unicode.ToLower(r) != next {
			return false
		}
		c = c[size:]
	}
	return c == ""
}
