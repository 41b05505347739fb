package mend

import (
	"strings"
	"unicode/utf8"
)

// A Completion is a suggestion while typing.
type Completion struct {
	Text string `json:"text"`
	Kind string `json:"kind"`         // "title" or "phrase"
	ID   string `json:"id,omitempty"` // of the article, for a title
}

// Complete completes a folded text.
func (v *Vocabulary) Complete(typed string, n int) []Completion {
	begin := v.titles.beginning(typed, n)
	phrases := v.phrases(typed, n)
	most := max(n/2, n-len(phrases)) // titles first, but never alone
	list := completions{n: n, seen: make(map[string]bool)}
	for _, t := range begin[:min(most, len(begin))] {
		list.title(t)
	}
	for _, p := range phrases {
		list.add(p, Completion{Text: p, Kind: "phrase"})
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

// completions is a list without repetitions.
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

// phrases completes the last word of what was typed, most frequent first.
func (v *Vocabulary) phrases(typed string, n int) []string {
	at := strings.LastIndexByte(typed, ' ') + 1
	var out []string
	for _, w := range v.words.Complete(typed[at:], 2*n) {
		if len(out) < n && !isFiller(w) {
			out = append(out, typed[:at]+w)
		}
	}
	return out
}

// isFiller reports whether a word is grammar, or ends in a particle.
func isFiller(word string) bool {
	last, size := utf8.DecodeLastRuneInString(word)
	return isGrammar(word) || strings.ContainsRune("的了着吗呢吧啊么", last) && utf8.RuneCountInString(word[:len(word)-size]) > 1
}
