package part

import (
	"testing"
	"unicode/utf8"
)

func TestDecodeRune(t *testing.T) {
	for _, c := range []struct {
		name   string
		stored string
		rune   rune
		size   int
	}{
		{"nothing", "", utf8.RuneError, 1},
		{"ASCII", "ab", 'a', 1},
		{"two bytes", string(AppendRune(nil, '书')), '书', 2},
		{"four bytes", string(AppendRune(nil, '𠮷')), '𠮷', 4},
		{"the least four bytes", "\x81\x30\x81\x30", 0, 4},
		{"first byte too small", "\x80\x30\x81\x30", utf8.RuneError, 1},
		{"second byte no digit", "\x81\x3A\x81\x30", utf8.RuneError, 1},
		{"third byte too small", "\x81\x30\x80\x30", utf8.RuneError, 1},
		{"fourth byte no digit", "\x81\x30\x81\x3A", utf8.RuneError, 1},
		{"fourth byte below the digits", "\x81\x30\x81\x2F", utf8.RuneError, 1},
		{"cut off", "\x81\x30\x81", utf8.RuneError, 1},
	} {
		if r, size := DecodeRune([]byte(c.stored)); r != c.rune || size != c.size {
			t.Errorf("%s: %U of %d bytes, want %U of %d", c.name, r, size, c.rune, c.size)
		}
	}
}
