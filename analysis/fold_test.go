package analysis

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestFoldString(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"simplified stays", "小红书", "小红书"},
		{"traditional", "軟體資料庫裡裏的書", "软体资料库里里的书"},
		{"著 and 着 stay apart", "看著看着", "看著看着"},
		{"first candidate", "乾隆徵收頭髮", "干隆征收头发"},
		{"Hong Kong and Taiwan forms", "衞粧枱簷", "卫妆台檐"},
		{"beyond the first plane", "𰻞𠮷", "𰻝𠮷"},
		{"case", "TikTok ΣΑΣ ς Ж", "tiktok σασ σ ж"},
		{"diacritics", "Café naïve Đ ё й", "cafe naive đ е и"},
		{"composed of two runes", "Cafe\u0301", "cafe"},
		{"sharp s stays, dotted I", "Straße İ ẞ", "straße i ß"},
		{"width", "ＴＩＫ２，（！", "tik2,(!"},
		{"half-width kana, kana stay composed", "ｶが한", "カが한"},
		{"expansions", "½㈱㎏", "1⁄2(株)kg"},
		{"trademarks stay", "iPhone™®", "iphone™®"},
		{"compatibility ideographs and radicals", "\uF90A⼀", "金一"},
		{"format characters vanish", "小\u200B红\uFEFF书\u00AD\u2060\u202E", "小红书"},
		{"variation selectors, joiners, keycaps", "❤\uFE0F👨\u200D👩 1\uFE0F\u20E3", "❤👨👩 1"},
		{"first and last marks of each block", "a\u0300\u036F\u1AB0\u1DC0\u1DFF\u20D0\u20F0\uFE20\uFE2Fb", "ab"},
		{"marks of a script stay", "กิ", "กิ"},
		{"every white space", "a\u3000b\u00A0c\td\ne\u2028", "a b c d e "},
		{"bad bytes, one each", "a\xff\xe5\xb0b", "a\uFFFD\uFFFD\uFFFDb"},
	} {
		if got := FoldString(c.in); got != c.want {
			t.Errorf("%s: FoldString(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

// For all 0x110000 runes the table agrees with the rules, and folding twice changes
// nothing.
func TestFoldAllRunes(t *testing.T) {
	rules := folder(simplified())
	for r := rune(0); r <= unicode.MaxRune; r++ {
		got := Fold(r)
		if want := rules.fold(r); got != want {
			t.Fatalf("Fold(%U) = %q, the rules say %q", r, got, want)
		}
		for _, f := range got {
			if again := Fold(f); again != string(f) {
				t.Fatalf("Fold(%U) has %U, which folds to %q", r, f, again)
			}
		}
	}
	for _, r := range []rune{-1, unicode.MaxRune + 1, 0xD800} {
		if got := Fold(r); got != "\uFFFD" {
			t.Errorf("Fold(%#x) = %q, want U+FFFD", r, got)
		}
	}
}

func TestVariants(t *testing.T) {
	for _, c := range []struct{ r, want string }{
		{"书", "书書"},
		{"里", "里裏裡"},
		{"5", "5⁵₅⑤５"},
		{"B", ""},
		{"書", ""},
	} {
		r, _ := utf8.DecodeRuneInString(c.r)
		got := string(Variants(r))
		for _, v := range c.want {
			if !strings.ContainsRune(got, v) {
				t.Errorf("Variants(%s) = %s lacks %c", c.r, got, v)
			}
		}
		if c.want == "" && got != "" {
			t.Errorf("Variants(%s) = %s, want none", c.r, got)
		}
	}
}

// Variants and Expanding together are the inverse of Fold.
func TestVariantsAndExpandingAreFold(t *testing.T) {
	variants := map[rune][]rune{}
	var expanding []rune
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		if s := []rune(Fold(r)); len(s) == 1 {
			variants[s[0]] = append(variants[s[0]], r)
		} else {
			expanding = append(expanding, r)
		}
	}
	if got := Expanding(); !slices.Equal(got, expanding) {
		t.Errorf("Expanding has %d runes, want %d", len(got), len(expanding))
	}
	for r := rune(0); r <= 0x2FFFF; r++ {
		if got := Variants(r); !slices.Equal(got, variants[r]) {
			t.Fatalf("Variants(%U) = %U, want %U", r, got, variants[r])
		}
	}
}

func TestFoldIsFreeOfContext(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawText(t, "a"), drawText(t, "b")
		if FoldString(a+b) != FoldString(a)+FoldString(b) {
			t.Fatalf("the fold of %q is not that of %q and %q", a+b, a, b)
		}
	})
}

func TestFoldName(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{" \u3000", ""},
		{" Ｊohn\t\u3000José\n", "john jose"},
		{"軟體 工程", "软体工程"},
		{"张\u3000三", "张三"},
		{"C++", "c++"},
		{"a\u200Bb", "ab"},
	} {
		if got := FoldName(c.in); got != c.want {
			t.Errorf("FoldName(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}
