package encoding

import (
	"strings"
	"sync"
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
	case strings.Contains(text, string(utf8.RuneError)):
		return "U+FFFD: bytes that could not be decoded"
	}
	return garbled(text)
}

// garbled says in which wrong encoding a text seems to have been read, "" for none.
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

// garbledRunes are the characters that reading Chinese UTF-8 as GBK yields most
// often, and that occur less than twice in a million characters of Chinese text.
const garbledRunes = "涓锛紝殑鐨銆浠鍙屽鏈鎴鍒瀹傚鍏浣杩澶鏄屾鍔槸缁屼鐢鍚鍦佸竴涔勫佺璁鍝傛搧鏂勬兘氬敤湪佹岃ㄦ浼灏笉骇鍗瑕嗗瑙繖骞鏃鏁嶅岀湁鑳鎵閫傝寰ュㄥ渶鍥鏉埛閲寮鍐拰佷鑰熷搴笟鏍鐩瀵勪宸鏋琛傜垎甯氳嬪鐞闂"

func isGBKOfUTF8(r rune) bool { return garbledSet()[r] }

// garbledSet has garbledRunes. Every text is tested for a thousand characters.
var garbledSet = sync.OnceValue(func() map[rune]bool {
	set := make(map[rune]bool)
	for _, r := range garbledRunes {
		set[r] = true
	}
	return set
})

// frequentRunes are characters that nearly every Chinese text has, in both scripts.
const frequentRunes = "的一是不在有了人中大为為和国國上个個我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同也能下过過子说說而方后後多行学學，。、：？！"

// minFrequent is the share of wide characters that must be frequent ones in a text
// whose encoding was detected. Chinese has above .2; Japanese and Korean encodings
// read as Chinese have below .03.
const minFrequent = .05

// shortText is the number of wide characters below which a share says nothing.
const shortText = 12

// looksChinese reports whether a text whose encoding was detected has enough of the
// frequent characters of Chinese, or is too short to tell.
func looksChinese(s string) bool {
	wide := 0
	for _, r := range s {
		if r >= 0x2E80 {
			wide++
		}
		if wide == shortText {
			return share(s, func(r rune) bool { return strings.ContainsRune(frequentRunes, r) }) >= minFrequent
		}
	}
	return true
}

// share is the share of wide characters that pred accepts, in the first thousand of
// them; 0 for texts with fewer than four.
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
