package spell

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Frequencies counts the documents that hold each of some texts of one or two
// characters.
type Frequencies func(texts []string) ([]int, error)

// Sentences reads letters as characters by a bigram model of the texts: P(c|p) =
// df(pc)/df(p), with a small probability for pairs that occur in no text (Viterbi's
// algorithm over the syllables with a beam; Jelinek, "Statistical Methods for
// Speech Recognition", 1997).
const (
	maxSyllable   = 6     // letters: zhuang
	sentenceChars = 30    // characters of a syllable that are tried, the most frequent ones
	sentenceBeam  = 16    // beam width: last units that are kept at each position
	sentenceWays  = 6     // paths that are kept for each of them
	sentenceBest  = 40    // readings that are returned
	unseen        = .001  // factor of a pair that occurs in no text, on its probability by chance
	rareReading   = .1    // factor of a reading that is not the most common one of its character
	leastChars    = 2     // characters of a reading that is returned, at least
	wordOfLetters = .0001 // probability of a word of letters among the characters
)

// A node is a reading of some letters, with its last unit.
type node struct {
	unit string // a character, or a word of letters
	cost float64
	from *node
}

func (n *node) compare(o *node) int {
	return cmp.Or(cmp.Compare(n.cost, o.cost), cmp.Compare(n.unit, o.unit))
}

// Sentences reads folded letters in full pinyin as a sequence of characters, with
// words of letters among them (appyunying, app运营). It returns likely readings,
// the most likely first, and none when the letters cannot be read. The intended one
// is often among them without being the first, so that a caller should look for
// them in the texts. Documents is the number of documents that the frequencies
// refer to.
func (s *Speller) Sentences(typed string, documents int, df Frequencies) ([]string, error) {
	letters := strings.ReplaceAll(typed, "'", "")
	if len(letters) < 2 || len(letters) > maxTyped || !all([]rune(letters), isLetter) {
		return nil, nil
	}
	c := &composer{speller: s, documents: float64(max(1, documents)), count: df, df: make(map[string]int)}
	c.split(letters)
	if err := c.know(c.texts()); err != nil {
		return nil, err
	}
	ends := make([][]*node, len(letters)+1)
	ends[0] = []*node{{}}
	for end := 1; end <= len(letters); end++ {
		ends[end] = c.ending(ends, end)
	}
	var out []string
	for _, n := range ends[len(letters)] {
		if text := n.text(); text != letters && utf8.RuneCountInString(text) >= leastChars {
			out = append(out, text)
		}
	}
	return out[:min(len(out), sentenceBest)], nil
}

func (n *node) text() string {
	text := ""
	for ; n != nil; n = n.from {
		text = n.unit + text
	}
	return text
}

// A composer is one search for sentences.
type composer struct {
	speller   *Speller
	spans     [][]span // by their ends
	documents float64
	count     Frequencies
	df        map[string]int
}

// A span is a run of letters that may spell one unit, as a part of a reading of all
// letters.
type span struct {
	start   int
	choices []choice
}

// A choice is a unit that some letters may spell.
type choice struct {
	unit  string
	share float64 // share of this reading among those of the character
}

// split finds the spans of letters.
func (c *composer) split(letters string) {
	c.spans = make([][]span, len(letters)+1)
	begins := make([]bool, len(letters)+1) // by position, whether it can be reached from the first letter
	begins[0] = true
	for end := 1; end <= len(letters); end++ {
		for start := range end {
			if !begins[start] {
				continue
			}
			if all := c.choices(letters[start:end]); len(all) > 0 {
				c.spans[end] = append(c.spans[end], span{start, all})
				begins[end] = true
			}
		}
	}
	needed := make([]bool, len(letters)+1) // by position, whether the last letter can be reached from it
	needed[len(letters)] = true
	for end := len(letters); end > 0; end-- {
		if !needed[end] {
			c.spans[end] = nil
		}
		for _, s := range c.spans[end] {
			needed[s.start] = true
		}
	}
}

// texts returns the units and pairs of units whose frequencies are needed, so that
// one call asks for all of them.
func (c *composer) texts() []string {
	var all []string
	for _, spans := range c.spans {
		for _, s := range spans {
			for _, u := range s.choices {
				all = append(all, u.unit)
				for _, before := range c.spans[s.start] {
					for _, b := range before.choices {
						all = append(all, b.unit+u.unit)
					}
				}
			}
		}
	}
	return all
}

// ending returns the most likely readings of the letters before end, the most
// likely first.
func (c *composer) ending(ends [][]*node, end int) []*node {
	ways := make(map[string][]*node)
	for _, s := range c.spans[end] {
		for _, u := range s.choices {
			for _, n := range ends[s.start] {
				cost := n.cost - math.Log(u.share*c.probability(n.unit, u.unit))
				ways[u.unit] = append(ways[u.unit], &node{u.unit, cost, n})
			}
		}
	}
	return beam(ways)
}

// beam keeps the best paths to the best units.
func beam(ways map[string][]*node) []*node {
	var units [][]*node
	for _, all := range ways {
		slices.SortFunc(all, (*node).compare)
		units = append(units, all[:min(len(all), sentenceWays)])
	}
	slices.SortFunc(units, func(a, b []*node) int { return a[0].compare(b[0]) })
	out := slices.Concat(units[:min(len(units), sentenceBeam)]...)
	slices.SortStableFunc(out, (*node).compare)
	return out
}

// choices returns the units that some letters may spell.
func (c *composer) choices(letters string) []choice {
	s := c.speller
	var out []choice
	if len(letters) >= 2 && s.DF(letters) > 0 {
		out = append(out, choice{letters, wordOfLetters})
	}
	if len(letters) > maxSyllable {
		return out
	}
	var chars []int32
	for _, r := range s.byLetters(letters, exact) {
		if utf8.RuneCountInString(s.words[r.word]) == 1 && !slices.Contains(chars, r.word) {
			chars = append(chars, r.word)
		}
	}
	slices.SortFunc(chars, func(a, b int32) int { return cmp.Or(cmp.Compare(s.df[b], s.df[a]), cmp.Compare(a, b)) })
	for _, w := range chars[:min(len(chars), sentenceChars)] {
		char, _ := utf8.DecodeRuneInString(s.words[w])
		share := rareReading
		if r := s.tables.Sounds.readings[char]; len(r) > 0 && s.tables.Sounds.syllables[r[0]] == letters {
			share = 1
		}
		out = append(out, choice{s.words[w], share})
	}
	return out
}

// know fetches the frequencies of texts of one and two characters.
func (c *composer) know(texts []string) error {
	var asked []string
	for _, t := range texts {
		if _, ok := c.df[t]; !ok {
			c.df[t] = 0
			if isLetter(rune(t[0])) || isLetter(rune(t[len(t)-1])) {
				c.df[t] = c.speller.DF(t)
				continue
			}
			asked = append(asked, t)
		}
	}
	if len(asked) == 0 {
		return nil
	}
	counts, err := c.count(asked)
	if err != nil {
		return err
	}
	for i, t := range asked {
		c.df[t] = counts[i]
	}
	return nil
}

// probability returns the probability of a unit after another one, "" at the
// beginning.
func (c *composer) probability(before, unit string) float64 {
	chance := (float64(c.df[unit]) + .5) / c.documents
	if before == "" {
		return chance
	}
	return (float64(c.df[before+unit]) / (float64(c.df[before]) + .5)) + unseen*chance
}
