package mend

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/plan"
)

// Phrases of titles: how many words they have, their length in runes, in how many
// titles they must occur, and how many of them are kept.
const (
	phraseWords  = 3
	phraseRunes  = 10
	phraseTitles = 4
	maxPhrases   = 1000
	textsOnce    = 100 // texts that are counted in one call
)

// A phrase is a run of two or three content words that several titles share. It is no
// word, but readers type it: 私域流量运营.
type phrase struct {
	written string // as the newest of the titles writes it
	titles  int    // that hold it
	parts   int    // that may hold it
}

// phrases returns the most frequent phrases of titles, and their words of letters as
// the newest title writes each; the keys are folded.
func (t *titles) phrases(ctx context.Context, view engine.View, a *analysis.Analyzer) (map[string]phrase, map[string]string, error) {
	all, letters := make(map[string]phrase), make(map[string]string)
	for i := range t.all {
		runs, words := phrasesOf(t.all[i].text, a)
		for text, written := range runs {
			p := all[text]
			all[text] = phrase{written: cmp.Or(p.written, written), titles: p.titles + 1}
		}
		for text, written := range words {
			letters[text] = cmp.Or(letters[text], written)
		}
	}
	frequent := slices.SortedFunc(maps.Keys(all), func(a, b string) int {
		return cmp.Or(cmp.Compare(all[b].titles, all[a].titles), cmp.Compare(a, b))
	})
	frequent = frequent[:min(maxPhrases, len(frequent))]
	if rare := slices.IndexFunc(frequent, func(s string) bool { return all[s].titles < phraseTitles }); rare >= 0 {
		frequent = frequent[:rare]
	}
	counts, err := countParts(ctx, view, frequent)
	if err != nil {
		return nil, nil, err
	}
	out := make(map[string]phrase)
	for i, text := range frequent {
		out[text] = phrase{all[text].written, all[text].titles, counts[i]}
	}
	return out, letters, nil
}

// countParts returns for each text the number of parts that hold its grams.
func countParts(ctx context.Context, view engine.View, texts []string) ([]int, error) {
	var counts []int
	for some := range slices.Chunk(texts, textsOnce) {
		requests := make([]engine.Request, len(some))
		for i, text := range some {
			requests[i].Filter = plan.MayHold(analysis.NewText(text))
		}
		results, err := view.SearchAll(ctx, requests)
		if err != nil {
			return nil, err
		}
		for _, r := range results {
			counts = append(counts, r.Parts)
		}
	}
	return counts, nil
}

// phrasesOf returns the distinct runs of content words of a title and its words of
// letters, folded, with their writing in the title.
func phrasesOf(title string, a *analysis.Analyzer) (phrases, letters map[string]string) {
	phrases, letters = make(map[string]string), make(map[string]string)
	var run []analysis.Token // adjacent words
	end := 0
	for _, w := range a.Words(analysis.NewText(title)) {
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
			written := title[run[len(run)-n].Start:end]
			if folded := analysis.FoldText(written); len([]rune(folded)) <= phraseRunes {
				phrases[folded] = written
			}
		}
		if isASCIIWord(runes[0]) {
			letters[w.Term] = title[w.Start:w.End]
		}
	}
	return phrases, letters
}

// A names holds names with their frequencies; the keys are folded.
type names struct {
	df      map[string]int
	written map[string]string // how a name or another word of a title is written
}

// named returns the names of the lists of other words that this generation holds, and
// the phrases of its titles.
func (v *Vocabularies) named(ctx context.Context, view engine.View, words map[string]int, phrases map[string]phrase, written map[string]string) (names, error) {
	n := names{df: make(map[string]int), written: written}
	for text, p := range phrases {
		if n.written[text] = p.written; !isClause(text) {
			n.df[text] = min(p.parts, titleShare*p.titles)
		}
	}
	if v.lists == nil {
		return n, nil
	}
	var mixed []string // names that are no words of the index: AB测试
	for name, display := range v.lists.Names() {
		n.written[name] = display
		if df, ok := words[name]; ok {
			n.df[name] = df
		} else if strings.ContainsFunc(name, isASCIIWord) && strings.ContainsFunc(name, analysis.IsHan) {
			mixed = append(mixed, name)
		}
	}
	slices.Sort(mixed)
	counts, err := countParts(ctx, view, mixed)
	if err != nil {
		return names{}, err
	}
	for i, name := range mixed {
		n.df[name] = counts[i]
	}
	return n, nil
}

// isClause reports whether a phrase begins or ends with a verb that says that something
// must or may be: nobody looks for 产品经理需要.
func isClause(phrase string) bool {
	for _, verb := range [...]string{"需要", "应该", "应当", "必须", "可以", "能够", "可能", "不要"} {
		if strings.HasPrefix(phrase, verb) || strings.HasSuffix(phrase, verb) {
			return true
		}
	}
	return false
}
