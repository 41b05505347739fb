package spell

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Completion is a word that begins with what was typed.
type Completion struct {
	Word   string
	DF     int     // documents with the word
	Weight float64 // by which it was ordered
}

// Completions are the words that begin with what was typed so far, each list by
// falling weight and without the words of the lists before it.
type Completions struct {
	Literal  []Completion // in the same characters
	Spelled  []Completion // in pinyin, or in characters and pinyin
	Initials []Completion // by the first letters of their syllables
}

// A Weigh says how likely a word with a document frequency is what somebody wants.
type Weigh func(word string, df int) float64

// ByFrequency weighs a word by its document frequency.
func ByFrequency(_ string, df int) float64 { return float64(df) }

// Complete returns the words that begin with what was typed so far, at most n in
// each list. The typed text itself is not among them, nor are single characters or
// words too rare to be sure of.
func (s *Speller) Complete(prefix string, n int, weigh Weigh) Completions {
	top := topWords{speller: s, n: n, typed: prefix, weigh: weigh, taken: make(map[int32]bool)}
	if prefix == "" || n < 1 {
		return Completions{}
	}
	for i := range s.beginningWith(prefix) {
		top.add(i)
	}
	found := Completions{Literal: top.take()}
	runes := []rune(prefix)
	if len(runes) > maxTyped || !all(runes, isTyped) || !slices.ContainsFunc(runes, isLetter) {
		return found
	}
	var short []int32
	if letterPrefix(prefix) == prefix {
		full := matcher{sounds: s.tables.Sounds, start: start}
		for _, r := range s.byLetters(prefix, start) {
			if len(prefix) <= keyLetters || full.matches([]rune(s.words[r.word]), prefix) {
				top.add(r.word)
			}
		}
		for _, r := range s.byInitials(prefix, start) {
			short = append(short, r.word)
		}
	} else {
		for _, w := range s.spelled(prefix, start) {
			if w.kind == Initials {
				short = append(short, w.word)
			} else {
				top.add(w.word)
			}
		}
	}
	found.Spelled = top.take()
	for _, w := range short {
		top.add(w)
	}
	found.Initials = top.take()
	return found
}

// CompleteAlike returns at most n words that begin with characters that sound like
// those that were typed, of which at most half differ: 竞品分析 for 竟品.
func (s *Speller) CompleteAlike(prefix string, n int, weigh Weigh) []Completion {
	typed := []rune(prefix)
	if len(typed) < 2 || len(typed) > maxWord || n < 1 || !all(typed, isHan) {
		return nil
	}
	top := topWords{speller: s, n: n, typed: prefix, weigh: weigh, taken: make(map[int32]bool)}
	var list [maxReadings]reading
	for _, as := range s.tables.Sounds.appendReadings(list[:0], typed) {
		key, ok := s.tables.Sounds.nearKey(typed, as)
		if !ok {
			continue
		}
		for _, r := range within(s.sounds, key, key|(1<<(64-nearBits*len(typed))-1)) {
			word := []rune(s.words[r.word])
			start := string(word[:min(len(word), len(typed))])
			if _, _, ok := s.soundSlip(typed, start); ok && start != prefix {
				top.add(r.word)
			}
		}
	}
	return top.take()
}

// Continued returns the highest document frequency of a word that is this one with
// one more character behind it.
func (s *Speller) Continued(word string) int {
	most := int32(0)
	for i := range s.beginningWith(word) {
		if utf8.RuneCountInString(s.words[i][len(word):]) == 1 {
			most = max(most, s.df[i])
		}
	}
	return int(most)
}

// beginningWith yields the words that begin with a text.
func (s *Speller) beginningWith(prefix string) func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		i, _ := slices.BinarySearch(s.words, prefix)
		for ; i < len(s.words) && strings.HasPrefix(s.words[i], prefix); i++ {
			if !yield(int32(i)) {
				return
			}
		}
	}
}

// topWords keeps the words of the largest weights of one list after another. Each
// word is in one list.
type topWords struct {
	speller *Speller
	n       int // words of a list
	typed   string
	weigh   Weigh
	taken   map[int32]bool // words of the lists before
	list    []int32        // by falling weight
	weights []float64      // of the words in the list
}

func (t *topWords) add(word int32) {
	df := t.speller.df[word]
	if df < leastDF {
		return
	}
	weight := t.weigh(t.speller.words[word], int(df))
	full := len(t.list) == t.n
	if full && (weight < t.weights[t.n-1] || weight == t.weights[t.n-1] && word > t.list[t.n-1]) {
		return // the usual case
	}
	text := t.speller.words[word]
	if slices.Contains(t.list, word) || t.taken[word] || text == t.typed || utf8.RuneCountInString(text) < 2 {
		return
	}
	if full {
		t.list, t.weights = t.list[:t.n-1], t.weights[:t.n-1]
	}
	at, _ := slices.BinarySearchFunc(t.weights, weight, func(in, w float64) int { return cmp.Compare(w, in) })
	for at < len(t.list) && t.weights[at] == weight && t.list[at] < word {
		at++
	}
	t.list = slices.Insert(t.list, at, word)
	t.weights = slices.Insert(t.weights, at, weight)
}

// take returns the list and begins the next one.
func (t *topWords) take() []Completion {
	var found []Completion
	for i, w := range t.list {
		t.taken[w] = true
		found = append(found, Completion{t.speller.words[w], int(t.speller.df[w]), t.weights[i]})
	}
	t.list, t.weights = nil, nil
	return found
}
