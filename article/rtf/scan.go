package rtf

// A kind says what a token is.
type kind uint8

const (
	character kind = iota // one byte of text
	open                  // of a group
	end                   // of a group
	word                  // a control word or sign
)

// A token is a piece of a rich text.
type token struct {
	kind   kind
	b      byte   // of a character
	name   string // of a word
	number int    // behind a word
	given  bool   // whether there is a number
}

// A scanner cuts a rich text into tokens.
type scanner struct {
	b []byte
	i int
}

// next is the next token; ok is false at the end.
func (s *scanner) next() (t token, ok bool) {
	for s.i < len(s.b) {
		c := s.b[s.i]
		s.i++
		switch c {
		case '{':
			return token{kind: open}, true
		case '}':
			return token{kind: end}, true
		case '\\':
			return s.word(), true
		case '\r', '\n', 0:
		default:
			return token{b: c}, true
		}
	}
	return token{}, false
}

// word reads the word after a backslash.
func (s *scanner) word() token {
	start := s.i
	for s.i < len(s.b) && isLetter(s.b[s.i]) {
		s.i++
	}
	if s.i == start {
		return s.sign()
	}
	t := token{kind: word, name: string(s.b[start:s.i])}
	t.number, t.given = s.number()
	if s.i < len(s.b) && s.b[s.i] == ' ' {
		s.i++
	}
	if t.name == "bin" { // bytes of a picture, as they are
		s.i = min(s.i+max(t.number, 0), len(s.b))
	}
	return t
}

// maxDigits is how many digits a number may have.
const maxDigits = 9

func (s *scanner) number() (n int, given bool) {
	i := s.i
	negative := i < len(s.b) && s.b[i] == '-'
	if negative {
		i++
	}
	first := i
	for i < len(s.b) && i-first < maxDigits && s.b[i] >= '0' && s.b[i] <= '9' {
		n = 10*n + int(s.b[i]-'0')
		i++
	}
	if i == first {
		return 0, false
	}
	s.i = i
	if negative {
		n = -n
	}
	return n, true
}

// sign reads a sign: a character that needs a backslash, a byte in hexadecimal
// digits, or a word of one sign.
func (s *scanner) sign() token {
	if s.i >= len(s.b) {
		return token{kind: word}
	}
	c := s.b[s.i]
	s.i++
	switch c {
	case '\\', '{', '}':
		return token{b: c}
	case '\'':
		if s.i+2 > len(s.b) {
			s.i = len(s.b)
			return token{kind: word}
		}
		high, low := digit(s.b[s.i]), digit(s.b[s.i+1])
		s.i += 2
		if high < 0 || low < 0 {
			return token{kind: word}
		}
		return token{b: byte(high<<4 | low)}
	case '\r', '\n':
		return token{kind: word, name: "par"}
	case '~':
		return token{b: ' '}
	case '_':
		return token{b: '-'}
	}
	return token{kind: word, name: string(c)}
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// digit is the value of a hexadecimal digit, -1 for none.
func digit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
