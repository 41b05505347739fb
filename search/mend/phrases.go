package mend

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/search/spell"
)

// Words and phrases for what somebody types are ordered by what readers mean: names of
// the lists of other words and phrases of titles before other words, and words that
// occur in some articles before those that occur in nearly all (需要) or in very few.

const (
	// namedFactor is how much more a name weighs than another word of its frequency.
	namedFactor = 3

	// What letters may begin is offered only when it weighs at least leastOfBest of the
	// best. A reading as pinyin or initials must also weigh leastOfTyped of the text as
	// it was typed, and one as pinyin leastOfLetters of the words that begin with the
	// letters themselves: tik is TikTok, and not 提款.
	leastOfBest    = .1
	leastOfTyped   = .5
	leastOfLetters = .25

	// A word of two characters is a piece of one of three when most texts that hold it
	// hold the longer one: 小程, of 小程序.
	pieceShare = .6

	// titleShare is how many parts count for a title that holds a phrase.
	titleShare = 10

	// alikeRatio is how much likelier than what was typed a word must be that only
	// sounds or looks like it.
	alikeRatio = 20

	// leastSlip is the length in letters from which a word may be misspelled.
	leastSlip = 4
)

// phrases completes the last word of what was typed; n at most, the likeliest first.
func (v *Vocabulary) phrases(typed string, n int) []string {
	at := strings.LastIndexByte(typed, ' ') + 1
	last := typed[at:]
	if last == "" || isGrammar(last) {
		return nil
	}
	found := v.beginning(last, 4*n)
	if len(found) == 0 {
		found = v.alike(last, 4*n)
	}
	var out []string
	for _, c := range found {
		if len(out) < n && !v.isNoise(c) && !slices.ContainsFunc(out, func(o string) bool { return v.same(o[at:], c.Word) }) {
			out = append(out, typed[:at]+c.Word)
		}
	}
	return out
}

// beginning returns the words that begin with a text, also in pinyin; those of which
// it has the initials come after the others.
func (v *Vocabulary) beginning(text string, n int) []spell.Completion {
	named, words := v.named.Complete(text, n, v.weighNamed), v.words.Complete(text, n, v.weigh)
	literal, spelled := merged(named.Literal, words.Literal), merged(named.Spelled, words.Spelled)
	initials := merged(named.Initials, words.Initials)
	if strings.ContainsFunc(text, isASCIIWord) {
		typed := leastOfTyped * v.weight(text)
		spelled = atLeast(spelled, max(typed, leastOfLetters*best(literal)))
		initials = atLeast(initials, typed)
		least := leastOfBest * max(best(literal), best(spelled), best(initials))
		literal, spelled, initials = atLeast(literal, least), atLeast(spelled, least), atLeast(initials, least)
	}
	return slices.Concat(shorterFirst(merged(literal, spelled)), shorterFirst(initials))
}

// shorterFirst puts a word before those that begin with it.
func shorterFirst(list []spell.Completion) []spell.Completion {
	lifted := slices.Clone(list)
	for i, c := range list {
		for _, longer := range list[:i] {
			if strings.HasPrefix(longer.Word, c.Word) {
				lifted[i].Weight = max(lifted[i].Weight, longer.Weight)
			}
		}
	}
	slices.SortStableFunc(lifted, func(a, b spell.Completion) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(len(a.Word), len(b.Word)))
	})
	return lifted
}

// alike returns the words that may have been meant by a text with which no word
// begins.
func (v *Vocabulary) alike(text string, n int) []spell.Completion {
	found := merged(v.named.CompleteAlike(text, n, v.weighNamed), v.words.CompleteAlike(text, n, v.weigh))
	if strings.Trim(text, "abcdefghijklmnopqrstuvwxyz") == "" && len(text) >= leastSlip {
		for _, c := range v.words.Correct([]rune(text)) {
			found = merged(found, []spell.Completion{{Word: c.To, DF: c.DF, Weight: v.weight(c.To)}})
		}
	}
	return shorterFirst(atLeast(found, max(alikeRatio*v.weight(text), leastOfBest*best(found))))
}

// weigh is the weight of a word that is no name: its frequency times its idf.
func (v *Vocabulary) weigh(_ string, df int) float64 {
	return float64(df) * max(0, math.Log((float64(v.parts)+1)/(float64(df)+.5)))
}

// weighNamed is the weight of a name.
func (v *Vocabulary) weighNamed(word string, df int) float64 {
	return namedFactor * v.weigh(word, df)
}

// weight is the weight of a whole word.
func (v *Vocabulary) weight(word string) float64 {
	return max(v.weigh(word, v.words.DF(word)), v.weighNamed(word, v.named.DF(word)))
}

// merged joins lists of completions by weight.
func merged(a, b []spell.Completion) []spell.Completion {
	out := slices.Clone(a)
	for _, c := range b {
		if !slices.ContainsFunc(a, func(other spell.Completion) bool { return other.Word == c.Word }) {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b spell.Completion) int { return cmp.Compare(b.Weight, a.Weight) })
	return out
}

// best returns the weight of the first completion, which is the largest; 0 for none.
func best(list []spell.Completion) float64 {
	if len(list) == 0 {
		return 0
	}
	return list[0].Weight
}

// atLeast removes the completions below a weight.
func atLeast(list []spell.Completion, weight float64) []spell.Completion {
	return slices.DeleteFunc(list, func(c spell.Completion) bool { return c.Weight < weight })
}

// isNoise reports whether nobody looks for a word: it is grammar, a piece of a
// sentence, or a piece of a longer word.
func (v *Vocabulary) isNoise(c spell.Completion) bool {
	if v.named.DF(c.Word) > 0 {
		return false
	}
	last, size := utf8.DecodeLastRuneInString(c.Word)
	return isGrammar(c.Word) || isClause(c.Word) ||
		strings.ContainsRune("的了着吗呢吧啊么", last) && utf8.RuneCountInString(c.Word[:len(c.Word)-size]) > 1 ||
		utf8.RuneCountInString(c.Word) == 2 && float64(v.words.Continued(c.Word)) >= pieceShare*float64(c.DF)
}

// same reports whether the lists of other words have a word as another name of one that
// is offered already: TikTok and 洋抖 are offered once.
func (v *Vocabulary) same(offered, word string) bool {
	if v.lists == nil {
		return false
	}
	folded := []rune(analysis.FoldText(word))
	for _, a := range v.lists.Match(folded) {
		if a.Start == 0 && a.End == len(folded) && a.Text == offered {
			return true
		}
	}
	return false
}
