// Package spell proposes what a reader may have meant to type: words that
// sound or look like what was typed, words for pinyin, and completions. It
// knows the vocabulary of an index as words with document frequencies, and how
// Han characters sound and look. It must not know engines or queries, and does
// not decide: every proposal carries the frequencies to decide by.
package spell

import (
	"cmp"
	"iter"
	"slices"
)

// A Kind says how a proposal differs from what was typed.
type Kind int

// The kinds, the most certain first.
const (
	Homophone Kind = iota // other characters of the same sound: 竟品, 竞品
	Swap                  // two neighbours swapped: 品竞, tiktko
	Shape                 // characters that look alike: 已经, 己经
	NearSound             // zh for z, n for l, ang for an: 胡览, 浏览
	Edit                  // an added, missing or changed letter: facebok
	Pinyin                // typed in letters: xiaohongshu, 小hong书
	Initials              // by first letters: xhs
)

// String names the kind as a search response does.
func (k Kind) String() string {
	switch k {
	case Pinyin, Initials:
		return "pinyin"
	}
	return "spelling"
}

// A Candidate is a proposal for a span of what was typed.
type Candidate struct {
	Start, End int     // span in runes of what was typed
	From       string  // what was typed there
	To         string  // what may have been meant
	Kind       Kind    //
	DF         int     // documents with To
	FromDF     int     // documents with From, 0 when it is not a word of the vocabulary
	Gain       float64 // how much more likely the whole text becomes, in powers of e; at least leastGain for corrections
}

// Tables hold how characters sound and look. They do not change.
type Tables struct {
	Sounds *Sounds
	Shapes *Shapes
}

// A Speller proposes words of one vocabulary. It does not change after New and
// may be used from several goroutines.
type Speller struct {
	tables   Tables
	words    []string // in byte order
	df       []int32
	total    float64 // sum of all frequencies
	sounds   []ref   // by near sound, for homophones
	letters  []ref   // by the first letters of the pinyin in full
	initials []ref   // by the initials
	latin    []int32 // words that consist of Latin letters and digits
}

// maxWord is the length in runes up to which words are found by their sound, which
// is what fits into a key.
const maxWord = 7

// New indexes a vocabulary of folded words with their document frequencies. Words
// may come in any order; of equal words the last counts. Words with a frequency
// below 1 are left out.
func New(vocabulary iter.Seq2[string, int], tables Tables) *Speller {
	s := &Speller{tables: tables}
	s.take(vocabulary)
	s.index()
	return s
}

func (s *Speller) take(vocabulary iter.Seq2[string, int]) {
	type word struct {
		text string
		df   int32
		at   int32 // in the order given: what comes last counts
	}
	var all []word
	for text, df := range vocabulary {
		if text != "" && df > 0 {
			all = append(all, word{text, int32(min(df, 1<<30)), int32(len(all))})
		}
	}
	slices.SortFunc(all, func(a, b word) int {
		if c := cmp.Compare(a.text, b.text); c != 0 {
			return c
		}
		return cmp.Compare(a.at, b.at)
	})
	s.words = make([]string, 0, len(all))
	s.df = make([]int32, 0, len(all))
	for i, w := range all {
		if i+1 < len(all) && all[i+1].text == w.text {
			continue
		}
		s.words = append(s.words, w.text)
		s.df = append(s.df, w.df)
		s.total += float64(w.df)
	}
}

// Len returns the number of words.
func (s *Speller) Len() int { return len(s.words) }

// DF returns the document frequency of a word, 0 when it is not in the vocabulary.
func (s *Speller) DF(word string) int {
	i, ok := slices.BinarySearch(s.words, word)
	if !ok {
		return 0
	}
	return int(s.df[i])
}

// isHan reports whether a rune is a character that may have a reading.
func isHan(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF || r == '〇' }

// isLatin reports whether a folded rune is a letter or digit of pinyin and Latin
// words.
func isLatin(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' }

func all(runes []rune, is func(rune) bool) bool {
	for _, r := range runes {
		if !is(r) {
			return false
		}
	}
	return true
}
