package analysis

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"unicode"

	"github.com/go-ego/gse"
	"golang.org/x/text/unicode/norm"
)

// RulesVersion counts the changes of this package that change terms; it is
// part of every Fingerprint.
const RulesVersion = 2

// An Analyzer segments text with gse's Simplified dictionary and the owner's.
// It may be used from several goroutines.
type Analyzer struct {
	gse         gse.Segmenter
	fingerprint string
}

// New loads gse's dictionary and the given ones, which takes about a second
// and 135 MB. Of a word that several have, the frequency of the first counts,
// and gse's comes last. An error names the dictionary and the line.
func New(dictionaries ...Dictionary) (*Analyzer, error) {
	lists, err := read(dictionaries)
	if err != nil {
		return nil, err
	}
	a := &Analyzer{fingerprint: fingerprint(lists)}
	a.gse = gse.Segmenter{NotLoadHMM: true, SkipLog: true, Dict: gse.NewDict()}
	a.gse.Init()
	for _, l := range lists {
		if err := a.load(l); err != nil {
			return nil, err
		}
	}
	// This keeps what is loaded, and weighs all words at the end.
	if err := a.gse.LoadDictEmbed("zh_s"); err != nil {
		return nil, fmt.Errorf("gse dictionary: %w", err)
	}
	return a, nil
}

// Fingerprint returns what New's Analyzer would have as its Fingerprint,
// without loading anything.
func Fingerprint(dictionaries ...Dictionary) (string, error) {
	lists, err := read(dictionaries)
	if err != nil {
		return "", err
	}
	return fingerprint(lists), nil
}

func read(dictionaries []Dictionary) ([]list, error) {
	lists := make([]list, len(dictionaries))
	for i, d := range dictionaries {
		data, err := io.ReadAll(d.Words)
		if err != nil {
			return nil, fmt.Errorf("dictionary %s: %w", d.Name, err)
		}
		lists[i] = list{d.Name, data}
	}
	return lists, nil
}

func fingerprint(lists []list) string {
	sum := sha256.New()
	fmt.Fprintln(sum, RulesVersion, gse.Version, unicode.Version, norm.Version, t2s)
	for _, l := range lists {
		fmt.Fprintln(sum, l.name, len(l.data))
		sum.Write(l.data)
	}
	return hex.EncodeToString(sum.Sum(nil)[:6])
}

// Fingerprint names everything here that changes terms: the rules, the tables
// of Unicode and OpenCC, gse's version and the dictionaries' bytes.
func (a *Analyzer) Fingerprint() string { return a.fingerprint }

// Has returns the frequency of a folded word in the dictionaries, false when
// none has it.
func (a *Analyzer) Has(word string) (freq float64, ok bool) {
	i, _, err := a.gse.Dict.Value([]byte(word))
	if word == "" || err != nil {
		return 0, false
	}
	return a.gse.Dict.Tokens[i].Freq(), true
}

func (a *Analyzer) known(word []byte) bool {
	_, _, err := a.gse.Dict.Value(word)
	return err == nil
}
