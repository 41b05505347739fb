package query

import (
	"errors"
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
)

// ErrText says that something is not text: bytes that are not UTF-8, or a control
// character other than white space.
var ErrText = errors.New("not text")

// CheckText returns an ErrText that says what in a query, or in the value of a filter,
// is not text; nil for text. Articles have no such characters, and nobody types them:
// they come from programs that send something else. Format characters, such as the
// joiner within 👨‍👩‍👧 or the marks that a paste brings along, are text.
func CheckText(text string) error {
	if !utf8.ValidString(text) {
		return fmt.Errorf("%w: it is not UTF-8", ErrText)
	}
	for _, r := range text {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return fmt.Errorf("%w: it has the control character U+%04X", ErrText, r)
		}
	}
	return nil
}

// IsBlank reports whether a text asks for nothing: it is empty, or has only white
// space, characters that are not shown and signs of the query language, such as the
// quotation marks of a phrase that is still to be typed.
func IsBlank(text string) bool {
	q := Parse(text)
	if !q.From.IsZero() || !q.To.IsZero() {
		return false
	}
	for _, g := range q.Groups {
		for _, a := range g {
			if analysis.FoldText(a.Text) != "" {
				return false
			}
		}
	}
	return true
}
