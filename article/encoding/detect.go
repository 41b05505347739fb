package encoding

import (
	"bytes"
	"regexp"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// sampleBytes is how much of a document detection looks at.
const sampleBytes = 1 << 16

// declaration finds the encoding that the head of XML or HTML names.
var declaration = regexp.MustCompile(`(?i)<(?:\?xml[^>]*encoding|meta[^>]*charset)\s*=\s*["']?\s*([-\w:.]+)`)

// headBytes is how far into a page its declaration is looked for. The standard
// requires it in the first 1,024 bytes, but pages do not keep to that.
const headBytes = 8192

// declared decodes a page by its own declaration, unless the result looks wrong:
// many pages were converted to UTF-8 and kept an old declaration.
func declared(b []byte) (text, name string, ok bool) {
	m := declaration.FindSubmatch(b[:min(len(b), headBytes)])
	if m == nil {
		return "", "", false
	}
	name = string(m[1])
	e, err := Lookup(name)
	if err != nil || e == unicode.UTF8 || isUnicode16(e) {
		return "", "", false
	}
	if utf8.Valid(b) && hasWide(b) {
		return "", "", false
	}
	text, err = strict(b, e, name)
	return text, name, err == nil && garbled(text) == ""
}

func isUnicode16(e encoding.Encoding) bool {
	return e == utf16(unicode.LittleEndian) || e == utf16(unicode.BigEndian)
}

// hasWide reports whether valid UTF-8 has at least four lead bytes of Chinese
// characters, which a text in another encoding hardly has by chance.
func hasWide(b []byte) bool {
	n := 0
	for _, c := range b {
		if c >= 0xE3 && c <= 0xE9 {
			if n++; n == 4 {
				return true
			}
		}
	}
	return false
}

// detect recognises GB18030, Big5 and UTF-16 without a byte order mark by the share
// of common characters in a sample. It returns nil where none of them is clear.
func detect(b []byte) (encoding.Encoding, string) {
	sample := b[:min(len(b), sampleBytes)]
	switch {
	case isUTF16(sample, 0):
		return utf16(unicode.BigEndian), "UTF-16BE"
	case isUTF16(sample, 1):
		return utf16(unicode.LittleEndian), "UTF-16LE"
	case bytes.IndexByte(sample, 0) >= 0:
		return nil, ""
	}
	gb, big5 := common(sample)
	switch {
	case gb < minCommon && big5 < minCommon:
		return nil, ""
	case big5 > gb:
		return traditionalchinese.Big5, "Big5"
	}
	return simplifiedchinese.GB18030, "GB18030"
}

// hzText is Chinese in HZ, the encoding of old news groups: seven bits, between marks, of
// which the second may be missing at the end of a line.
var hzText = regexp.MustCompile(`(?m)~\{(?:[!-w][!-~]){2,}(?:~\}|$)`)

// isHZ reports whether a text is in HZ: it is ASCII, and each mark begins Chinese.
func isHZ(b []byte) bool {
	open := bytes.Count(b, []byte("~{"))
	if open == 0 || !bytes.Contains(b, []byte("~}")) || bytes.ContainsFunc(b, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return false
	}
	return len(hzText.FindAllIndex(b, -1)) == open
}

// minCommon is the share of double bytes that must be common characters.
// Texts have above .95; other bytes read as such stay below .6.
const minCommon = .8

// common returns the share of double bytes that are punctuation or characters
// of the first level, in GB2312 and in Big5. Both cut text into the same pairs
// where both apply.
func common(b []byte) (gb, big5 float64) {
	var pairs, first, level int
	for i := 0; i+1 < len(b); {
		lead, trail := b[i], b[i+1]
		switch {
		case lead < 0x81:
			i++
			continue
		case trail >= '0' && trail <= '9':
			i += 4 // GB18030 only
			continue
		}
		pairs++
		i += 2
		if trail >= 0xA1 && (lead >= 0xB0 && lead <= 0xD7 || lead >= 0xA1 && lead <= 0xA3) {
			first++
		}
		if (trail >= 0x40 && trail <= 0x7E || trail >= 0xA1) && lead >= 0xA1 && lead <= 0xC6 {
			level++
		}
	}
	if pairs == 0 {
		return 0, 0
	}
	return float64(first) / float64(pairs), float64(level) / float64(pairs)
}

// isUTF16 reports whether pairs of bytes, of which the high one is at an even
// (0) or odd (1) place, are text: nearly all of them in use in Chinese or
// English, with a line end, space, comma or full stop among them.
func isUTF16(b []byte, high int) bool {
	if len(b) < 4 {
		return false
	}
	known, marks, n := 0, 0, len(b)/2
	for i := 0; i+1 < len(b); i += 2 {
		r := rune(b[i+high])<<8 | rune(b[i+1-high])
		switch {
		case r == '\n' || r == ' ' || r == '，' || r == '。':
			known, marks = known+1, marks+1
		case r == '\r' || r == '\t' || r > ' ' && r < 0x7F, r >= 0x4E00 && r <= 0x9FA5, r >= 0x2010 && r <= 0x2030,
			r >= 0x3000 && r <= 0x3020, r >= 0xFF01 && r <= 0xFF5E:
			known++
		}
	}
	return marks > 0 && known*100 >= n*97
}
