package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/data"
	"github.com/xunzhang/xunzhang/search/expand"
	"github.com/xunzhang/xunzhang/search/spell"
)

// analyzer loads gse and the dictionaries, once in a process, since it takes a
// second.
var analyzer = sync.OnceValues(func() (*analysis.Analyzer, error) {
	words, err := wordList()
	if err != nil {
		return nil, err
	}
	return analysis.New(words)
})

func wordList() (analysis.Dictionary, error) {
	words, err := dictionary("words.txt")
	return analysis.Dictionary{Name: "words.txt", Words: words}, err
}

// A lateAnalyzer is an analyzer that is loaded when it is first needed, because a
// job may find nothing to do. It implements indexer.Loader.
type lateAnalyzer struct {
	*analysis.Analyzer // nil until Load
	fingerprint        string
}

func newLateAnalyzer() (*lateAnalyzer, error) {
	words, err := wordList()
	if err != nil {
		return nil, err
	}
	f, err := analysis.Fingerprint(words)
	return &lateAnalyzer{fingerprint: f}, err
}

// ownAliases returns the file of --aliases or its environment variable, "" for none.
func (a *app) ownAliases() string {
	if a.aliases != "" {
		return a.aliases
	}
	return os.Getenv("XUNZHANG_ALIASES")
}

// Fingerprint works before Load.
func (l *lateAnalyzer) Fingerprint() string { return l.fingerprint }

// Load makes Words usable.
func (l *lateAnalyzer) Load() (err error) {
	l.Analyzer, err = analyzer()
	return err
}

// otherWords loads the lists of other words for words of a query. The list of
// --aliases comes last, because a later list overrides earlier ones.
func (a *app) otherWords() (*expand.Table, error) {
	dir, err := data.Dictionaries()
	if err != nil {
		return nil, fmt.Errorf("embedded dictionaries: %w", err)
	}
	var own []expand.File
	if name := a.ownAliases(); name != "" {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("aliases: %w", err)
		}
		own = append(own, expand.File{Name: name, Kind: expand.Alias, Text: bytes.NewReader(text)})
	}
	table, err := expand.LoadLists(dir, own...)
	if err != nil {
		return nil, fmt.Errorf("aliases: %w", err)
	}
	return table, nil
}

// spellings loads the tables of how characters sound and look, once in a process.
var spellings = sync.OnceValues(func() (t spell.Tables, err error) {
	sounds, err := dictionary("pinyin.txt")
	if err != nil {
		return t, err
	}
	shapes, err := dictionary("shapes.txt")
	if err != nil {
		return t, err
	}
	if t.Sounds, err = spell.ReadSounds("pinyin.txt", sounds); err != nil {
		return t, err
	}
	t.Shapes, err = spell.ReadShapes("shapes.txt", shapes)
	return t, err
})

func dictionary(name string) (io.Reader, error) {
	dir, err := data.Dictionaries()
	if err != nil {
		return nil, fmt.Errorf("embedded dictionaries: %w", err)
	}
	text, err := fs.ReadFile(dir, name)
	if err != nil {
		return nil, fmt.Errorf("embedded dictionaries: %w", err)
	}
	return bytes.NewReader(text), nil
}
