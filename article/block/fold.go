package block

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// SoftBreak stands in a line in the making where the source begins a new line
// that the format does not ask for.
const SoftBreak = '\v'

// FoldLines makes one text of the lines of a paragraph. Prose that was wrapped
// by hand is joined; lines that end without need, as verse and lists of names
// and values do, stay lines.
func FoldLines(lines []string) string {
	if len(lines) > 1 && (AllLines(lines, isNamedValue) || IsVerse(lines)) {
		return strings.Join(lines, "\n")
	}
	return JoinLines(lines)
}

// AllLines reports whether all lines are of a kind.
func AllLines(lines []string, is func(string) bool) bool {
	for _, l := range lines {
		if !is(l) {
			return false
		}
	}
	return true
}

// maxName is the length in runes of a name before a colon.
const maxName = 12

// isNamedValue reports whether a line is a name, a colon and a value.
func isNamedValue(line string) bool {
	i := strings.IndexAny(line, ":：")
	if i <= 0 || utf8.RuneCountInString(line[:i]) > maxName {
		return false
	}
	_, size := utf8.DecodeRuneInString(line[i:])
	value := line[i+size:]
	if strings.TrimSpace(value) == "" || size == 1 && value[0] != ' ' && value[0] < utf8.RuneSelf {
		return false
	}
	return !strings.ContainsFunc(line[:i], func(r rune) bool { return !IsLetter(r) && r != ' ' && r != '_' && r != '-' })
}

// Lengths of a clause of verse, in characters.
const (
	minClause = 4
	maxClause = 7
)

// IsVerse reports whether all clauses of all lines have the same few
// characters, as those of classical verse have.
func IsVerse(lines []string) bool {
	length := 0
	for _, l := range lines {
		for clause := range strings.FieldsFuncSeq(l, unicode.IsPunct) {
			n := utf8.RuneCountInString(clause)
			if length == 0 {
				length = n
			}
			if n != length || strings.ContainsFunc(clause, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
				return false
			}
		}
	}
	return length >= minClause && length <= maxClause
}

// foldSoft resolves the soft breaks between the hard ones.
func foldSoft(s string) string {
	stretches := strings.Split(s, "\n")
	for i, stretch := range stretches {
		var lines []string
		for l := range strings.SplitSeq(stretch, string(SoftBreak)) {
			if l = Squash(l); l != "" {
				lines = append(lines, l)
			}
		}
		stretches[i] = FoldLines(lines)
	}
	return strings.Join(stretches, "\n")
}
