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

// How Sentences reads letters: as characters, by how often each two neighbours
// stand together in the texts: P(c|p) = df(pc)/df(p), with a little for pairs that no
// text has (Viterbi's algorithm over the syllables, with the best few ways to
// each place; Jelinek, "Statistical Methods for Speech Recognition", 1997).
const (
	maxSyllable   = 6     // letters: zhuang
	sentenceChars = 30    // of a syllable, the most frequent
	sentenceBeam  = 16    // last units that are followed
	sentenceWays  = 6     // ways to each of them that are
	sentenceBest  = 40    // readings that are returned
	unseen        = .001  // of what chance would have a pair that no text has
	rareReading   = .1    // a character's reading that is not its commonest
	leastChars    = 2     // of a reading that is returned
	wordOfLetters = .0001 // of a word of letters among the characters
)

// A node is a way to read some letters that ends in a unit.
type node struct {
	unit string // a character, or a word of letters
	cost float64
	from *node
}

func (n *node) compare(o *node) int {
	return cmp.Or(cmp.Compare(n.cost, o.cost), cmp.Compare(n.unit, o.unit))
}

// Sentences reads folded letters in full pinyin as a row of characters, with
// words of letters among them (appyunying, app运营): likely readings, the
// likeliest first, none when there is no way to read them. What a reader meant
// is among them more often than first, so a caller should look for them in the
// texts. Documents is how many the frequencies are of.
func (s *Speller) Sentences(typed string, documents int, df Frequencies) ([]string, error) {
	letters := strings.ReplaceAll(typed, "'", "")
	if len(letters) < 2 || len(letters) > maxTyped || !all([]rune(letters), isLetter) {
		return nil, nil
	}
	c := &composer{speller: s, letters: letters, documents: float64(max(1, documents)), count: df, df: make(map[string]int)}
	ends := make([][]*node, len(letters)+1)
	ends[0] = []*node{{}}
	for end := 1; end <= len(letters); end++ {
		found, err := c.ending(ends, end)
		if err != nil {
			return nil, err
		}
		ends[end] = found
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
	letters   string
	documents float64
	count     Frequencies
	df        map[string]int
}

// A choice is a unit that some letters may stand for.
type choice struct {
	unit  string
	share float64 // of the readings
}

// ending are the likeliest ways to read the first letters up to end, the
// likeliest first.
func (c *composer) ending(ends [][]*node, end int) ([]*node, error) {
	type arrival struct {
		from []*node
		choice
	}
	var arrivals []arrival
	var texts []string
	for start, before := range ends[:end] {
		if len(before) == 0 {
			continue
		}
		for _, u := range c.choices(c.letters[start:end]) {
			arrivals = append(arrivals, arrival{before, u})
			texts = append(texts, u.unit)
			for _, n := range before {
				texts = append(texts, n.unit+u.unit)
			}
		}
	}
	if err := c.know(texts); err != nil {
		return nil, err
	}
	ways := make(map[string][]*node)
	for _, a := range arrivals {
		for _, n := range a.from {
			cost := n.cost - math.Log(a.share*c.probability(n.unit, a.unit))
			ways[a.unit] = append(ways[a.unit], &node{a.unit, cost, n})
		}
	}
	return beam(ways), nil
}

// beam are the best ways to the best units.
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

// choices are what letters may stand for as one unit.
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
	counts, err := c.count(asked)
	if err != nil {
		return err
	}
	for i, t := range asked {
		c.df[t] = counts[i]
	}
	return nil
}

// probability is that of a unit after another, "" at the beginning.
func (c *composer) probability(before, unit string) float64 {
	chance := (float64(c.df[unit]) + .5) / c.documents
	if before == "" {
		return chance
	}
	return (float64(c.df[before+unit]) / (float64(c.df[before]) + .5)) + unseen*chance
}
