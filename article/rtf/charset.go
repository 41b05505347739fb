package rtf

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// latin is the code page of Windows in western Europe.
const latin = 1252

// charset is the code page for the character set of a font; 0 for sets that have
// none.
func charset(n int) int {
	switch n {
	case 134:
		return 936
	case 136:
		return 950
	case 128:
		return 932
	case 129:
		return 949
	case 204:
		return 1251
	case 238:
		return 1250
	}
	return 0
}

func encodingOf(code int) encoding.Encoding {
	switch code {
	case 936, 54936, 20936:
		return simplifiedchinese.GB18030
	case 950:
		return traditionalchinese.Big5
	case 932:
		return japanese.ShiftJIS
	case 949:
		return korean.EUCKR
	case 1250:
		return charmap.Windows1250
	case 1251:
		return charmap.Windows1251
	case 65001:
		return nil
	}
	return charmap.Windows1252
}

// flush decodes the bytes of text that are waiting, and adds the text.
func (r *reader) flush() {
	if len(r.bytes) == 0 {
		return
	}
	waiting := r.bytes
	r.bytes = r.bytes[:0]
	if r.place == nothing || r.place == fonts {
		return
	}
	text := string(waiting)
	if e := encodingOf(r.code); e != nil && !isASCII(text) {
		if s, err := e.NewDecoder().String(text); err == nil {
			text = s
		}
	}
	r.add(strings.ToValidUTF8(text, string(utf8.RuneError)))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
