package opensearch

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/engine"
)

// termFields are the fields that have terms.
func termFields() []engine.Field {
	return []engine.Field{engine.Words, engine.Grams, engine.Chars, engine.Titles, engine.Labels}
}

func isTermField(f engine.Field) bool {
	for _, known := range termFields() {
		if f == known {
			return true
		}
	}
	return false
}

// longTerm is the length, in bytes, from which on a term is written as its hash:
// the whitespace tokenizer cuts at 255 characters.
const longTerm = 200

// writeTerm turns a term into one token of the whitespace analyzer. Different terms
// become different tokens.
func writeTerm(term string) string {
	if term != "" && len(term) < longTerm && utf8.ValidString(term) && !strings.ContainsFunc(term, escaped) {
		return term
	}
	if len(term) >= longTerm {
		sum := sha256.Sum256([]byte(term))
		return `\h` + hex.EncodeToString(sum[:])
	}
	b := strings.Builder{}
	b.WriteString(`\`)
	for i := 0; i < len(term); {
		r, n := utf8.DecodeRuneInString(term[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\b%02x`, term[i])
		case escaped(r):
			fmt.Fprintf(&b, `\u%06x`, r)
		default:
			b.WriteRune(r)
		}
		i += n
	}
	return b.String()
}

// escaped says whether a rune must be escaped: it could divide a token, or begins
// an escape.
func escaped(r rune) bool {
	return r == '\\' || r < 0x20 || r == 0x7f || unicode.IsSpace(r) || unicode.In(r, unicode.Z, unicode.Cc)
}

// writeStream is the text of a field with these terms.
func writeStream(terms []string) string {
	words := make([]string, len(terms))
	for i, t := range terms {
		words[i] = writeTerm(t)
	}
	return strings.Join(words, " ")
}

// foldCase returns the least rune that differs from r in letter case alone: strings
// of such runes are equal where strings.EqualFold says that the originals are.
func foldCase(r rune) rune {
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	return least
}

// key is a metadata value without its letter case.
func key(value string) string { return strings.Map(foldCase, value) }

// keys are the keys of values, in their order.
func keys(values []string) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = key(v)
	}
	return all
}
