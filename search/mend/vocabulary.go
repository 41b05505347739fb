package mend

import (
	"context"
	"maps"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/expand"
	"github.com/xunzhang/xunzhang/search/spell"
)

// A Vocabulary holds the words of a generation with their frequencies, and its
// titles. It does not change.
type Vocabulary struct {
	words   *spell.Speller    // all words
	named   *spell.Speller    // names of the lists of other words, and phrases of titles
	written map[string]string // how titles and lists write a folded word, where not in that way
	lists   *expand.Table
	titles  *titles
	atoms   []atom // all words of letters and digits, in byte order
	parts   int    // of the generation
}

// vocabularyWait is how long a search waits for the vocabulary of a new generation,
// or less when its deadline is near.
const vocabularyWait = 1500 * time.Millisecond

// patientWait is the same for a caller without a deadline, such as a command.
const patientWait = 10 * time.Second

// A Vocabularies keeps the vocabulary of one generation. It is built in the
// background when the first search needs it, which is a search that finds too
// little. It is safe for concurrent use.
type Vocabularies struct {
	engine   engine.Engine
	analyzer *analysis.Analyzer
	spelling spell.Tables
	lists    *expand.Table

	mu       sync.Mutex
	key      engine.Key
	building chan struct{} // closed at the end; nil when nothing is being built
	ready    *Vocabulary   // vocabulary of the key, or of the generation before while building
}

// NewVocabularies returns a Vocabularies for the generations of an engine. The names
// in the lists of other words, nil for none, are offered before other words.
func NewVocabularies(e engine.Engine, a *analysis.Analyzer, t spell.Tables, lists *expand.Table) *Vocabularies {
	return &Vocabularies{engine: e, analyzer: a, spelling: t, lists: lists}
}

// Of returns the vocabulary of the view's generation. While it is being built, a
// caller with wait set waits a little; after that, Of returns the vocabulary of the
// generation before, or nil.
func (v *Vocabularies) Of(ctx context.Context, view engine.View, wait bool) *Vocabulary {
	v.mu.Lock()
	if key := view.State().Key(); v.building == nil && (v.ready == nil || v.key != key) {
		v.key, v.building = key, make(chan struct{})
		go v.build(context.WithoutCancel(ctx), v.building)
	}
	building := v.building
	v.mu.Unlock()
	if building != nil && wait {
		await(ctx, building)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.ready
}

// Ready returns the vocabulary that is there, which may be of the generation before;
// nil for none. It does not have one built.
func (v *Vocabularies) Ready() *Vocabulary {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.ready
}

// await waits for done; with a deadline at most vocabularyWait and three quarters
// of the remaining time.
func await(ctx context.Context, done <-chan struct{}) {
	most := patientWait
	if deadline, ok := ctx.Deadline(); ok {
		most = min(vocabularyWait, time.Until(deadline)*3/4)
	}
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	case <-ctx.Done():
	}
}

// build makes the vocabulary of the current generation. When that fails, searches
// are answered without it, and the next search that needs it tries again.
func (v *Vocabularies) build(ctx context.Context, done chan struct{}) {
	made, err := v.make(ctx)
	v.mu.Lock()
	defer v.mu.Unlock()
	if err == nil {
		v.ready = made
	} else {
		v.key = engine.Key{}
	}
	v.building = nil
	close(done)
}

// make makes the vocabulary of the current generation.
func (v *Vocabularies) make(ctx context.Context) (*Vocabulary, error) {
	view, err := v.engine.View(ctx)
	if err != nil {
		return nil, err
	}
	defer view.Close()
	titles, err := readTitles(ctx, view, v.spelling)
	if err != nil {
		return nil, err
	}
	words, atoms, err := corpusWords(ctx, view, v.analyzer)
	if err != nil {
		return nil, err
	}
	phrases, letters, err := titles.phrases(ctx, view, v.analyzer)
	if err != nil {
		return nil, err
	}
	named, err := v.named(ctx, view, words, phrases, letters)
	if err != nil {
		return nil, err
	}
	for text, p := range phrases {
		words[text] = p.parts
	}
	return &Vocabulary{words: spell.New(maps.All(words), v.spelling), named: spell.New(maps.All(named.df), v.spelling),
		written: named.written, lists: v.lists, titles: titles, atoms: atoms, parts: view.State().Parts}, nil
}

// Lengths of words: nobody types longer ones as a word.
const (
	maxHanWord   = 10 // runes
	maxLatinWord = 40 // bytes
)

// charShare is about the share of the parts with a character in which it is a word
// by itself.
const charShare = 16

// corpusWords returns the words of a generation: from the stream chars all
// characters; from words those of three runes or more; from grams the pairs of Han
// that are in the dictionaries, and the Latin words. Atoms are the grams that
// consist of letters and digits.
func corpusWords(ctx context.Context, view engine.View, a *analysis.Analyzer) (words map[string]int, atoms []atom, err error) {
	words = make(map[string]int)
	for _, source := range [...]struct {
		field engine.Field
		is    func(string) bool
		share int
	}{
		{engine.Chars, analysis.IsHanText, charShare},
		{engine.Words, isLongWord, 1},
		{engine.Grams, func(gram string) bool { return isWord(gram, a) }, 1},
	} {
		err := view.Terms(ctx, source.field, "", func(term string, parts int) bool {
			if source.field == engine.Grams && isAtom(term) {
				atoms = append(atoms, atom{term, parts})
			}
			if source.is(term) {
				words[term] = max(1, parts/source.share)
			}
			return true
		})
		if err != nil {
			return nil, nil, err
		}
	}
	return words, atoms, nil
}

// isLongWord reports whether a term of the stream words has three runes or more and
// is not a gram as well, as names of letters and digits are.
func isLongWord(term string) bool {
	n := utf8.RuneCountInString(term)
	return term[0] >= utf8.RuneSelf && n > 2 && n <= maxHanWord
}

// isWord reports whether a gram is a word.
func isWord(gram string, a *analysis.Analyzer) bool {
	if gram[0] < utf8.RuneSelf {
		return isLatinWord(gram)
	}
	if n := utf8.RuneCountInString(gram); n != 2 || !analysis.IsHanText(gram) {
		return false
	}
	_, ok := a.Has(gram)
	return ok
}

// isLatinWord reports whether a term consists of letters and digits, with at least
// two letters.
func isLatinWord(s string) bool {
	letters := 0
	for i := range len(s) {
		switch b := s[i]; {
		case b >= 'a' && b <= 'z':
			letters++
		case b < '0' || b > '9':
			return false
		}
	}
	return letters >= 2 && len(s) <= maxLatinWord
}

// isGrammar reports whether a word is a stop word or consists of function
// characters.
func isGrammar(word string) bool {
	if analysis.IsStopWord(word) {
		return true
	}
	for _, r := range word {
		if !analysis.IsFunctionChar(r) {
			return false
		}
	}
	return true
}
