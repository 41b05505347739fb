package search

import (
	"context"
	"iter"
	"strings"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/spell"
)

// titles are the titles of the newest articles, and the phrases that several of
// them share.
type titles struct {
	all      []title        // newest first
	openers  *spell.Speller // how titles begin, for pinyin
	byOpener map[string][]int32
	phrases  *spell.Speller
}

type title struct {
	id, text, folded string
}

// Titles are read up to maxTitles, titlePage at a time.
const (
	maxTitles = 100_000
	titlePage = 5_000
)

// readTitles reads the titles of the newest articles.
func (s *Service) readTitles(ctx context.Context, view engine.View) (*titles, error) {
	out := &titles{byOpener: make(map[string][]int32)}
	seen := make(map[string]bool)
	for from := 0; from < maxTitles; from += titlePage {
		result, err := view.Search(ctx, engine.Request{Sort: engine.ByNewest, From: from, Size: titlePage, Stored: true})
		if err != nil {
			return nil, err
		}
		for _, h := range result.Hits {
			if seen[h.Article] { // another part of it
				continue
			}
			seen[h.Article] = true
			v, err := part.Open(h.Stored)
			if err != nil {
				return nil, err
			}
			out.add(h.Article, part.Decode(v.Title))
		}
		if len(result.Hits) < titlePage {
			break
		}
	}
	out.openers = spell.New(out.openings(), s.spelling)
	out.phrases = spell.New(s.titlePhrases(out.all), s.spelling)
	return out, nil
}

func (t *titles) add(id, text string) {
	if folded := strings.TrimSpace(analysis.FoldString(text)); folded != "" {
		t.all = append(t.all, title{id, text, folded})
	}
}

// maxOpener is how many runes of a title can be typed in pinyin.
const maxOpener = 10

// openings are the beginnings of titles up to the first sign that cannot be
// typed, each as frequent as is needed to be proposed.
func (t *titles) openings() iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for i, title := range t.all {
			o := opening(title.folded)
			t.byOpener[o] = append(t.byOpener[o], int32(i))
		}
		for o := range t.byOpener {
			if o != "" && !yield(o, 1000) {
				return
			}
		}
	}
}

func opening(folded string) string {
	n := 0
	for i, r := range folded {
		if n == maxOpener || !analysis.IsHan(r) && (r > 'z' || !analysis.IsLatin(r)) {
			return folded[:i]
		}
		n++
	}
	return folded
}

// Phrases of titles: how many words they have, in how many titles they must
// stand, and their length in runes.
const (
	phraseWords  = 3
	phraseTitles = 4
	phraseRunes  = 12
)

// titlePhrases are runs of two or three content words that several titles
// share. They are no words, but what readers type: 私域流量运营.
func (s *Service) titlePhrases(all []title) iter.Seq2[string, int] {
	counts := make(map[string]int)
	for _, t := range all {
		for phrase := range s.phrases(t.folded) {
			counts[phrase]++
		}
	}
	return func(yield func(string, int) bool) {
		for phrase, n := range counts {
			if n >= phraseTitles && !yield(phrase, n) {
				return
			}
		}
	}
}

// phrases are the distinct runs of content words of a folded title.
func (s *Service) phrases(folded string) map[string]bool {
	out := make(map[string]bool)
	var run []analysis.Token // words that adjoin
	end := 0
	for _, w := range s.analyzer.Words(analysis.NewText(folded)) {
		if w.Start < end { // within a word
			continue
		}
		empty := isGrammar(w.Term) || strings.Trim(w.Term, "0123456789") == ""
		if w.Start > end || empty {
			run = run[:0]
		}
		if end = w.End; empty {
			continue
		}
		run = append(run, w)
		for n := 2; n <= min(phraseWords, len(run)); n++ {
			phrase := folded[run[len(run)-n].Start:end]
			if runes := []rune(phrase); len(runes) > n && len(runes) <= phraseRunes {
				out[phrase] = true
			}
		}
	}
	return out
}
