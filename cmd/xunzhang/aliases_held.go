package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/expand"
)

// A wordSearch reads texts to see which of many words they hold.
type wordSearch struct {
	missing map[rune][]string // folded words that no text held yet, by their first character
}

// wordsHeld reads all articles of the index, with their titles and labels.
func wordsHeld(ctx context.Context, e engine.Engine, lists []*expand.List) (*wordSearch, error) {
	view, err := e.View(ctx)
	if err != nil {
		return nil, err
	}
	s := newWordSearch(lists)
	err = eachPart(ctx, view, func(h engine.Hit) error {
		v, err := part.Open(h.Stored)
		if err != nil {
			return err
		}
		for _, text := range [...][]byte{v.Title, v.Brief, v.Labels} {
			s.read(analysis.FoldString(part.Decode(text)))
		}
		for c := v.Paragraphs(); c.Next(); {
			s.read(analysis.FoldString(part.Decode(c.Text)))
		}
		return ctx.Err()
	})
	return s, errors.Join(err, view.Close())
}

func newWordSearch(lists []*expand.List) *wordSearch {
	s := &wordSearch{missing: make(map[rune][]string)}
	for _, l := range lists {
		for _, w := range l.Words() {
			if s.has(w) {
				first, _ := utf8.DecodeRuneInString(w)
				s.missing[first] = append(s.missing[first], w)
			}
		}
	}
	return s
}

// has reports whether a word is not missing.
func (s *wordSearch) has(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return !slices.Contains(s.missing[first], word)
}

// read takes the words that a folded text holds, without cutting a word of
// letters or a number, off those that are missing.
func (s *wordSearch) read(folded string) {
	for at, first := range folded {
		words := s.missing[first]
		left := slices.DeleteFunc(words, func(w string) bool {
			return strings.HasPrefix(folded[at:], w) && !cutsWord(folded, at, at+len(w))
		})
		if len(left) < len(words) {
			s.missing[first] = left
		}
	}
}
