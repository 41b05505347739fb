package audit

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/export"
	"github.com/xunzhang/xunzhang/part"
)

// compareWithText reads all of the text and notes for each sample which
// paragraphs hold it. It shares nothing with the search but folding: every
// paragraph is folded, and at each of its characters the samples that begin
// with it are compared.
func compareWithText(ctx context.Context, view engine.View, samples []*sample) error {
	byFirst := make(map[rune][]*sample)
	for _, s := range samples {
		first, _ := utf8.DecodeRuneInString(s.folded)
		byFirst[first] = append(byFirst[first], s)
		s.holding = make(map[string]bool)
		for _, f := range s.found {
			s.holding[f.ID] = false
		}
	}
	err := export.EachPart(ctx, view, func(h engine.Hit, v part.View) error {
		for c := v.Paragraphs(); c.Next(); {
			folded := analysis.FoldText(part.Decode(c.Text))
			id := paragraphID(h, c)
			for s, at := range heldBy(folded, byFirst) {
				s.isHeldBy(id, folded, at)
			}
		}
		return nil
	})
	for _, s := range samples {
		if s.held == 0 { // a fault of folding: the paragraph that it was drawn from must hold it
			s.held, s.lost = 1, Miss{Paragraph: s.from, Excerpt: s.folded}
		}
		for id, holds := range s.holding {
			if !holds {
				delete(s.holding, id)
			}
		}
	}
	return err
}

// paragraphID names a paragraph of a part: ARTICLE#N.
func paragraphID(h engine.Hit, c part.Cursor) string {
	return h.Article + "#" + strconv.Itoa(c.Number)
}

// A holding says where a text holds a sample, in bytes of the fold, and whether
// it does so without cutting a word.
type holding struct {
	at    int
	whole bool
}

// heldBy returns the samples that a folded text holds, each with the first place
// where it is whole words, or else the last one.
func heldBy(folded string, byFirst map[rune][]*sample) map[*sample]holding {
	var held map[*sample]holding
	for i, r := range folded {
		for _, s := range byFirst[r] {
			if held[s].whole || !strings.HasPrefix(folded[i:], s.folded) {
				continue
			}
			if held == nil {
				held = make(map[*sample]holding)
			}
			held[s] = holding{i, !analysis.InsideWord(folded, i) && !analysis.InsideWord(folded, i+len(s.folded))}
		}
	}
	return held
}

// isHeldBy records that a paragraph holds the sample. A search has to find a
// paragraph that holds the sample as whole words. A paragraph that holds it only
// inside a word, as ChatGPT holds GPT, may be found and need not be, except for
// samples that are pieces of words themselves.
func (s *sample) isHeldBy(id, folded string, h holding) {
	_, found := s.holding[id]
	if found {
		s.holding[id] = true
	}
	must := h.whole || s.kind == insideWords
	if must {
		s.held++
	}
	if must && !found && s.lost.Paragraph == "" {
		s.lost.Paragraph, s.lost.Excerpt = id, excerpt(folded, h.at)
	}
}

// excerpt returns the text around a place.
func excerpt(text string, at int) string {
	const before, after = 15, 25
	head, tail := []rune(text[:at]), []rune(text[at:])
	return string(head[max(0, len(head)-before):]) + string(tail[:min(after, len(tail))])
}
