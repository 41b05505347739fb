// Package part knows how an article is cut into the documents that an engine
// indexes, and the stored form of such a document, whose text can be scanned
// without decoding it. It must not know how articles are read, engines or queries.
package part

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/article/content"
)

// MaxRunes is the length, in runes of its paragraphs, above which an article
// is indexed as several parts. Otherwise a book would be one part with nearly every
// word in it, and a candidate for every query.
const MaxRunes = 16_000

// A Part is an article or, of a long article, a run of its paragraphs, with the
// metadata of the whole article.
type Part struct {
	ID      string // Article.ID, followed for later parts by a NUL and the index
	Index   int    // from 0
	Of      int    // how many parts the article has
	Article content.Article
}

// Split cuts an article into parts of at most MaxRunes runes, at paragraph
// boundaries; a single longer paragraph is a part of its own. An article
// without paragraphs is one part.
func Split(a content.Article) []Part {
	all := a.Paragraphs
	var parts []Part
	for start := 0; start == 0 || start < len(all); {
		end := runEnd(all, start)
		p := Part{ID: partID(a.ID, len(parts)), Index: len(parts), Article: a}
		p.Article.Paragraphs = all[start:end]
		p.keep(all[start:end])
		parts = append(parts, p)
		if start = end; end == 0 {
			break
		}
	}
	for i := range parts {
		parts[i].Of = len(parts)
	}
	return parts
}

// keep removes from the part the links, readings and names of paragraphs that it
// does not have.
func (p *Part) keep(run []content.Paragraph) {
	a := &p.Article
	if len(a.Links)+len(a.Ruby)+len(a.Anchors) == 0 {
		return
	}
	numbers := map[int]bool{}
	for _, g := range run {
		numbers[g.Number] = true
	}
	links, ruby, anchors := a.Links, a.Ruby, a.Anchors
	a.Links, a.Ruby, a.Anchors = nil, nil, nil
	for _, l := range links {
		if numbers[l.Paragraph] {
			a.Links = append(a.Links, l)
		}
	}
	for _, r := range ruby {
		if numbers[r.Paragraph] {
			a.Ruby = append(a.Ruby, r)
		}
	}
	for n, name := range anchors {
		if numbers[n] {
			if a.Anchors == nil {
				a.Anchors = map[int]string{}
			}
			a.Anchors[n] = name
		}
	}
}

func runEnd(all []content.Paragraph, start int) int {
	runes := 0
	for i := start; i < len(all); i++ {
		n := utf8.RuneCountInString(all[i].Text)
		if i > start && runes+n > MaxRunes {
			return i
		}
		runes += n
	}
	return len(all)
}

func partID(id string, index int) string {
	if index == 0 {
		return id
	}
	return id + "\x00" + strconv.Itoa(index)
}

// Runes is the length of the part's paragraphs in runes.
func (p Part) Runes() int {
	n := 0
	for _, g := range p.Article.Paragraphs {
		n += utf8.RuneCountInString(g.Text)
	}
	return n
}

// labelsOf returns the short texts by which an article is found besides its title.
func labelsOf(a *content.Article) []string {
	return slices.Concat([]string{a.Author}, a.Tags, a.Aliases)
}

// Separator is put between texts so that no term or match spans two of them. It is
// a control character, which is removed from every text, and not white space,
// because words may continue across a line break.
const Separator = "\x1e"

// CategoryTerm is the label of a category whose name was folded. Folded names have no
// capital letters, so that no author or tag has the same label.
func CategoryTerm(folded string) string { return "Category:" + folded }

// Text returns everything of the part that is indexed, with Separator after each
// field or paragraph: title, brief, author, tags, aliases, paragraphs, and how
// their characters are pronounced.
func (p Part) Text() string {
	var b strings.Builder
	a := &p.Article
	for _, s := range append([]string{a.Title, a.Brief}, labelsOf(a)...) {
		b.WriteString(s)
		b.WriteString(Separator)
	}
	read := readings(a)
	for _, g := range a.Paragraphs {
		b.WriteString(g.Text)
		b.WriteString(Separator)
		if r := read[g.Number]; r != "" {
			b.WriteString(r)
			b.WriteString(Separator)
		}
	}
	return b.String()
}
