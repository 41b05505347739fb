package site

import "regexp"

// maxReferences is how many references are followed: for each, the whole program is
// searched.
const maxReferences = 100

// A program is the files of a configuration that is a program.
type program struct {
	files    [][]byte
	followed int // references
}

// calls returns the values that the program assigns to a name: to a member or
// variable, as the argument of a function of that name, or as what such a function
// returns.
func (p *program) calls(name string) []any {
	var all []any
	for _, src := range p.files {
		all = append(all, callsIn(src, name)...)
	}
	return all
}

func callsIn(src []byte, name string) []any {
	l := &literals{src: src}
	var all []any
	for l.peek() != 0 {
		switch b := l.src[l.at]; {
		case b == '"' || b == '\'' || b == '`':
			if s, ok := l.text(); ok && s == name && l.peek() == ':' {
				l.at++
				all = append(all, l.value())
			}
		case isNameByte(b):
			switch word := l.word(); {
			case word == "export" && name == "default" && l.exported():
				all = append(all, l.value())
			case word == "function" && l.word() == name:
				l.function()
				all = append(all, l.value())
			case word == name && l.assigned():
				all = append(all, l.value())
			}
		default:
			l.at++
		}
	}
	return all
}

// exported goes to the literal that a module exports as its default; false where
// there is none.
func (l *literals) exported() bool {
	mark := l.at
	if l.word() == "default" && (l.peek() == '{' || l.peek() == '[') {
		return true
	}
	l.at = mark
	return false
}

// variableType is the type of a variable in TypeScript, up to the equals sign.
var variableType = regexp.MustCompile(`^(\s*[A-Za-z_$][\w$.<>\[\]'" |]*=)[^=>]`)

// assigned goes to the value that is assigned to the name before it; false where
// there is none.
func (l *literals) assigned() bool {
	mark := l.at
	switch {
	case l.take(':'):
		if m := variableType.FindSubmatchIndex(l.src[l.at:]); m != nil {
			l.at += m[3]
		}
		return true
	case l.take('='), l.take('('):
		return l.peek() != '=' && l.peek() != '>'
	}
	l.at = mark
	return false
}

// function goes to the value that a function returns.
func (l *literals) function() {
	for l.peek() != 0 {
		if isNameByte(l.src[l.at]) {
			if l.word() == "return" {
				return
			}
			continue
		}
		if b := l.src[l.at]; b == '"' || b == '\'' || b == '`' {
			l.text()
			continue
		}
		l.at++
	}
}

// follow returns the value that a reference stands for, unknown where it would have
// to be computed.
func (p *program) follow(r reference) any {
	if p.followed == maxReferences {
		return unknown{}
	}
	p.followed++
	for _, v := range p.calls(string(r)) {
		switch v.(type) {
		case []any, *object, string:
			return v
		}
	}
	return unknown{}
}
