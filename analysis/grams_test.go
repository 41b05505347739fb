package analysis

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestGrams(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"Han", "小红书", "小红|红书|书"},
		{"one character", "书", "书"},
		{"runs end at punctuation", "小红，书店", "小红|红|书店|店"},
		{"Han beyond the first plane, iteration marks", "𠮷野々〇", "𠮷野|野々|々〇|〇"},
		{"kana and Hangul", "カが한국", "カが|が한|한국|국"},
		{"traditional", "軟體", "软体|体"},
		{"a format character is no border", "小\u200B红", "小红|红"},
		{"camelCase", "TikTok", "tiktok|tik|tok"},
		{"capitals and a word", "HTMLParser", "htmlparser|html|parser"},
		{"one letter is no part", "iPhone", "iphone|phone"},
		{"letters and digits", "iPhone15Pro", "iphone15pro|iphone|phone|15|pro"},
		{"short mixed", "B2B 5G", "b2b|b2b 5g|5g"},
		{"neighbours at a space", "Tik Tok", "tik|tik tok|tok"},
		{"neighbours at a hyphen", "wi-fi", "wi|wi fi|fi"},
		{"two spaces part", "tik  tok", "tik|tok"},
		{"joined", "node.js", "node|node.js|.js|js"},
		{"version", "v2.6", "v2|v2.6|6"},
		{"whole of three", "1.2.3", "1.2.3|1|1.2|2|2.3|3"},
		{"address", "a@b.cn", "a@b.cn|a|a@b|b|b.cn|.cn|cn"},
		{"signs of a word", "C++ C# AI+", "c|c+|c++|c|c#|ai|ai+"},
		{"leading dot", ".NET", ".net|net"},
		{"R&D, A/B", "R&D A/B", "r|r&d|d|d a|a|a/b|b"},
		{"thousands", "1,000", "1000|1|1,000|000"},
		{"a full-width comma joins no number", "10，200", "10|10,200|200"},
		{"a comma joins no letters", "a,b", "a|b"},
		{"time", "12:30", "12|12:30|30"},
		{"Han beside Latin", "在TikTok上", "在|在tiktok|tiktok|tiktok上|tik|tok|上"},
		{"Han and Latin at a space", "在 TikTok 上", "在|在tiktok|tiktok|tiktok上|tik|tok|上"},
		{"a date", "1月10日", "1|1月|月|月10|10|10日|日"},
		{"symbols and emoji", "a👍🏽→b", "a|👍|🏽|→|b"},
		{"letters of other scripts", "กข", "ก|ข"},
		{"punctuation and bad bytes", "!。“\xff\uFFFD|", ""},
		{"mixed scripts of words", "Café Жена", "cafe|cafe жена|жена"},
	} {
		if got := terms(NewText(c.in).Grams()); got != c.want {
			t.Errorf("%s: grams of %q\n got %s\nwant %s", c.name, c.in, got, c.want)
		}
	}
}

func terms(tokens []Token) string {
	var s []string
	for _, k := range tokens {
		s = append(s, k.Term)
	}
	return strings.Join(s, "|")
}

func TestGramSpans(t *testing.T) {
	text := NewText("在 Ｔik-Tok 上1,000")
	var got []string
	for _, k := range text.Grams() {
		got = append(got, k.Term+"="+text.Original()[k.Start:k.End])
	}
	want := "在=在|在tik=在 Ｔik|tik=Ｔik|tik tok=Ｔik-Tok|tok=Tok|tok上=Tok 上|上=上|上1=上1|1000=1,000|1=1|1,000=1,000|000=000"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

func TestLongWordsAreCut(t *testing.T) {
	text := NewText(strings.Repeat("x", 2*maxAtom+1) + "." + strings.Repeat("y", maxWhole) + ".com")
	for _, k := range text.Grams() {
		if n := utf8.RuneCountInString(k.Term); n > 2*maxAtom+1 {
			t.Errorf("a gram of %d runes", n)
		}
	}
}

func TestRequired(t *testing.T) {
	for _, c := range []struct{ in, grams, chars string }{
		{"小红书", "小红|红书", ""},
		{"难", "", "难"},
		{"1月10日", "1|1月|月10|10|10日", "日|月"},
		{"前，品牌", "前|品牌", "前"},
		{"TikTok", "tiktok", ""},
		{"tik tok tik", "tik|tik tok|tok|tok tik", ""},
		{"a@b.cn", "a|a@b|b|b.cn|.cn|cn", ""},
		{"iPhone15", "iphone15|iphone|15", ""},
		{"👍", "👍", ""},
		{"", "", ""},
	} {
		text := NewText(c.in)
		if got := strings.Join(text.Required(), "|"); got != c.grams {
			t.Errorf("Required(%q) = %s, want %s", c.in, got, c.grams)
		}
		if got := strings.Join(text.RequiredChars(), "|"); got != c.chars {
			t.Errorf("RequiredChars(%q) = %s, want %s", c.in, got, c.chars)
		}
	}
}

// A text has every required gram and character of each of its substrings that cuts
// no Latin word. Therefore a literal is always found.
func TestSubstringRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawText(t, "text")
		text := NewText(s)
		cuts := wordCuts(text)
		i := rapid.IntRange(0, len(cuts)-1).Draw(t, "from")
		j := rapid.IntRange(i, len(cuts)-1).Draw(t, "to")
		checkSubstring(t, text, NewText(text.Slice(cuts[i], cuts[j])))
	})
}

// wordCuts returns the indexes of folded runes at which no Latin word is cut.
func wordCuts(text Text) []int {
	w := walker{text: text}
	var cuts []int
	for i := range text.Len() + 1 {
		if !w.isWord(i-1) || !w.isWord(i) {
			cuts = append(cuts, i)
		}
	}
	return cuts
}

func checkSubstring(t failer, text, sub Text) {
	grams := map[string]bool{}
	for _, k := range text.Grams() {
		grams[k.Term] = true
	}
	for _, g := range sub.Required() {
		if !grams[g] {
			t.Fatalf("%q requires %q, which %q lacks", sub.Original(), g, text.Original())
		}
	}
	chars := text.Chars()
	for _, c := range sub.RequiredChars() {
		if !slices.Contains(chars, c) {
			t.Fatalf("%q requires the character %q, which %q lacks", sub.Original(), c, text.Original())
		}
	}
}

// checkTokens fails unless spans are in order and on rune boundaries, and each term
// is the fold of its span.
func checkTokens(t failer, s string, tokens []Token) {
	signs := strings.NewReplacer(" ", "", "-", "", ",", "")
	last := 0
	for _, k := range tokens {
		if k.Start < last || k.End <= k.Start || k.End > len(s) {
			t.Fatalf("%q: %v is out of order or empty", s, k)
		}
		if k.Start > 0 && !boundary(s, k.Start) || !boundary(s, k.End) {
			t.Fatalf("%q: %v is not on rune boundaries", s, k)
		}
		if span := signs.Replace(FoldString(s[k.Start:k.End])); !strings.Contains(span, signs.Replace(k.Term)) {
			t.Fatalf("%q: the term %q stands on %q", s, k.Term, s[k.Start:k.End])
		}
		last = k.Start
	}
}

// boundary says whether no well-formed rune of s crosses byte i.
func boundary(s string, i int) bool {
	for k := 1; k < utf8.UTFMax && k <= i && i < len(s); k++ {
		if _, size := utf8.DecodeRuneInString(s[i-k:]); size > k {
			return false
		}
	}
	return true
}

func FuzzGrams(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s, 1, 5)
	}
	f.Fuzz(func(t *testing.T, s string, i, j int) {
		text := NewText(s)
		checkTokens(t, s, text.Grams())
		cuts := wordCuts(text)
		i, j = abs(i)%len(cuts), abs(j)%len(cuts)
		checkSubstring(t, text, NewText(text.Slice(cuts[min(i, j)], cuts[max(i, j)])))
	})
}

func abs(i int) int { return int(uint(i) >> 1) }

func TestGramsOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawText(t, "text")
		checkTokens(t, s, NewText(s).Grams())
	})
}

func TestChars(t *testing.T) {
	if got, want := fmt.Sprint(NewText("書里书Ab👍，👍ก5").Chars()), "[书 里 👍 ก]"; got != want {
		t.Errorf("Chars = %s, want %s", got, want)
	}
}
