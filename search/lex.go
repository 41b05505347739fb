package search

import (
	"strings"
	"unicode/utf8"
)

// fieldDate is the field of a date range, which becomes Query.From and To.
const fieldDate Field = "date"

// A parser cuts a text into tokens.
type parser struct{ rest string }

// quotes maps an opening quotation mark to the marks that close it.
func quotes(open rune) string {
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

// fieldNames are the names before a colon, in the form that fold gives.
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

// next cuts the next token off the rest.
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

// token reads one token; false when it was only punctuation of the language.
func (p *parser) token() (token, bool) {
	var t token
	if r, n := utf8.DecodeRuneInString(p.rest); isMinus(r) && p.startsAtom(n) {
		t.Not = true
		p.rest = p.rest[n:]
	}
	if name, after, ok := p.fieldPrefix(); ok {
		t.Field = name
		p.rest = p.rest[after:]
	}
	if text, ok := p.quoted(); ok {
		t.Text, t.Phrase = text, true
		return t, text != ""
	}
	t.Text = p.word()
	t.or = !t.Not && t.Field == FieldAny && (t.Text == "OR" || t.Text == "|" || t.Text == "｜")
	return t, t.Text != ""
}

func isMinus(r rune) bool { return r == '-' || r == '－' || r == '−' }

// startsAtom reports whether something to exclude follows at n.
func (p *parser) startsAtom(n int) bool {
	r, _ := utf8.DecodeRuneInString(p.rest[n:])
	return n < len(p.rest) && r != ' ' && !isMinus(r)
}

// fieldPrefix reads "author:" when a value follows.
func (p *parser) fieldPrefix() (Field, int, bool) {
	i := strings.IndexAny(p.rest, ":： ")
	if i <= 0 || p.rest[i] == ' ' {
		return FieldAny, 0, false
	}
	f, ok := fieldNamed(p.rest[:i])
	_, n := utf8.DecodeRuneInString(p.rest[i:])
	if !ok || i+n >= len(p.rest) || p.rest[i+n] == ' ' {
		return FieldAny, 0, false
	}
	return f, i + n, true
}

// quoted reads a phrase; false when no closing mark follows.
func (p *parser) quoted() (string, bool) {
	r, n := utf8.DecodeRuneInString(p.rest)
	closing := quotes(r)
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

// word reads up to a space, or to a phrase that begins inside a word. A mark
// that opens no phrase is dropped at a word's beginning.
func (p *parser) word() string {
	if r, n := utf8.DecodeRuneInString(p.rest); quotes(r) != "" {
		p.rest = p.rest[n:]
	}
	end := len(p.rest)
	for i, r := range p.rest {
		if r == ' ' || quotes(r) != "" && r != '"' && i > 0 && strings.ContainsAny(p.rest[i+utf8.RuneLen(r):], quotes(r)) {
			end = i
			break
		}
	}
	text := p.rest[:end]
	p.rest = p.rest[end:]
	return text
}
