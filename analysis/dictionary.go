package analysis

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// A Dictionary is a list of words for segmentation: UTF-8, one a line as
// "word" or "word frequency", empty lines and those that begin with # left
// out. Words are folded. Frequencies count in gse's scale of 33 million words
// in all; a word without one gets DefaultFrequency.
//
// Only words of Han can be segmented, for Latin words need no dictionary: a
// word with another rune is an error.
type Dictionary struct {
	Name  string // for messages
	Words io.Reader
}

// DefaultFrequency is chosen so that segmentation prefers a word to the words that
// it consists of, but not where it overlaps two frequent words: 可灵, a product, is
// not found in 可灵活.
const DefaultFrequency = 100

// A list is a Dictionary that was read.
type list struct {
	name string
	data []byte
}

// load adds the words of a list; gse weighs them later.
func (a *Analyzer) load(l list) error {
	n := 0
	for line := range strings.Lines(string(l.data)) {
		n++
		word, freq, err := parseWord(line)
		if err != nil {
			return fmt.Errorf("dictionary %s:%d: %w", l.name, n, err)
		}
		if word == "" {
			continue
		}
		if err := a.gse.AddToken(word, freq); err != nil {
			return fmt.Errorf("dictionary %s:%d: %w", l.name, n, err)
		}
	}
	return nil
}

// parseWord reads one line; the word is "" when the line has none.
func parseWord(line string) (word string, freq float64, err error) {
	line = strings.TrimSpace(line)
	fields := strings.Fields(line)
	if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
		return "", 0, nil
	}
	word, freq = FoldString(fields[0]), DefaultFrequency
	if len(fields) > 2 {
		return "", 0, fmt.Errorf("%q: more than a word and a frequency", line)
	}
	if len(fields) == 2 {
		freq, err = strconv.ParseFloat(fields[1], 64)
		if err != nil || !(freq >= 2 && freq <= math.MaxInt32) {
			return "", 0, fmt.Errorf("%q: the frequency is not a number from 2", line)
		}
	}
	for _, p := range NewText(word).runes {
		if p.class != han {
			return "", 0, fmt.Errorf("%q: %q is not Han", line, p.rune)
		}
	}
	return word, freq, nil
}
