package mend

import (
	"context"
	"maps"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/spell"
)

// A Vocabulary is what one generation says of its own language: its words with
// their frequencies, and its titles. It does not change.
type Vocabulary struct {
	words  *spell.Speller
	titles *titles
	atoms  []atom // in byte order
}

// vocabularyWait is how long a search waits for the vocabulary of a new
// generation; its deadline may leave less.
const vocabularyWait = 1500 * time.Millisecond

// patientWait is the same for a caller without a deadline, such as a command.
const patientWait = 10 * time.Second

// A Vocabularies keeps the vocabulary of one generation. It is made in the
// background when the first search needs it: a search that finds plenty never
// does. It is safe for concurrent use.
type Vocabularies struct {
	engine   engine.Engine
	analyzer *analysis.Analyzer
	spelling spell.Tables

	mu       sync.Mutex
	key      engine.Key
	building chan struct{} // closed at the end; nil when nothing is being built
	ready    *Vocabulary   // of the key, or while building of the generation before
}

// NewVocabularies returns what keeps the vocabularies of an engine's generations.
func NewVocabularies(e engine.Engine, a *analysis.Analyzer, t spell.Tables) *Vocabularies {
	return &Vocabularies{engine: e, analyzer: a, spelling: t}
}

// Of is the vocabulary of the view's generation. While it is being made, a caller
// that waits does so a little, and is then given that of the generation before,
// or nil.
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

// await waits for done, under a deadline at most vocabularyWait and three
// quarters of what is left.
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
// are answered without it, and the next that needs it tries again.
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
	phrases, err := titles.phrases(ctx, view, v.analyzer)
	if err != nil {
		return nil, err
	}
	words, atoms, err := corpusWords(ctx, view, v.analyzer)
	if err != nil {
		return nil, err
	}
	maps.Copy(words, phrases)
	return &Vocabulary{words: spell.New(maps.All(words), v.spelling), titles: titles, atoms: atoms}, nil
}

// Lengths of words: longer ones are no words that somebody types.
const (
	maxHanWord   = 10 // runes
	maxLatinWord = 40 // bytes
)

// charShare is how many of the parts that hold a character have one in which it
// is a word by itself, about.
const charShare = 16

// corpusWords are the words of a generation: its characters, those of three
// runes and more of the words, and of the grams the pairs of Han that the
// dictionaries know and the Latin words. Atoms are what of the grams is of letters
// and digits alone.
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

// isLongWord reports whether a term of the words is one of three runes or more
// that is no gram: names of letters and digits are.
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

// isLatinWord reports whether a term is of letters and digits, with two letters
// at least.
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

// isGrammar reports whether a word is of function characters alone, or a stop
// word: nobody looks for one.
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
