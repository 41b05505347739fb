package block

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Letters counts the letters and digits of a text, in runes. Functions that clean a
// text, such as Squash, do not change their number, so that shares of it stay
// right.
func Letters(s string) int {
	n := 0
	for _, r := range s {
		if IsLetter(r) {
			n++
		}
	}
	return n
}

// IsLetter reports whether a rune counts as one of Letters.
func IsLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// SplitLong splits a text that is longer than MaxParagraph: after the last sentence
// or line that ends before the limit or, where none does, at the limit.
func SplitLong(text string) []string {
	if len(text) <= MaxParagraph {
		return []string{text}
	}
	var pieces []string
	for {
		head := CutRunes(text, MaxParagraph)
		if len(head) == len(text) {
			break
		}
		if end := strings.LastIndexAny(head, "。！？!?;；\n"); end > 0 {
			_, size := utf8.DecodeRuneInString(head[end:])
			head = head[:end+size]
		}
		text = strings.TrimLeftFunc(text[len(head):], unicode.IsSpace)
		if head = strings.TrimSpace(head); head != "" {
			pieces = append(pieces, head)
		}
	}
	if text != "" || len(pieces) == 0 {
		pieces = append(pieces, text)
	}
	return pieces
}

// Squash makes a text one line: runs of white space become one space, control
// characters vanish.
func Squash(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
		case unicode.IsControl(r):
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteRune(r)
		}
	}
	if isBlank(b.String()) {
		return ""
	}
	return b.String()
}

// squashLines is Squash for each line of a text. Empty lines are removed.
func squashLines(s string) string {
	if strings.IndexByte(s, '\n') < 0 {
		return Squash(s)
	}
	var lines []string
	for l := range strings.SplitSeq(s, "\n") {
		if l = Squash(l); l != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}

// isPlain reports whether Squash would change nothing. It looks at bytes: spaces
// beyond ASCII begin with C2, E1, E2 80, E2 81 or E3 80 80, a byte order mark with
// EF BB.
func isPlain(s string) bool {
	before := byte(' ')
	for i := range len(s) {
		c := s[i]
		switch {
		case c < ' ' || c == 0x7F || c == ' ' && before == ' ' || c == 0xC2 || c == 0xE1:
			return false
		case c == 0x80 && before == 0xE3 && i+1 < len(s) && s[i+1] == 0x80, c == 0x81 && before == 0xE2, c == 0xBB && before == 0xEF:
			return false
		case c == 0x80 && before == 0xE2 && i+1 < len(s) && s[i+1] <= 0xAF && (s[i+1] < 0x90 || s[i+1] > 0xA7):
			return false
		}
		before = c
	}
	return before != ' '
}

// isBlank reports whether a text has no visible character.
func isBlank(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsSpace(r) && !unicode.In(r, unicode.Cf, unicode.Cc) && r != '\uFE0F'
	})
}

// TrimLines cleans a text of several lines: it removes white space at the ends of
// lines and control characters. Indentation stays.
func TrimLines(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\v", "\n", "\f", "\n").Replace(s)
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
	if isBlank(s) {
		return ""
	}
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRightFunc(lines[i], unicode.IsSpace)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// CutRunes cuts a text to at most n runes.
func CutRunes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// CutBytes cuts a text to at most n bytes on a rune boundary.
func CutBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// JoinLines joins the lines of one paragraph, with a space between them except
// between two wide characters.
func JoinLines(lines []string) string {
	var b strings.Builder
	for _, line := range lines {
		joint(&b, line)
		b.WriteString(line)
	}
	return b.String()
}

// Compact is the letters and digits of a text in lower case, for comparisons.
func Compact(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
