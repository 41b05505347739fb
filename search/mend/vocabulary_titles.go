package mend

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/spell"
)

// titles are those of the newest articles.
type titles struct {
	all      []title            // newest first
	openings *spell.Speller     // how they begin, to be typed in pinyin
	opened   map[string][]int32 // by opening, places in all
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
func readTitles(ctx context.Context, view engine.View, tables spell.Tables) (*titles, error) {
	t := &titles{opened: make(map[string][]int32)}
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
			t.add(h.Article, part.Decode(v.Title))
		}
		if len(result.Hits) < titlePage {
			break
		}
	}
	t.openings = spell.New(t.open(), tables)
	return t, nil
}

func (t *titles) add(id, text string) {
	if folded := strings.Join(strings.Fields(analysis.FoldString(text)), " "); folded != "" {
		t.all = append(t.all, title{id, text, folded})
	}
}

// maxOpening is how many runes of a title can be typed in pinyin.
const maxOpening = 10

// open yields how titles begin, up to the first sign that is not typed in
// pinyin. All are as frequent: package spell leaves out what is rare.
func (t *titles) open() iter.Seq2[string, int] {
	const frequency = 1000
	for i, title := range t.all {
		if o := opening(title.folded); o != "" {
			t.opened[o] = append(t.opened[o], int32(i))
		}
	}
	return func(yield func(string, int) bool) {
		for o := range t.opened {
			if !yield(o, frequency) {
				return
			}
		}
	}
}

func opening(folded string) string {
	n := 0
	for i, r := range folded {
		if n == maxOpening || !isTyped(r) {
			return folded[:i]
		}
		n++
	}
	return folded
}

// beginning returns at most n titles that begin with what was typed, newest
// first, and then those that do so in pinyin.
func (t *titles) beginning(typed string, n int) []*title {
	var out []*title
	for i := 0; i < len(t.all) && len(out) < n; i++ {
		if strings.HasPrefix(t.all[i].folded, typed) {
			out = append(out, &t.all[i])
		}
	}
	if len(out) == n || !strings.ContainsFunc(typed, isASCIIWord) {
		return out
	}
	var more []int32
	for _, o := range t.openings.Complete(typed, 4*n) {
		more = append(more, t.opened[o]...)
	}
	slices.Sort(more)
	for _, i := range more[:min(len(more), n-len(out))] {
		out = append(out, &t.all[i])
	}
	return out
}

// holding returns at most n titles that hold all words, newest first.
func (t *titles) holding(words []string, n int) []*title {
	var out []*title
	for i := 0; i < len(t.all) && len(out) < n; i++ {
		lacks := func(word string) bool { return !strings.Contains(t.all[i].folded, word) }
		if !slices.ContainsFunc(words, lacks) {
			out = append(out, &t.all[i])
		}
	}
	return out
}

// Phrases of titles: how many words they have, their length in runes, in how
// many titles they must stand, and how many of them are kept.
const (
	phraseWords  = 3
	phraseRunes  = 10
	phraseTitles = 4
	maxPhrases   = 1000
)

// phrases are runs of two or three content words that several titles share,
// with the parts that hold their grams. They are no words, but what readers
// type: 私域流量运营.
func (t *titles) phrases(ctx context.Context, view engine.View, a *analysis.Analyzer) (map[string]int, error) {
	counts := make(map[string]int)
	for i := range t.all {
		for phrase := range phrasesOf(t.all[i].folded, a) {
			counts[phrase]++
		}
	}
	frequent := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	out := make(map[string]int)
	for _, phrase := range frequent[:min(maxPhrases, len(frequent))] {
		if counts[phrase] < phraseTitles {
			break
		}
		result, err := view.Search(ctx, engine.Request{Filter: plan.MayHold(analysis.NewText(phrase))})
		if err != nil {
			return nil, err
		}
		out[phrase] = result.Parts
	}
	return out, nil
}

// phrasesOf are the distinct runs of content words of a folded title.
func phrasesOf(folded string, a *analysis.Analyzer) map[string]bool {
	out := make(map[string]bool)
	var run []analysis.Token // words that adjoin
	end := 0
	for _, w := range a.Words(analysis.NewText(folded)) {
		if w.Start < end { // within a word
			continue
		}
		runes := []rune(w.Term)
		empty := len(runes) < 2 || isGrammar(w.Term) || !isTyped(runes[0]) || strings.Trim(w.Term, "0123456789") == ""
		if w.Start > end || empty {
			run = run[:0]
		}
		if end = w.End; empty {
			continue
		}
		run = append(run, w)
		for n := 2; n <= min(phraseWords, len(run)); n++ {
			phrase := folded[run[len(run)-n].Start:end]
			if len([]rune(phrase)) <= phraseRunes {
				out[phrase] = true
			}
		}
	}
	return out
}
