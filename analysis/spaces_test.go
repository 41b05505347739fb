package analysis

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// spaced are texts with white space, as FoldText leaves it, with the grams and the
// words; a term of two pieces of the original shows as the text has it.
var spaced = []struct{ name, in, folded, grams, words string }{
	{"characters of a scanned page", "老 船 长 把 罗 盘", "老船长把罗盘", "老船|船长|长把|把罗|罗盘|盘", "老|船长|把|罗盘"},
	{"the same in Traditional, with two spaces", "老  船  長", "老船长", "老船|船长|长", "老|船长"},
	{"a name", "张　三", "张三", "张三|三", "张|三"},
	{"a justified title", "目　　录", "目录", "目录|录", "目|录"},
	{"a spaced title is a word", "博 物 馆", "博物馆", "博物|物馆|馆", "博物馆|博物"},
	{"a wrapped line", "船上的罗\n盘坏了", "船上的罗盘坏了", "船上|上的|的罗|罗盘|盘坏|坏了|了", "船上|的|罗|盘|坏|了"},
	{"no-break and thin spaces", "罗\u00a0盘\u2009坏\u200a了", "罗盘坏了", "罗盘|盘坏|坏了|了", "罗盘|坏|了"},
	{"with format characters between", "罗\u200b \u200b盘", "罗盘", "罗盘|盘", "罗|盘"},
	{"a list of words", "海运 罗盘 灯塔", "海运罗盘灯塔", "海运|运罗|罗盘|盘灯|灯塔|塔", "海运|罗盘|灯塔"},
	{"two characters are words", "甲板 上 有 灯塔", "甲板上有灯塔", "甲板|板上|上有|有灯|灯塔|塔", "甲板|上|有|灯塔"},
	{"Han and digits", "第 3 章", "第3章", "第|第3|3|3章|章", "第|3|章"},
	{"Han and Latin", "使用 TikTok  发布", "使用tiktok发布", "使用|用|用tiktok|tiktok|tiktok发|tik|tok|发布|布", "使用|tiktok|发布"},
	{"Han and signs", "罗 盘 ， “ 坏 了 ”", "罗盘,“坏了”", "罗盘|盘|坏了|了", "罗|盘|坏|了"},
	{"Latin words keep theirs", "Tik Tok, C++ 17", "tik tok, c++ 17", "tik|tik tok|tok|c|c+|c++|17", "tik|tok|c++|17"},
	{"and numbers", "1, 200 3", "1, 200 3", "1|200|200 3|3", "1|200|3"},
	{"Hangul is written with spaces", "한국 배", "한국 배", "한국|국|배", "한|국|배"},
	{"beside Han it is not", "中 배", "中배", "中배|배", "中|배"},
	{"kana", "ラ ン プ", "ランプ", "ラン|ンプ|プ", "ラ|ン|プ"},
	{"at the ends", " \u3000Tok\n", "tok", "tok", "tok"},
	{"nothing else", " \n", "", "", ""},
}

func TestSpaces(t *testing.T) {
	for _, c := range spaced {
		text := NewText(c.in)
		if got := text.Folded(); got != c.folded || FoldText(c.in) != c.folded {
			t.Errorf("%s: %q folds to %q as a text, %q as a string, want %q", c.name, c.in, got, FoldText(c.in), c.folded)
		}
		if got := terms(text.Grams()); got != c.grams {
			t.Errorf("%s: grams of %q\n got %s\nwant %s", c.name, c.in, got, c.grams)
		}
		if got := terms(loaded(t).Words(text)); got != c.words {
			t.Errorf("%s: words of %q\n got %s\nwant %s", c.name, c.in, got, c.words)
		}
	}
}

func TestSpansReachAcrossSpaces(t *testing.T) {
	text := NewText("老  船\u3000長 Tok")
	for _, c := range []struct {
		i, j int
		span string
	}{{0, 1, "老"}, {0, 2, "老  船"}, {1, 3, "船\u3000長"}, {2, 6, "長 Tok"}} {
		start, end := text.Span(c.i, c.j)
		if got := text.Original()[start:end]; got != c.span {
			t.Errorf("%s stands on %q, want %q", text.Slice(c.i, c.j), got, c.span)
		}
	}
}

// Every piece of a text that does not begin or end with white space is found in the
// text: white space inside is left out of both, or of neither.
func TestPiecesOfSpacedTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		runes := []rune(drawText(t, "text"))
		i := rapid.IntRange(0, len(runes)).Draw(t, "from")
		j := rapid.IntRange(i, len(runes)).Draw(t, "to")
		if whole, piece := FoldText(string(runes)), FoldText(string(runes[i:j])); !strings.Contains(whole, piece) {
			t.Fatalf("%q has %q in it, but %q has not %q", string(runes), string(runes[i:j]), whole, piece)
		}
	})
}

// A text is found when it is typed without its white space, unless the white space
// separates words of letters and digits.
func TestSpacesMakeNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOfN(rapid.SampledFrom([]string{"老", "船", "長", "ラ", "，", "。"}), 1, 12).Draw(t, "pieces")
		var with strings.Builder
		for _, p := range pieces {
			with.WriteString(p)
			with.WriteString(rapid.SampledFrom([]string{"", " ", "\u3000", "\n", "  ", "\u00a0", "\u200b \t"}).Draw(t, "space"))
		}
		spaced, typed := NewText(with.String()), strings.Join(pieces, "")
		if plain := NewText(typed); spaced.Folded() != plain.Folded() || terms(spaced.Grams()) != terms(plain.Grams()) {
			t.Fatalf("%q folds to %q, without white space to %q", with.String(), spaced.Folded(), plain.Folded())
		}
	})
}
