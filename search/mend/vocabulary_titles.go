package mend

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/spell"
	"github.com/xunzhang/xunzhang/titlelist"
)

// titles holds the titles of the newest articles.
type titles struct {
	all      []title            // newest first
	openings *spell.Speller     // their openings, to be found by pinyin
	opened   map[string][]int32 // by opening, indexes into all
}

// A title is the title of an article.
type title struct {
	id, text, folded string // folded as a name: see analysis.FoldName
}

// titlePage is how many titles are read in one call from generations without a list
// of titles.
const titlePage = 5_000

// readTitles reads the titles of the newest articles from the generation's list of
// titles or, when there is none, from its parts.
func readTitles(ctx context.Context, view engine.View, tables spell.Tables) (*titles, error) {
	t := &titles{opened: make(map[string][]int32)}
	listed, err := t.addListed(ctx, view)
	if err == nil && !listed {
		err = t.addStored(ctx, view)
	}
	if err != nil {
		return nil, err
	}
	t.openings = spell.New(t.open(), tables)
	return t, nil
}

// addListed adds the titles of the generation's list, and reports whether there is
// a complete list.
func (t *titles) addListed(ctx context.Context, view engine.View) (bool, error) {
	data, err := view.File(ctx, titlelist.FileName)
	if errors.Is(err, engine.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	list, err := titlelist.Decode(data)
	if err != nil {
		return false, err
	}
	all, whole := list.Newest(view.State().Articles)
	for _, listed := range all {
		t.add(listed.Article, listed.Text)
	}
	return whole, nil
}

// addStored adds the titles of stored parts.
func (t *titles) addStored(ctx context.Context, view engine.View) error {
	seen := make(map[string]bool)
	for from := 0; from < titlelist.Most; from += titlePage {
		result, err := view.Search(ctx, engine.Request{Sort: engine.ByNewest, From: from, Size: titlePage, Stored: true})
		if err != nil {
			return err
		}
		for _, h := range result.Hits {
			if seen[h.Article] { // another part of the article
				continue
			}
			seen[h.Article] = true
			v, err := part.Open(h.Stored)
			if err != nil {
				return err
			}
			t.add(h.Article, part.Decode(v.Title))
		}
		if len(result.Hits) < titlePage {
			break
		}
	}
	return nil
}

func (t *titles) add(id, text string) {
	if folded := analysis.FoldName(text); folded != "" {
		t.all = append(t.all, title{id, text, folded})
	}
}

// maxOpening is how many runes of a title can be typed in pinyin.
const maxOpening = 10

// open yields the openings of titles, up to the first sign that is not typed in
// pinyin. All get the same frequency, because package spell leaves out rare words.
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

// opening returns the beginning of a folded title up to the first rune that is not
// typed in pinyin, at most maxOpening runes.
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

// beginning returns at most n titles that begin with the typed text, newest first,
// and then those that begin with it in pinyin.
func (t *titles) beginning(typed string, n int) []*title {
	typed = analysis.FoldName(typed)
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
	found := t.openings.Complete(typed, 4*n, spell.ByFrequency)
	for _, o := range slices.Concat(found.Literal, found.Spelled, found.Initials) {
		more = append(more, t.opened[o.Word]...)
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
