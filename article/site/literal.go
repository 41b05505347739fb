package site

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Configurations that are programs in JavaScript or TypeScript state mostly plain
// data: texts, lists and objects. These literals are read here. Nothing is
// executed, and the value of any other expression is unknown.

// An object is a literal in braces, with its members in their order.
type object struct {
	names  []string
	values []any
}

// get is a member, nil for none.
func (o *object) get(names ...string) any {
	for _, name := range names {
		for i, n := range o.names {
			if n == name {
				return o.values[i]
			}
		}
	}
	return nil
}

// text is a member that is a text, "" for others.
func (o *object) text(names ...string) string {
	s, _ := o.get(names...).(string)
	return strings.TrimSpace(s)
}

// unknown is a value that only running the program would give.
type unknown struct{}

// A reference is the name of something that is defined elsewhere in the program, or
// a call of a function of that name.
type reference string

// maxLiteralDepth is how deep lists and objects may be nested.
const maxLiteralDepth = 60

// A literals reads literals of a program: texts, []any, *object, reference, unknown.
type literals struct {
	src   []byte
	at    int
	depth int
}

// space skips white space and comments.
func (l *literals) space() {
	for l.at < len(l.src) {
		rest := l.src[l.at:]
		switch {
		case bytes.HasPrefix(rest, []byte("//")):
			l.skipTo("\n")
		case bytes.HasPrefix(rest, []byte("/*")):
			l.at += 2
			l.skipTo("*/")
		default:
			r, n := utf8.DecodeRune(rest)
			if !unicode.IsSpace(r) && r != '\ufeff' {
				return
			}
			l.at += n
		}
	}
}

func (l *literals) skipTo(end string) {
	if i := bytes.Index(l.src[l.at:], []byte(end)); i >= 0 {
		l.at += i + len(end)
		return
	}
	l.at = len(l.src)
}

// peek returns the next byte that is not a space, 0 at the end.
func (l *literals) peek() byte {
	l.space()
	if l.at == len(l.src) {
		return 0
	}
	return l.src[l.at]
}

// take skips the next byte if it is b, and reports whether it was.
func (l *literals) take(b byte) bool {
	if l.peek() != b {
		return false
	}
	l.at++
	return true
}

// value reads a value, up to the comma or bracket behind it.
func (l *literals) value() any {
	if l.depth == maxLiteralDepth {
		l.expression()
		return unknown{}
	}
	l.depth++
	defer func() { l.depth-- }()
	var v any = unknown{}
	switch b := l.peek(); {
	case b == '"' || b == '\'' || b == '`':
		if s, ok := l.text(); ok {
			v = s
		}
	case b == '[':
		v = l.list()
	case b == '{':
		v = l.object()
	case isNameByte(b):
		v = l.named()
	}
	if l.ends() {
		return v
	}
	l.expression() // a text that is added to another, a condition
	return unknown{}
}

// ends reports whether a value ends here. In TypeScript its type may follow, which
// is skipped.
func (l *literals) ends() bool {
	switch l.peek() {
	case ',', ']', '}', ')', ';', 0:
		return true
	}
	mark := l.at
	if word := l.word(); word == "as" || word == "satisfies" {
		l.expression()
		return true
	}
	l.at = mark
	return l.newLine()
}

// newLine reports whether the next token is the first of its line, outside of lists
// and objects: a statement needs no semicolon.
func (l *literals) newLine() bool {
	before := l.at
	for before > 0 && (l.src[before-1] == ' ' || l.src[before-1] == '\t') {
		before--
	}
	return before > 0 && l.src[before-1] == '\n' && l.depth == 1
}

// named reads a name: a reference, or a call of a function.
func (l *literals) named() any {
	name := l.word()
	switch {
	case name == "true" || name == "false" || name == "null" || name == "undefined" || name[0] >= '0' && name[0] <= '9':
		return unknown{}
	case l.take('('):
		if l.take(')') {
			return reference(name)
		}
		v := l.value()
		for l.take(',') {
			v = unknown{}
			l.expression()
		}
		l.take(')')
		if isHelper(name) {
			return v
		}
		return unknown{}
	}
	return reference(name)
}

// isHelper reports whether a function, by its name, returns its argument and only
// states its type, as those of VuePress and VitePress do.
func isHelper(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, "sidebar") || strings.HasPrefix(name, "define")
}

func (l *literals) word() string {
	l.space()
	start := l.at
	for l.at < len(l.src) && isNameByte(l.src[l.at]) {
		l.at++
	}
	return string(l.src[start:l.at])
}

func isNameByte(b byte) bool {
	return b == '_' || b == '$' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= utf8.RuneSelf
}

// text reads a text in quotes; false where it is not closed, or part of it would
// have to be computed.
func (l *literals) text() (string, bool) {
	quote := l.src[l.at]
	l.at++
	var b strings.Builder
	for l.at < len(l.src) {
		c := l.src[l.at]
		switch {
		case c == quote:
			l.at++
			return b.String(), true
		case c == '\n' && quote != '`':
			return "", false
		case c == '$' && quote == '`' && bytes.HasPrefix(l.src[l.at:], []byte("${")):
			l.at++
			l.skipTo("`")
			return "", false
		case c == '\\' && l.at+1 < len(l.src):
			l.at++
			b.WriteString(l.escaped())
		default:
			b.WriteByte(c)
			l.at++
		}
	}
	return "", false
}

// escaped reads an escape behind its backslash.
func (l *literals) escaped() string {
	c := l.src[l.at]
	l.at++
	switch c {
	case 'n':
		return "\n"
	case 't':
		return "\t"
	case '\n':
		return ""
	case 'u':
		if len(l.src)-l.at >= 4 {
			var r rune
			for _, d := range l.src[l.at : l.at+4] {
				digit := bytes.IndexByte([]byte("0123456789abcdef"), d|0x20)
				if digit < 0 {
					return "u"
				}
				r = r<<4 | rune(digit)
			}
			l.at += 4
			return string(r)
		}
	}
	return string(rune(c))
}

func (l *literals) list() any {
	l.at++
	all := []any{}
	for !l.take(']') {
		if l.at == len(l.src) {
			return unknown{}
		}
		all = append(all, l.value())
		if !l.take(',') && l.peek() != ']' {
			return unknown{}
		}
	}
	return all
}

func (l *literals) object() any {
	l.at++
	o := &object{}
	for !l.take('}') {
		if l.at == len(l.src) {
			return unknown{}
		}
		name, ok := l.key()
		var v any = unknown{}
		switch {
		case ok && l.take(':'):
			v = l.value()
		case ok && (l.peek() == ',' || l.peek() == '}'):
			v = reference(name)
		default: // a method, or members of another object
			l.expression()
		}
		o.names, o.values = append(o.names, name), append(o.values, v)
		if !l.take(',') && l.peek() != '}' {
			return unknown{}
		}
	}
	return o
}

// key reads the name of a member.
func (l *literals) key() (string, bool) {
	switch b := l.peek(); {
	case b == '"' || b == '\'':
		return l.text()
	case isNameByte(b):
		return l.word(), true
	}
	return "", false
}

// expression skips to the end of a value: a comma, or the bracket that closes what
// encloses it.
func (l *literals) expression() {
	open := 0
	for {
		switch b := l.peek(); b {
		case 0:
			return
		case '(', '[', '{':
			open++
			l.at++
		case ')', ']', '}':
			if open == 0 {
				return
			}
			open--
			l.at++
		case ',', ';':
			if open == 0 {
				return
			}
			l.at++
		case '"', '\'', '`':
			l.text()
		default:
			l.at++
		}
	}
}
