package article

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lengths, in runes but for the first, that tell furniture from prose.
const (
	maxHead   = 20 // in blocks: title, author, date, counts, teaser
	maxRest   = 4  // beside the author's name in a line of the author
	minProse  = 30 // from which a paragraph is prose whatever it ends with
	maxButton = 8  // of a link that is a button
	maxCount  = 10 // of a word in a line of counts
)

// strip drops the blocks that the structure of a page gives away as furniture:
// cards in links, and around the text the title, author, date and counts, the
// brief again, tags, rows of links, and buttons. Headings other than the title
// stay, for they are repeated with reason. So does a paragraph that is one link:
// authors write such, and what a site repeats is told by counting.
func strip(blocks []block, a *Meta) (kept []block, dropped []Dropped) {
	s := stripper{
		title: compact(a.Title), brief: compact(a.Brief), author: compact(a.Author), a: a,
		tail: len(blocks), head: true,
	}
	for s.tail > 0 && !isProse(&blocks[s.tail-1]) {
		s.tail--
	}
	s.prose = s.tail > 0
	kept = make([]block, 0, len(blocks))
	for i := range blocks {
		if i == maxHead {
			s.head = false
		}
		b := blocks[i]
		if strings.TrimSpace(b.text) == "" {
			continue
		}
		if reason := s.drops(&b, i); reason == said {
			continue
		} else if reason != "" {
			dropped = append(dropped, Dropped{Reason: reason, Text: b.text})
			continue
		}
		if isProse(&b) {
			s.head = false
		}
		kept = append(kept, b)
	}
	if len(kept) == 0 { // nothing else is there to be read
		return slices.DeleteFunc(blocks, func(b block) bool { return strings.TrimSpace(b.text) == "" || b.kind == heading }), nil
	}
	return kept, dropped
}

type stripper struct {
	title, brief, author string
	a                    *Meta
	head                 bool            // whether no prose was kept yet
	tail                 int             // the first block after the last prose
	prose                bool            // whether there is any
	captions             map[string]bool // of images so far
	tools                bool            // whether the bar of buttons after the text has begun
}

// drops says why a block is no text, or returns "".
func (s *stripper) drops(b *block, i int) Reason {
	tail := i >= s.tail
	switch {
	case b.card:
		return DroppedLinks
	case b.kind == heading:
		if s.head && s.title != "" && same(b.text, s.title) {
			return said
		}
		return ""
	case b.kind == table || b.kind == code || b.kind == list:
		return ""
	case b.onlyLinks(): // without other text they are what there is to read
		if s.prose && (isIcon(b.text) || (tail || s.head) && s.isNavigation(b, tail)) {
			return DroppedLinks
		}
		return ""
	case b.image:
		return furnitureIf(s.isCopy(b.text))
	case s.head && s.brief != "" && same(b.text, s.brief):
		return said
	case s.tools && isLabel(b.text):
		return DroppedLinks
	case s.head:
		return furnitureIf(s.isByline(b.text) || isCounts(b.text))
	case tail && isCounts(b.text):
		s.tools = true
		return DroppedFurniture
	}
	return ""
}

// said is no reason to the owner of a source: the text is the title or brief of
// the article, and not left out.
const said Reason = "said"

func furnitureIf(is bool) Reason {
	if is {
		return DroppedFurniture
	}
	return ""
}

// isNavigation reports whether a block of links alone, before or after the
// text, leads through the site: a row of short links, tags, or a button.
func (s *stripper) isNavigation(b *block, tail bool) bool {
	n := utf8.RuneCountInString(b.text)
	row := b.links > 1 && n <= int(b.links)*maxButton || s.isTags(b.text)
	button := tail && s.tools && n <= maxButton
	s.tools = s.tools || row && tail
	return row || button || s.head && s.isByline(b.text)
}

// isTags reports whether a text is tags of the article, in any order.
func (s *stripper) isTags(text string) bool {
	text = compact(text)
	for len(text) > 0 {
		longest := ""
		for _, tag := range s.a.Tags {
			if tag = compact(tag); len(tag) > len(longest) && strings.HasPrefix(text, tag) {
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
func isProse(b *block) bool {
	switch b.kind {
	case heading:
		return false
	case table, code, list:
		return true
	}
	if b.card || b.text == "" || b.onlyLinks() {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(b.text, `”"’』」）) `))
	return strings.ContainsRune("。！？!?；;：:…", last) || last == '.' && strings.Contains(b.text, " ") ||
		utf8.RuneCountInString(b.text) >= minProse
}

// isCopy reports whether the text of an image is no caption: systems fill in
// the title of the article, or the same text for each.
func (s *stripper) isCopy(text string) bool {
	c := compact(text)
	if s.captions[c] || strings.Contains(s.title, c) || s.title != "" && strings.Contains(c, s.title) {
		return true
	}
	if s.captions == nil {
		s.captions = map[string]bool{}
	}
	s.captions[c] = true
	return false
}

// isByline reports whether a text only repeats the author or the date.
func (s *stripper) isByline(text string) bool {
	if isDate(text) {
		return true
	}
	text = compact(text)
	if text == s.title && text != "" {
		return true
	}
	before, after, ok := strings.Cut(text, s.author)
	return ok && s.author != "" && utf8.RuneCountInString(before)+utf8.RuneCountInString(after) <= maxRest
}

// isCounts reports whether a text is counts with labels, as "0 评论 3915 浏览":
// short words without punctuation, two of them or more numbers.
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

// same reports whether compact(s) is c; most texts differ early.
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
