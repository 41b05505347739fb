// Package encoding turns the bytes of documents and the names of files into UTF-8.
// Where the bytes do not tell their encoding it returns an error rather than a
// guess. It must not know formats, apart from the declarations of encodings in
// them.
package encoding

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"github.com/xunzhang/xunzhang/article/input"
)

// A Syntax is the kind of a document that may declare its encoding in its text.
type Syntax uint8

const (
	Plain  Syntax = iota // text without a declaration
	Markup               // HTML and XML, which can declare their encoding
	JSON                 // JSON, in which a few stray bytes are forgiven
)

// Decode turns the bytes of a document into UTF-8 text without a byte order mark.
// It uses the first of these that there is: the encoding that the owner named; a
// byte order mark; the encoding that HTML or XML declares, if the text then looks
// right; UTF-8, if valid; what detection finds. Bytes that cannot be decoded are an
// error and never replaced, except for a few in JSON.
//
// It also returns the name of the encoding that was used.
func Decode(b []byte, kind Syntax, override string) (text, name string, err error) {
	if override != "" {
		text, err = named(b, override)
		return text, override, err
	}
	switch {
	case bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")):
		b = b[3:]
	case bytes.HasPrefix(b, []byte("\xFF\xFE\x00\x00")), bytes.HasPrefix(b, []byte("\x00\x00\xFE\xFF")):
		text, err = strict(b, utf32.UTF32(utf32.BigEndian, utf32.UseBOM), "UTF-32")
		return text, "UTF-32", err
	case bytes.HasPrefix(b, []byte("\xFF\xFE")):
		text, err = strict(b[2:], utf16(unicode.LittleEndian), "UTF-16")
		return text, "UTF-16LE", err
	case bytes.HasPrefix(b, []byte("\xFE\xFF")):
		text, err = strict(b[2:], utf16(unicode.BigEndian), "UTF-16")
		return text, "UTF-16BE", err
	}
	if kind == Markup {
		if text, name, ok := declared(b); ok {
			return text, name, nil
		}
	}
	if stray := withoutNUL(b); stray != nil {
		b = stray
	}
	hasNUL := bytes.IndexByte(b, 0) >= 0
	if isHZ(b) {
		text, err = strict(b, simplifiedchinese.HZGB2312, "HZ-GB-2312")
		return text, "HZ-GB-2312", err
	}
	if utf8.Valid(b) && !hasNUL {
		text, err = plainText(b)
		return text, utf8Name, err
	}
	return guess(b, kind, hasNUL)
}

const utf8Name = "UTF-8"

// withoutNUL is a Chinese text in UTF-8 without its NUL bytes: a few that a program left
// in it, or many at the end of a file that was not written to its end. nil for others.
func withoutNUL(b []byte) []byte {
	text := bytes.TrimRight(b, "\x00")
	if n := bytes.Count(text, []byte{0}); len(text) == len(b) && n == 0 || n*nulShare > len(text) || !utf8.Valid(text) || !hasWide(text) {
		return nil
	}
	return bytes.ReplaceAll(text, []byte{0}, nil)
}

// nulShare is how many bytes of text there must be for each NUL byte.
const nulShare = 10

// named decodes bytes by the encoding that the owner named.
func named(b []byte, name string) (string, error) {
	e, err := Lookup(name)
	if err != nil {
		return "", err
	}
	s, err := strict(b, e, name)
	if err == nil && garbled(s) != "" {
		err = fmt.Errorf("%w as %s: it holds %s", input.ErrEncoding, name, garbled(s))
	}
	return s, err
}

// guess decodes bytes that are not UTF-8 and do not name their encoding.
func guess(b []byte, kind Syntax, hasNUL bool) (text, name string, err error) {
	e, name := detect(b)
	if e != nil {
		s, err := strict(b, e, name)
		if err == nil && garbled(s) == "" && looksChinese(s) {
			return s, name, nil
		}
	}
	switch {
	case hasNUL:
		return "", "", fmt.Errorf("%w: it holds NUL bytes", input.ErrBinary)
	case kind == JSON && strays(b)*strayShare <= len(b):
		return strings.ToValidUTF8(string(b), "\uFFFD"), utf8Name, nil
	}
	return "", "", fmt.Errorf("%w: it is not UTF-8, and no other encoding stands out", input.ErrEncoding)
}

// strayShare is how many bytes of JSON there must be for each byte outside UTF-8.
const strayShare = 64

// strays counts bytes that are not UTF-8, less three, so that a few are allowed in
// a short text.
func strays(b []byte) int {
	n := -3
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 {
			n++
		}
		b = b[size:]
	}
	return n
}

func utf16(e unicode.Endianness) encoding.Encoding {
	return unicode.UTF16(e, unicode.IgnoreBOM)
}

// Lookup finds an encoding by its IANA name. GBK and GB2312 are read as GB18030,
// which contains them, because pages under either name use characters of GB18030.
func Lookup(name string) (encoding.Encoding, error) {
	e, err := htmlindex.Get(name)
	if err != nil {
		e, err = ianaindex.IANA.Encoding(name)
	}
	if err != nil || e == nil {
		return nil, fmt.Errorf("%w: unknown encoding %q", input.ErrEncoding, name)
	}
	if e == simplifiedchinese.GBK {
		e = simplifiedchinese.GB18030
	}
	return e, nil
}

// strict decodes bytes. Those that would be replaced by U+FFFD are an error.
func strict(b []byte, e encoding.Encoding, name string) (string, error) {
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return "", fmt.Errorf("%w as %s: %w", input.ErrEncoding, name, err)
	}
	if bytes.Count(out, replacement) > written(b, e) {
		return "", fmt.Errorf("%w as %s", input.ErrEncoding, name)
	}
	return plainText(out)
}

var replacement = []byte("\uFFFD")

// written counts the characters U+FFFD that a text itself contains.
func written(b []byte, e encoding.Encoding) int {
	switch e {
	case simplifiedchinese.GB18030:
		return bytes.Count(b, []byte("\x84\x31\xA4\x37"))
	case traditionalchinese.Big5:
		return 0
	case unicode.UTF8:
		if utf8.Valid(b) {
			return bytes.Count(b, replacement)
		}
		return 0
	}
	return bytes.Count(b, []byte("\xFF\xFD")) + bytes.Count(b, []byte("\xFD\xFF"))
}

// plainText refuses bytes that a text does not contain: NUL, and many control
// characters.
func plainText(b []byte) (string, error) {
	controls := 0
	for _, c := range b {
		if c >= ' ' || c >= '\t' && c <= '\r' {
			continue
		}
		if c == 0 {
			return "", fmt.Errorf("%w: it holds NUL bytes", input.ErrBinary)
		}
		controls++
	}
	if controls*maxControls > len(b) {
		return "", fmt.Errorf("%w: %d control characters", input.ErrBinary, controls)
	}
	return withoutMarks(string(b)), nil
}

// withoutMarks removes the byte order mark at the beginning of a text and, since files
// that were joined have several, at the beginnings of lines. Within a line it is a
// character that the author's text holds.
func withoutMarks(text string) string {
	text = strings.TrimLeft(text, byteOrderMark)
	for strings.Contains(text, "\n"+byteOrderMark) {
		text = strings.ReplaceAll(text, "\n"+byteOrderMark, "\n")
	}
	return text
}

const byteOrderMark = "\ufeff"

// maxControls is how many bytes of text there must be for each control character.
// The colours of terminals pass, machine code does not.
const maxControls = 10
