package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// fieldDate is the field of a date range, which becomes Query.From and To.
const fieldDate Field = "date"

// A parser cuts a text into tokens.
type parser struct{ rest string }

// ClosingQuotes maps an opening quotation mark to the marks that close it.
func ClosingQuotes(open rune) string {
	switch open {
	case '"', '＂', '“', '”', '„':
		return "\"＂”“"
	case '「':
		return "」"
	case '『':
		return "』"
	}
	return ""
}

// fieldNamed returns the field with a name, as written before a colon; false for
// none.
func fieldNamed(name string) (Field, bool) {
	switch strings.ToLower(name) {
	case "title", "标题", "標題":
		return FieldTitle, true
	case "author", "作者":
		return FieldAuthor, true
	case "tag", "标签", "標籤":
		return FieldTag, true
	case "category", "分类", "分類":
		return FieldCategory, true
	case "date", "日期":
		return fieldDate, true
	}
	return FieldAny, false
}

// next takes the next token from the rest of the text.
func (p *parser) next() (token, bool) {
	for {
		p.rest = strings.TrimLeft(p.rest, " ")
		if p.rest == "" {
			return token{}, false
		}
		t, ok := p.token()
		if ok {
			return t, true
		}
	}
}

// token reads one token; false when there was only syntax and no token.
func (p *parser) token() (token, bool) {
	var t token
	p.dropMarks()
	t.Not = p.minus()
	if name, after, ok := p.fieldPrefix(t.Not); ok {
		t.Field = name
		p.rest = p.rest[after:]
		p.dropMarks()
	}
	if text, ok := p.quoted(); ok {
		t.Text, t.Phrase = text, true
		return t, text != ""
	}
	t.Text = p.word()
	t.or = !t.Not && t.Field == FieldAny && (t.Text == "OR" || t.Text == "|" || t.Text == "｜")
	return t, t.Text != ""
}

// dropMarks drops quotation marks without a closing mark.
func (p *parser) dropMarks() {
	for {
		r, n := utf8.DecodeRuneInString(p.rest)
		if closing := ClosingQuotes(r); closing == "" || strings.ContainsAny(p.rest[n:], closing) {
			return
		}
		p.rest = p.rest[n:]
	}
}

// minus reads the sign of an exclusion, and further signs that follow dropped
// quotation marks. Before other signs alone it is none: -> is an arrow.
func (p *parser) minus() bool {
	before := p.rest
	r, n := utf8.DecodeRuneInString(p.rest)
	if !isMinus(r) || !p.startsAtom(n) {
		return false
	}
	for isMinus(r) {
		p.rest = p.rest[n:]
		p.dropMarks()
		r, n = utf8.DecodeRuneInString(p.rest)
	}
	if ClosingQuotes(r) == "" && isSigns(p.rest[:wordEnd(p.rest)]) {
		p.rest = before
		return false
	}
	return true
}

// isSigns reports whether a word is one of signs alone, or begins with the head of an
// arrow.
func isSigns(word string) bool {
	return word != "" && (word[0] == '>' || !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsPunct(r) && !unicode.Is(unicode.Sm, r) }))
}

func isMinus(r rune) bool { return r == '-' || r == '－' || r == '−' }

// startsAtom reports whether an atom that can be excluded starts at n.
func (p *parser) startsAtom(n int) bool {
	r, _ := utf8.DecodeRuneInString(p.rest[n:])
	return n < len(p.rest) && r != ' ' && !isMinus(r)
}

// fieldPrefix reads "author:" when a value follows. The value of a date must be a
// date and cannot be excluded; otherwise all of it is text.
func (p *parser) fieldPrefix(not bool) (Field, int, bool) {
	i := strings.IndexAny(p.rest, ":： ")
	if i <= 0 || p.rest[i] == ' ' {
		return FieldAny, 0, false
	}
	f, ok := fieldNamed(p.rest[:i])
	_, n := utf8.DecodeRuneInString(p.rest[i:])
	if !ok || i+n >= len(p.rest) || p.rest[i+n] == ' ' {
		return FieldAny, 0, false
	}
	value := p.rest[i+n:]
	if _, _, isDate := parseRange(value[:wordEnd(value)]); f == fieldDate && (not || !isDate) {
		return FieldAny, 0, false
	}
	return f, i + n, true
}

// quoted reads a phrase; false when no closing mark follows.
func (p *parser) quoted() (string, bool) {
	r, n := utf8.DecodeRuneInString(p.rest)
	closing := ClosingQuotes(r)
	if closing == "" {
		return "", false
	}
	i := strings.IndexAny(p.rest[n:], closing)
	if i < 0 {
		return "", false
	}
	text := p.rest[n : n+i]
	_, m := utf8.DecodeRuneInString(p.rest[n+i:])
	p.rest = p.rest[n+i+m:]
	return strings.TrimSpace(text), true
}

// word reads a word.
func (p *parser) word() string {
	end := wordEnd(p.rest)
	text := p.rest[:end]
	p.rest = p.rest[end:]
	return text
}

// wordEnd returns where a word ends: before a space or a quotation mark. The plain
// mark may be inside a word: 27" is a size.
func wordEnd(s string) int {
	i := strings.IndexFunc(s, func(r rune) bool { return r == ' ' || r != '"' && ClosingQuotes(r) != "" })
	if i < 0 {
		return len(s)
	}
	return i
}
