package block

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// SoftBreak is the character in the text of a Line for a line break of the source
// that the format does not require.
const SoftBreak = '\v'

// FoldLines makes one text of the lines of a paragraph. Prose that was wrapped by
// hand is joined. Verse, and lists of short lines or of names and values, keep
// their lines.
func FoldLines(lines []string) string {
	if len(lines) > 1 && (AllLines(lines, isNamedValue) || IsVerse(lines) || isList(lines)) {
		return strings.Join(lines, "\n")
	}
	return JoinLines(lines)
}

// AllLines reports whether is accepts every line.
func AllLines(lines []string, is func(string) bool) bool {
	for _, l := range lines {
		if !is(l) {
			return false
		}
	}
	return true
}

// maxName is the greatest length of a name before a colon, in runes.
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

// IsVerse reports whether all clauses in all lines have the same small number of
// characters, as in classical verse.
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

// Limits of a list without bullets, such as an address, names or a song.
const (
	minListed   = 3  // lines
	maxListLine = 20 // runes in each
)

// isList reports whether lines are a list without bullets: all are short, and none
// has punctuation between or after clauses, as prose in short lines would have.
func isList(lines []string) bool {
	return len(lines) >= minListed && AllLines(lines, func(l string) bool {
		return utf8.RuneCountInString(l) <= maxListLine && !strings.ContainsAny(l, "，。！？；,!?;…") && !strings.HasSuffix(l, ".") && !strings.HasSuffix(l, "、") &&
			strings.ContainsFunc(l, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	})
}

// foldSoft resolves the soft breaks between hard line breaks.
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
