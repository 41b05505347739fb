package indexer

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/near"
	"github.com/xunzhang/xunzhang/part"
)

// minWordRunes is the length in runes from which a word of Han becomes a term of
// the stream words: a shorter one is in the stream grams already.
const minWordRunes = 3

// analyse turns a part into what the engine indexes, and adds it to the sketch
// of its article.
func analyse(a Analyzer, p part.Part, sketch *near.Sketcher) (engine.Doc, error) {
	stored, err := part.Encode(p)
	if err != nil {
		return engine.Doc{}, fmt.Errorf("part %q: %w", p.ID, err)
	}
	text := analysis.NewText(p.Text())
	grams := text.Grams()
	sketchParagraphs(sketch, p, grams)
	return engine.Doc{
		ID:         p.ID,
		Article:    p.Article.ID,
		Title:      p.Article.Title,
		Fields:     fields(p),
		Words:      append(words(a.Words(text)), text.Names()...),
		Grams:      terms(grams),
		Chars:      text.Chars(),
		Titles:     titles(p.Article.Title),
		Labels:     labels(&p.Article),
		Paragraphs: len(p.Article.Paragraphs),
		Runes:      p.Runes(),
		Stored:     stored,
	}, nil
}

func fields(p part.Part) engine.Fields {
	updated := p.Article.Updated
	if updated.IsZero() {
		updated = p.Article.Published
	}
	return engine.Fields{
		Category:  p.Article.Category,
		Author:    p.Article.Author,
		Tags:      p.Article.Tags,
		Published: p.Article.Published,
		Updated:   updated,
		Views:     p.Article.Views,
	}
}

func terms(tokens []analysis.Token) []string {
	all := make([]string, len(tokens))
	for i, t := range tokens {
		all[i] = t.Term
	}
	return all
}

// titles returns the distinct grams of a title.
func titles(title string) []string {
	all := terms(analysis.NewText(title).Grams())
	slices.Sort(all)
	return slices.Compact(all)
}

// labels returns the author and the tags of an article, folded, each as one term, and
// a term for its category and for each category that this one lies in: a query finds a
// whole name whatever its letter case, width or script.
func labels(a *article.Article) []string {
	var all []string
	add := func(label string) {
		if !slices.Contains(all, label) {
			all = append(all, label)
		}
	}
	for _, name := range append([]string{a.Author}, a.Tags...) {
		if l := analysis.FoldName(name); l != "" {
			add(l)
		}
	}
	for _, category := range engine.Categories(a.Category) {
		if l := analysis.FoldName(category); l != "" {
			add(part.CategoryTerm(l))
		}
	}
	return all
}

// words returns the words of Han that are not grams already. Latin words are always
// grams; whole ones are also names (see analysis.Text.Names).
func words(tokens []analysis.Token) []string {
	var all []string
	for _, t := range tokens {
		if first, _ := utf8.DecodeRuneInString(t.Term); analysis.IsHan(first) && utf8.RuneCountInString(t.Term) >= minWordRunes {
			all = append(all, t.Term)
		}
	}
	return all
}
