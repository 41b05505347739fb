package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Suspicious names why a decoded text looks as if it had been read in the
// wrong encoding, or returns "" when it looks right.
func Suspicious(text string) string {
	switch {
	case strings.Contains(text, "锟斤拷"):
		return "锟斤拷: UTF-8 replacement characters read as GBK"
	case strings.Contains(text, "烫烫烫"):
		return "烫烫烫: uninitialised memory read as GBK"
	case strings.Contains(text, "屯屯屯"):
		return "屯屯屯: uninitialised memory read as GBK"
	case strings.ContainsRune(text, utf8.RuneError):
		return "U+FFFD: bytes that could not be decoded"
	}
	return garbled(text)
}

// garbled names the encoding that a text was wrongly read in, or returns "".
func garbled(text string) string {
	switch {
	case share(text, isGBKOfUTF8) > maxGarbled:
		return "characters of UTF-8 read as GBK"
	case latinPairs(text):
		return "characters of UTF-8 read as Latin-1"
	}
	return ""
}

// maxGarbled is the share of wide characters that may be ones that UTF-8 read
// as GBK yields. Chinese prose has below .01, garbled text above .3.
const maxGarbled = .12

// garbledRunes are the most frequent outcomes of reading Chinese UTF-8 as GBK:
// lead bytes E4 to E9 with their continuation, and 80 with what follows it.
const garbledRunes = "鐨勬槸浠涓鍦鏄鍜浜鏈杩鍙鐢鎴浣鏉瀹鍒鎵嬩繍鏂囪鍥藉銆锛闂鏃绗璇嶆眽瀛楁湰绋嬪簭鍙戝睍鏁版嵁鎴戜滑缁忔祹绯荤粺瑙傜偣鍏朵粬鑰屼笖宸插彲鑳借繕濡傛灉鎵€浠"

func isGBKOfUTF8(r rune) bool { return strings.ContainsRune(garbledRunes, r) }

// share is the share of wide characters that pred accepts, in the first
// thousand of them; texts with fewer than four have none.
func share(text string, pred func(rune) bool) float64 {
	wide, n := 0, 0
	for _, r := range text {
		if r < 0x2E80 {
			continue
		}
		if pred(r) {
			n++
		}
		if wide++; wide == 1000 {
			break
		}
	}
	if wide < 4 {
		return 0
	}
	return float64(n) / float64(wide)
}

// latinPairs reports whether three or more letters such as æ, ç or ä are each
// followed by two characters that only continuation bytes yield.
func latinPairs(text string) bool {
	n := 0
	for i, r := range text {
		if r < 0xE3 || r > 0xEF {
			continue
		}
		rest := text[i+utf8.RuneLen(r):]
		next, size := utf8.DecodeRuneInString(rest)
		after, _ := utf8.DecodeRuneInString(rest[size:])
		if isContinuation(next) && isContinuation(after) {
			if n++; n >= 3 {
				return true
			}
		}
	}
	return false
}

// isContinuation reports whether a rune is a byte 80 to BF read as Latin-1 or
// Windows-1252, and no letter.
func isContinuation(r rune) bool {
	return r >= 0x80 && r <= 0xBF || strings.ContainsRune("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ", r) && !unicode.IsSpace(r)
}
