package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxEmphasis is how many bytes stand between two marks of emphasis at most.
const maxEmphasis = 600

// orgEmphasis writes the emphasis of Org (*bold*, /italic/, _underlined_, +deleted+) and
// its code (=verbatim=, ~code~) as Markdown has it. A mark begins behind white space or
// punctuation, and ends before such.
func orgEmphasis(s string) string {
	if !strings.ContainsAny(s, "=~+_/*") {
		return s
	}
	var b strings.Builder
	before := ' '
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if isOrgMark(r) && isOrgBorder(before) {
			if end := orgEnd(s, i); end > 0 {
				b.WriteString(marked(r, s[i+1:end]))
				i, before = end+1, r
				continue
			}
		}
		b.WriteString(s[i : i+size])
		i, before = i+size, r
	}
	return b.String()
}

func isOrgMark(r rune) bool { return strings.ContainsRune("=~+_/*", r) }

// isOrgBorder reports whether emphasis may begin behind a character, or end before it.
func isOrgBorder(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsPunct(r) && !isOrgMark(r) && !strings.ContainsRune("<>[]`\\@#%&", r)
}

// orgEnd is where the mark ends that begins at i, 0 where none does.
func orgEnd(s string, i int) int {
	mark := s[i]
	if next, _ := utf8.DecodeRuneInString(s[i+1:]); next == rune(mark) || unicode.IsSpace(next) {
		return 0
	}
	stop := min(len(s), i+maxEmphasis)
	for j := i + 2; j < stop; j++ {
		if s[j] != mark || s[j-1] == ' ' || s[j-1] == '\t' {
			continue
		}
		if after, size := utf8.DecodeRuneInString(s[j+1:]); size == 0 || isOrgBorder(after) {
			return j
		}
	}
	return 0
}

// marked is a text in the marks of Markdown for one of Org.
func marked(mark rune, text string) string {
	switch mark {
	case '=', '~':
		if strings.Contains(text, "`") {
			return "`` " + text + " ``"
		}
		return "`" + text + "`"
	case '+':
		return "~~" + text + "~~"
	case '*':
		return "**" + text + "**"
	}
	return "*" + text + "*"
}
