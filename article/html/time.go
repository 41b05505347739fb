package html

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/page"
)

// readTimes reads the days on which a page says that it was published and changed, in
// elements above its text: those that are marked as such (itemprop, pubdate, a class), and
// otherwise the first <time> that stands in a line without a sentence. A page with such a
// day for each of several articles is a list, of which none is the page's.
//
// It returns the lines that say no more than such days.
func readTimes(m *page.Meta, root *html.Node) (shown []string) {
	var times stamps
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && times.see(n) {
			break
		}
	}
	if len(times.articles) > 1 || times.lines > maxStamps {
		return nil
	}
	for _, t := range []stamp{times.marked, times.first} {
		if m.Published.IsZero() {
			m.Published = page.ParseDate(string(t))
		}
	}
	if m.Updated.IsZero() {
		m.Updated = page.ParseDate(string(times.updated))
	}
	return times.shown
}

// dropStamps drops the lines above the text that say no more than a day.
func dropStamps(p *page.Page, shown []string) {
	if len(shown) == 0 {
		return
	}
	kept := p.Blocks[:0]
	for i := range p.Blocks {
		if b := &p.Blocks[i]; i < maxStampBlocks && b.Kind == block.Prose && slices.Contains(shown, block.Compact(b.Text)) {
			p.Dropped = append(p.Dropped, block.Dropped{Reason: block.DroppedFurniture, Text: b.Text})
			continue
		}
		kept = append(kept, p.Blocks[i])
	}
	p.Blocks = kept
}

// maxStampBlocks is how many blocks at the beginning may be days.
const maxStampBlocks = 8

// A stamp is a day as a page writes it.
type stamp string

type stamps struct {
	marked, first, updated stamp
	articles               []*html.Node // that hold days of publication
	lines                  int          // with days of which nothing says what they are
	shown                  []string     // the lines with days, without their signs
}

// maxStamps is how many days may stand above the text of a page that is no list.
const maxStamps = 2

// maxStampLine is the greatest length of a line with a day that is no sentence, in runes.
const maxStampLine = 60

// see looks at an element, and reports whether the text of the page begins there.
func (s *stamps) see(n *html.Node) bool {
	switch tag := tagOf(n); {
	case tag == atom.P && utf8.RuneCountInString(block.Squash(rawText(n))) > maxStampLine:
		return true
	case tag != atom.Time && attr(n, "itemprop") == "":
		return false
	}
	value := stampOf(n)
	if page.ParseDate(string(value)).IsZero() || isBeside(n) {
		return false
	}
	if tagOf(n) == atom.Time && isStampLine(n) {
		before, behind := lineOf(n)
		s.shown = append(s.shown, block.Compact(before+rawText(n)+behind))
	}
	class := strings.ToLower(attr(n, "class"))
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(class, w) })
	}
	_, pubdate := attrOf(n, "pubdate")
	switch prop := attr(n, "itemprop"); {
	case prop == "datePublished" || pubdate || tagOf(n) == atom.Time && has("publish", "posted", "entry-date", "post-date", "created"):
		s.published(&s.marked, value, n)
	case prop == "dateModified" || tagOf(n) == atom.Time && (has("updated", "modified") || isUpdate(n)):
		if s.updated == "" {
			s.updated = value
		}
	case tagOf(n) == atom.Time && isStampLine(n):
		s.lines++
		s.published(&s.first, value, n)
	}
	return false
}

// published notes a day of publication, and the article that it stands in.
func (s *stamps) published(first *stamp, value stamp, n *html.Node) {
	if *first == "" {
		*first = value
	}
	for ; n != nil; n = n.Parent {
		if tag := tagOf(n); tag == atom.Article || tag == atom.Li {
			if !slices.Contains(s.articles, n) {
				s.articles = append(s.articles, n)
			}
			return
		}
	}
}

// stampOf is the day that an element states.
func stampOf(n *html.Node) stamp {
	for _, name := range []string{"datetime", "content"} {
		if value := strings.TrimSpace(attr(n, name)); value != "" {
			return stamp(value)
		}
	}
	return stamp(block.Squash(rawText(n)))
}

// isBeside reports whether an element stands beside the article: in comments or lists of
// other articles.
func isBeside(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		switch tagOf(n) {
		case atom.Aside, atom.Nav, atom.Footer:
			return true
		}
		if strings.Contains(strings.ToLower(attr(n, "id")+" "+attr(n, "class")), "comment") {
			return true
		}
	}
	return false
}

// lineOf is the text before and behind an element in the line that it stands in.
func lineOf(n *html.Node) (before, behind string) {
	for n.Parent != nil && isInlineTag(tagOf(n.Parent)) && n.Parent.Type == html.ElementNode {
		before, behind = beforeIn(n)+before, behind+behindIn(n)
		n = n.Parent
	}
	return beforeIn(n) + before, behind + behindIn(n)
}

func beforeIn(n *html.Node) (text string) {
	for d := n.PrevSibling; d != nil && isInline(d); d = d.PrevSibling {
		text = inlineText(d) + text
	}
	return text
}

func behindIn(n *html.Node) (text string) {
	for d := n.NextSibling; d != nil && isInline(d); d = d.NextSibling {
		text += inlineText(d)
	}
	return text
}

func isInline(n *html.Node) bool {
	return n.Type == html.TextNode || n.Type == html.ElementNode && isInlineTag(tagOf(n)) && tagOf(n) != atom.Br
}

func inlineText(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	return rawText(n)
}

// isStampLine reports whether the line of a day is no sentence.
func isStampLine(n *html.Node) bool {
	before, behind := lineOf(n)
	text := block.Squash(before + rawText(n) + behind)
	return utf8.RuneCountInString(text) <= maxStampLine && !strings.ContainsAny(text, "。！？；，,!?;")
}

// isUpdate reports whether the words before a day say that the page was changed then.
func isUpdate(n *html.Node) bool {
	before, _ := lineOf(n)
	before = strings.ToLower(before)
	for _, word := range []string{"更新", "修改", "updated", "modified"} {
		if at := strings.LastIndex(before, word); at >= 0 && utf8.RuneCountInString(before[at:]) <= maxUpdateWord {
			return true
		}
	}
	return false
}

// maxUpdateWord is how many runes before a day the word begins that says what it is.
const maxUpdateWord = 10
