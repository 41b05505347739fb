package indexer

import (
	"fmt"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/near"
	"github.com/xunzhang/xunzhang/part"
)

// minWordRunes is the length from which a word is a term of its own: a shorter
// one is a gram already.
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
		Fields:     fields(p),
		Words:      words(a.Words(text)),
		Grams:      terms(grams),
		Chars:      text.Chars(),
		Paragraphs: len(p.Article.Paragraphs),
		Runes:      p.Runes(),
		Stored:     stored,
	}, nil
}

func fields(p part.Part) engine.Fields {
	return engine.Fields{
		Category:  p.Article.Category,
		Author:    p.Article.Author,
		Tags:      p.Article.Tags,
		Published: p.Article.Published,
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

// words are the Han words that are no grams; Latin ones always are.
func words(tokens []analysis.Token) []string {
	var all []string
	for _, t := range tokens {
		if t.Term[0] >= utf8.RuneSelf && utf8.RuneCountInString(t.Term) >= minWordRunes {
			all = append(all, t.Term)
		}
	}
	return all
}
