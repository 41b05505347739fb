package part

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/article/content"
)

// readings returns the ruby text of each paragraph that has some, by paragraph
// number. The readings of adjacent characters make one line. The syllables of a
// word are also written as people type them: hàn zì and hànzì for 漢字.
func readings(a *content.Article) map[int]string {
	if len(a.Ruby) == 0 {
		return nil
	}
	of := map[int][]content.Ruby{}
	for _, r := range a.Ruby {
		of[r.Paragraph] = append(of[r.Paragraph], r)
	}
	lines := make(map[int]string, len(of))
	for _, g := range a.Paragraphs {
		if list := of[g.Number]; len(list) > 0 {
			lines[g.Number] = joined(g.Text, list)
		}
	}
	return lines
}

// wordSyllables is the largest number of syllables in a word.
const wordSyllables = 4

func joined(text string, list []content.Ruby) string {
	var lines []string
	var run []string // readings of adjacent characters
	end := -1        // end of the characters before, in bytes of the text
	flush := func() {
		if isPinyin(run) && len(run) > 1 {
			lines = append(lines, strings.Join(run, " "))
			if len(run) > wordSyllables {
				run = nil
			}
		}
		if len(run) > 0 {
			lines = append(lines, strings.Join(run, ""))
		}
		run = nil
	}
	for i, at := range content.RubyAt(text, list) {
		if at < 0 || at != end {
			flush()
		}
		run = append(run, list[i].Reading)
		if end = at; at >= 0 {
			end += len(list[i].Base)
		}
	}
	flush()
	return strings.Join(lines, "\n")
}

// isPinyin reports whether readings are syllables in Latin letters.
func isPinyin(run []string) bool {
	for _, s := range run {
		if r, _ := utf8.DecodeRuneInString(s); !unicode.Is(unicode.Latin, r) {
			return false
		}
	}
	return true
}
