package spell

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Complete returns at most n words that begin with what was typed so far, by
// falling frequency: those in the same characters or in pinyin, then those by
// initials. The typed text itself is not among them, nor single characters or
// words too rare to be sure of.
func (s *Speller) Complete(prefix string, n int) []string {
	if prefix == "" || n < 1 {
		return nil
	}
	top := newTop(s, n, prefix)
	for i, _ := slices.BinarySearch(s.words, prefix); i < len(s.words) && strings.HasPrefix(s.words[i], prefix); i++ {
		top.add(int32(i))
	}
	runes := []rune(prefix)
	if len(runes) <= maxTyped && all(runes, isTyped) && slices.ContainsFunc(runes, isLetter) {
		s.completeLetters(prefix, top)
	}
	return top.texts()
}

func (s *Speller) completeLetters(prefix string, top *topWords) {
	if letterPrefix(prefix) != prefix {
		for _, w := range s.spelled(prefix, start) {
			top.add(w.word)
		}
		return
	}
	full := matcher{sounds: s.tables.Sounds, start: start}
	for _, r := range s.byLetters(prefix, start) {
		if len(prefix) <= keyLetters || full.matches([]rune(s.words[r.word]), prefix) {
			top.add(r.word)
		}
	}
	top.next()
	for _, r := range s.byInitials(prefix, start) {
		top.add(r.word)
	}
}

// topWords keeps the most frequent words of several groups, the earlier
// group first. A word stands once.
type topWords struct {
	speller *Speller
	n       int
	typed   string
	done    []int32 // of the groups before
	group   []int32 // of this group, at most n, by falling frequency
}

func newTop(s *Speller, n int, typed string) *topWords {
	return &topWords{speller: s, n: n, typed: typed}
}

func (t *topWords) next() {
	t.done = append(t.done, t.group...)
	t.group = t.group[:0]
}

func (t *topWords) add(word int32) {
	df := t.speller.df
	full := len(t.group) == t.n
	if df[word] < leastDF || full && df[word] <= df[t.group[t.n-1]] {
		return
	}
	text := t.speller.words[word]
	if slices.Contains(t.group, word) || slices.Contains(t.done, word) || text == t.typed || utf8.RuneCountInString(text) < 2 {
		return
	}
	if full {
		t.group = t.group[:t.n-1]
	}
	at, _ := slices.BinarySearchFunc(t.group, word, func(in, w int32) int {
		return cmp.Or(cmp.Compare(df[w], df[in]), cmp.Compare(in, w))
	})
	t.group = slices.Insert(t.group, at, word)
}

func (t *topWords) texts() []string {
	t.next()
	var texts []string
	for _, w := range t.done[:min(len(t.done), t.n)] {
		texts = append(texts, t.speller.words[w])
	}
	return texts
}
