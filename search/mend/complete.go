package mend

import (
	"cmp"
	"strings"
)

// A Completion is a suggestion while typing.
type Completion struct {
	Text string `json:"text"`
	Kind string `json:"kind"`         // "title" or "phrase"
	ID   string `json:"id,omitempty"` // of the article, for a title
}

// Complete completes a folded text: at most n titles and phrases, each once. Titles
// that begin with it come first, then phrases, then titles that hold its words.
func (v *Vocabulary) Complete(typed string, n int) []Completion {
	begin := v.titles.beginning(typed, n)
	phrases := v.phrases(typed, n)
	most := max(n/2, n-len(phrases)) // titles first, but not only titles
	list := completions{n: n, seen: make(map[string]bool)}
	for _, t := range begin[:min(most, len(begin))] {
		list.title(t)
	}
	for _, p := range phrases {
		list.add(p, Completion{Text: v.asWritten(p), Kind: "phrase"})
	}
	for _, t := range begin {
		list.title(t)
	}
	if len(list.all) < n {
		for _, t := range v.titles.holding(strings.Fields(typed), n) {
			list.title(t)
		}
	}
	return list.all
}

// completions is a list of completions without repetitions.
type completions struct {
	n    int
	all  []Completion
	seen map[string]bool // folded
}

func (c *completions) title(t *title) {
	c.add(t.folded, Completion{Text: t.text, Kind: "title", ID: t.id})
}

func (c *completions) add(folded string, completion Completion) {
	if len(c.all) < c.n && !c.seen[folded] {
		c.seen[folded] = true
		c.all = append(c.all, completion)
	}
}

// asWritten writes the last word of a folded text as titles or lists of other words do:
// 入门 tiktok as 入门 TikTok.
func (v *Vocabulary) asWritten(phrase string) string {
	at := strings.LastIndexByte(phrase, ' ') + 1
	return phrase[:at] + cmp.Or(v.written[phrase[at:]], phrase[at:])
}
