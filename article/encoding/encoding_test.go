package encoding

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"github.com/xunzhang/xunzhang/article/input"
)

const (
	simplified  = "搜索引擎把文章切成段落，再为每一个词记下它出现的位置。\n读者输入关键词，程序就能很快找到。"
	traditional = "搜尋引擎把文章切成段落，再為每一個詞記下它出現的位置。\n讀者輸入關鍵詞，程式就能很快找到。"
)

func encode(t *testing.T, e encoding.Encoding, s string) []byte {
	t.Helper()
	b, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDecode(t *testing.T) {
	le, be := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	tests := []struct {
		name string
		b    []byte
		want string
	}{
		{"UTF-8", []byte(simplified), simplified},
		{"UTF-8 with mark", []byte("\ufeff" + simplified), simplified},
		{"a replacement character that was written", []byte("a\uFFFDb"), "a\uFFFDb"},
		{"UTF-16LE with mark", append([]byte("\xff\xfe"), encode(t, le, simplified)...), simplified},
		{"UTF-16BE with mark", append([]byte("\xfe\xff"), encode(t, be, simplified)...), simplified},
		{"UTF-16LE", encode(t, le, simplified), simplified},
		{"UTF-16BE", encode(t, be, traditional), traditional},
		{"UTF-16LE of English", encode(t, le, "plain words\n"), "plain words\n"},
		{"GBK", encode(t, simplifiedchinese.GBK, simplified), simplified},
		{"GB18030 with four bytes", encode(t, simplifiedchinese.GB18030, simplified+"𠮷㐂😀"), simplified + "𠮷㐂😀"},
		{"GBK of traditional characters", encode(t, simplifiedchinese.GBK, simplified+"書"), simplified + "書"},
		{"Big5", encode(t, traditionalchinese.Big5, traditional), traditional},
		{"a few characters of GBK in English", encode(t, simplifiedchinese.GBK, "the word 中国 means China"), "the word 中国 means China"},
		{"UTF-32", encode(t, utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), simplified), simplified},
		{"UTF-32, big end first", encode(t, utf32.UTF32(utf32.BigEndian, utf32.UseBOM), simplified), simplified},
		{"HZ", encode(t, simplifiedchinese.HZGB2312, simplified), simplified},
		{"signs of HZ", []byte("a ~{b} and ~}"), "a ~{b} and ~}"},
		{"files that were joined", []byte("\ufeff甲\n\ufeff\ufeff乙"), "甲\n乙"},
		{"a stray NUL", []byte("搜索引擎\x00把文章"), "搜索引擎把文章"},
		{"NULs at the end", append([]byte("搜索引擎"), make([]byte, 4096)...), "搜索引擎"},
		{"empty", nil, ""},
		{"mark only", []byte("\ufeff"), ""},
	}
	for _, test := range tests {
		got, _, err := Decode(test.b, Plain, "")
		if got != test.want || err != nil {
			t.Errorf("%s: %q, %v", test.name, got, err)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	tests := []struct {
		name string
		b    []byte
		err  error
	}{
		{"two encodings in one", append([]byte(simplified), encode(t, simplifiedchinese.GBK, simplified)...), input.ErrEncoding},
		{"UTF-8 with a broken character", []byte(simplified + "\xe6\x96"), input.ErrEncoding},
		{"UTF-16 cut within a pair", append([]byte("\xfe\xff"), "\xd8\x3d"...), input.ErrEncoding},
		{"Windows-1252", encode(t, charmap.Windows1252, "Le café est très naïve, déjà vu"), input.ErrEncoding},
		{"Cyrillic", encode(t, charmap.Windows1251, "Это русский текст, написанный для проверки"), input.ErrEncoding},
		{"Korean", encode(t, korean.EUCKR, "한국어 문장입니다. 서울에서 만나요. 오늘은 날씨가 좋습니다."), input.ErrEncoding},
		{"NUL", []byte("a\x00b"), input.ErrBinary},
		{"many NULs", []byte("搜\x00索\x00引\x00擎\x00"), input.ErrBinary},
		{"PNG", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00"), input.ErrBinary},
		{"control characters", []byte("\x01\x02\x03\x04text"), input.ErrBinary},
	}
	for _, test := range tests {
		if got, _, err := Decode(test.b, Plain, ""); !errors.Is(err, test.err) {
			t.Errorf("%s: %q, %v; want %v", test.name, got, err, test.err)
		}
	}
}

func TestDecodeByName(t *testing.T) {
	gbk := encode(t, simplifiedchinese.GBK, "短文")
	tests := []struct {
		name string
		b    []byte
		want string
		err  error
	}{
		{"gbk", gbk, "短文", nil},
		{"GB2312", gbk, "短文", nil},
		{"gb18030", gbk, "短文", nil},
		{"big5", encode(t, traditionalchinese.Big5, "短文"), "短文", nil},
		{"utf-16", append([]byte("\xff\xfe"), "a\x00"...), "a", nil},
		{"utf-16be", []byte("\x00a"), "a", nil},
		{"utf-8", gbk, "", input.ErrEncoding},
		{"utf-8", []byte("a\uFFFD"), "a\uFFFD", nil},
		{"gbk", []byte(simplified), "", input.ErrEncoding},
		{"klingon", gbk, "", input.ErrEncoding},
	}
	for _, test := range tests {
		got, _, err := Decode(test.b, Plain, test.name)
		if got != test.want && test.err == nil || !errors.Is(err, test.err) {
			t.Errorf("%s: %q, %v", test.name, got, err)
		}
	}
}

func TestDecodeWhatPagesDeclare(t *testing.T) {
	page := func(charset string) string {
		return `<html><head><meta charset="` + charset + `"></head><body><p>` + simplified + `</p></body></html>`
	}
	tests := []struct {
		name string
		b    []byte
	}{
		{"gb2312 and so it is", encode(t, simplifiedchinese.GBK, page("gb2312"))},
		{"utf-8 and so it is", []byte(page("utf-8"))},
		{"gbk, but it is UTF-8", []byte(page("gbk"))},
		{"utf-8, but it is GBK", encode(t, simplifiedchinese.GBK, page("utf-8"))},
		{"an unknown one", []byte(page("nonsense"))},
		{"http-equiv", encode(t, simplifiedchinese.GBK,
			`<meta http-equiv="Content-Type" content="text/html; charset=gbk"><p>`+simplified)},
		{"XML", encode(t, simplifiedchinese.GBK, `<?xml version="1.0" encoding='GBK'?><p>`+simplified)},
	}
	for _, test := range tests {
		if got, _, err := Decode(test.b, Markup, ""); err != nil || !strings.Contains(got, simplified) {
			t.Errorf("%s: %q, %v", test.name, got, err)
		}
	}
}

func TestSuspicious(t *testing.T) {
	misread := func(e encoding.Encoding) string {
		b, _ := e.NewDecoder().Bytes([]byte(simplified)) // broken on purpose
		return strings.ReplaceAll(string(b), "\uFFFD", "")
	}
	tests := []struct{ text, says string }{
		{simplified, ""},
		{traditional, ""},
		{"Café naïve, l’été: “à la carte” … déjà", ""},
		{"", ""},
		{"锟斤拷锟斤拷", "锟斤拷"},
		{"手持两把烫烫烫", "烫烫烫"},
		{"屯屯屯屯", "屯屯屯"},
		{"a\uFFFD", "U+FFFD"},
		{misread(simplifiedchinese.GBK), "UTF-8 read as GBK"},
		{misread(charmap.Windows1252), "UTF-8 read as Latin-1"},
		{misread(charmap.ISO8859_1), "UTF-8 read as Latin-1"},
	}
	for _, test := range tests {
		got := Suspicious(test.text)
		if test.says == "" && got != "" || !strings.Contains(got, test.says) {
			t.Errorf("%.30q: %q, want %q", test.text, got, test.says)
		}
	}
}
