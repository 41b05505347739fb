package part

import (
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// The character set of stored text is built like GB18030: ASCII in one
// byte, the characters of GBK in their two bytes, everything else in four. But
// four-byte codes are numbered by code point instead of by GB18030's table, whose
// editions map some characters to the private use area and others not: so every
// rune is encoded without loss.
//
//	one byte    00-7F
//	two bytes   81-FE, then 40-7E or 80-FE
//	four bytes  81-FE, 30-39, 81-FE, 30-39
const (
	leadMin   = 0x81
	digitMin  = 0x30
	perLead   = 10 * 126 * 10
	perDigit  = 126 * 10
	perSecond = 10
)

type charset struct {
	two  [1 << 16]uint16 // rune of the basic plane -> two-byte code, 0 for none
	rune [1 << 16]uint16 // two-byte code -> rune, 0 for none
}

var table = sync.OnceValue(func() *charset {
	var c charset
	dec, enc := simplifiedchinese.GBK.NewDecoder(), simplifiedchinese.GBK.NewEncoder()
	for code := leadMin << 8; code < 0xFF00; code++ {
		pair := []byte{byte(code >> 8), byte(code)}
		if pair[1] < 0x40 {
			continue
		}
		s, err := dec.Bytes(pair)
		r, size := utf8.DecodeRune(s)
		if err != nil || size != len(s) || r < 0x80 || r > 0xFFFF || r == utf8.RuneError {
			continue
		}
		if back, err := enc.Bytes(s); err == nil && string(back) == string(pair) && c.two[r] == 0 {
			c.two[r], c.rune[code] = uint16(code), uint16(r)
		}
	}
	return &c
})

// AppendRune appends the stored form of a rune.
func AppendRune(b []byte, r rune) []byte { return appendRune(b, r, table()) }

func appendRune(b []byte, r rune, c *charset) []byte {
	if r < 0x80 {
		return append(b, byte(r))
	}
	if r <= 0xFFFF {
		if code := c.two[r]; code != 0 {
			return append(b, byte(code>>8), byte(code))
		}
	}
	n := int(r)
	return append(b, byte(leadMin+n/perLead), byte(digitMin+n/perDigit%10),
		byte(leadMin+n/perSecond%126), byte(digitMin+n%perSecond))
}

// AppendText appends the stored form of UTF-8 text; bytes that are not UTF-8
// become U+FFFD.
func AppendText(b []byte, s string) []byte {
	c := table()
	for _, r := range s {
		b = appendRune(b, r, c)
	}
	return b
}

// Decode returns the UTF-8 of stored text. Bytes that encode no character become
// U+FFFD.
func Decode(stored []byte) string {
	c := table()
	out := make([]byte, 0, len(stored)*3/2)
	for len(stored) > 0 {
		r, n := decodeRune(stored, c)
		out = utf8.AppendRune(out, r)
		stored = stored[n:]
	}
	return string(out)
}

// DecodeRune returns the first rune of stored text and its length in bytes; U+FFFD
// and 1 where the bytes encode no character.
func DecodeRune(stored []byte) (rune, int) { return decodeRune(stored, table()) }

func decodeRune(b []byte, c *charset) (rune, int) {
	if len(b) == 0 {
		return utf8.RuneError, 1
	}
	if b[0] < 0x80 {
		return rune(b[0]), 1
	}
	if len(b) >= 2 {
		if r := c.rune[int(b[0])<<8|int(b[1])]; r != 0 {
			return rune(r), 2
		}
	}
	if len(b) < 4 || b[0] < leadMin || b[1]-digitMin > 9 || b[2] < leadMin || b[3]-digitMin > 9 {
		return utf8.RuneError, 1
	}
	return rune(int(b[0]-leadMin)*perLead + int(b[1]-digitMin)*perDigit + int(b[2]-leadMin)*perSecond + int(b[3]-digitMin)), 4
}
