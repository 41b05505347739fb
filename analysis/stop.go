package analysis

import (
	_ "embed" // for stopwords
	"strings"
	"sync"
)

//go:embed stopwords.txt
var stopwords string // separated by spaces, # begins a line of comment

// functionChars are characters whose bigrams weigh little.
const functionChars = "的了是在吗呢吧啊呀么什怎如何为哪些谁几多少有和与及或还也都就被把对从到向于由以因其这那我你他她它们请问一个时之而但且不没能会要可"

// IsStopWord reports whether a folded word is a stop word, which says nothing about
// the subject of a query ("的", "怎么办").
func IsStopWord(word string) bool { return stopWords()[word] }

// IsFunctionChar reports whether a folded character is mostly used in function words
// ("的", "么").
func IsFunctionChar(r rune) bool { return functionRunes()[r] }

var stopWords = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for line := range strings.Lines(stopwords) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for word := range strings.FieldsSeq(line) {
			words[word] = true
		}
	}
	return words
})

var functionRunes = sync.OnceValue(func() map[rune]bool {
	runes := map[rune]bool{}
	for _, r := range functionChars {
		runes[r] = true
	}
	return runes
})
