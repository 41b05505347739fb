package block_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/article/block"
)

// Cleaning a text makes lines of it without what nobody sees.
func TestCleaning(t *testing.T) {
	for _, test := range []struct {
		what, text, squashed, trimmed string
	}{
		{"clean text", "一船 灯火", "一船 灯火", "一船 灯火"},
		{"white space at the ends and in a row", " 一船 \t 灯火 ", "一船 灯火", "一船 \t 灯火"},
		{"wide spaces", "　一船　　灯火　", "一船 灯火", "一船　　灯火"},
		{"lines", "一船\r\n  灯火  \n\n尾", "一船 灯火 尾", "一船\n  灯火\n\n尾"},
		{"line ends of other kinds", "a\rb\u2028c\vd\fe", "a b c d e", "a\nb\nc\nd\ne"},
		{"control characters", "一\x00船\x7f灯\x1b火", "一船灯火", "一船灯火"},
		{"invisible characters alone", "\u200b\ufe0f \u200d", "", ""},
		{"nothing", "", "", ""},
	} {
		if got := block.Squash(test.text); got != test.squashed {
			t.Errorf("%s: Squash gives %q, want %q", test.what, got, test.squashed)
		}
		if got := block.TrimLines(test.text); got != test.trimmed {
			t.Errorf("%s: TrimLines gives %q, want %q", test.what, got, test.trimmed)
		}
		if got := block.Squash(test.squashed); got != test.squashed {
			t.Errorf("%s: Squash changes its own result to %q", test.what, got)
		}
	}
}

func TestCuts(t *testing.T) {
	for _, test := range []struct {
		text         string
		n            int
		runes, bytes string
	}{
		{"灯火ab", 0, "", ""},
		{"灯火ab", 1, "灯", ""},
		{"灯火ab", 3, "灯火a", "灯"},
		{"灯火ab", 4, "灯火ab", "灯"},
		{"灯火ab", 5, "灯火ab", "灯"},
		{"灯火ab", 6, "灯火ab", "灯火"},
		{"灯火ab", 8, "灯火ab", "灯火ab"},
		{"", 3, "", ""},
	} {
		if got := block.CutRunes(test.text, test.n); got != test.runes {
			t.Errorf("CutRunes(%q, %d) is %q, want %q", test.text, test.n, got, test.runes)
		}
		if got := block.CutBytes(test.text, test.n); got != test.bytes {
			t.Errorf("CutBytes(%q, %d) is %q, want %q", test.text, test.n, got, test.bytes)
		}
	}
}

// A text above the limit is split behind a sentence, or at the limit where it has
// none. Nothing is lost but white space between the pieces.
func TestSplitLong(t *testing.T) {
	han := func(n int) string { return strings.Repeat("灯", n) }
	const limit = block.MaxParagraph
	for _, test := range []struct {
		what, text string
		want       []int // runes of the pieces
	}{
		{"nothing", "", []int{0}},
		{"at the limit", han(limit), []int{limit}},
		{"one more", han(limit + 1), []int{limit, 1}},
		{"a sentence", han(99) + "。" + han(limit), []int{100, limit}},
		{"a sentence that ends at the limit", han(limit-1) + "！" + han(5), []int{limit, 5}},
		{"a sentence that ends behind the limit", han(limit) + "。" + han(5), []int{limit, 6}},
		{"a line", han(10) + "\n\n" + han(limit), []int{10, limit}},
		{"white space at the limit", han(limit) + "  " + han(3), []int{limit, 3}},
		{"a mark at the beginning alone", "。" + han(limit), []int{limit, 1}},
	} {
		pieces := block.SplitLong(test.text)
		var got []int
		for _, p := range pieces {
			got = append(got, utf8.RuneCountInString(p))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: pieces of %d runes, want %d", test.what, got, test.want)
		}
		if a, b := strings.Join(pieces, ""), strings.Join(strings.Fields(test.text), ""); a != b {
			t.Errorf("%s: text is lost", test.what)
		}
	}
}

func TestHanRuns(t *testing.T) {
	const eleven, twelve = "江上的灯火照着晚归的船", "江上的灯火照着晚归的渔船"
	for text, want := range map[string][]string{
		eleven:                      nil,
		twelve:                      {twelve},
		eleven + "，" + eleven:       nil,
		"a" + twelve + "b" + twelve: {twelve, twelve},
		"〇" + eleven:                {"〇" + eleven}, // a Han character too
		"":                          nil,
	} {
		if got := block.HanRuns(text); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestLettersAndCompact(t *testing.T) {
	for _, test := range []struct {
		text, compact string
		letters       int
	}{
		{"《夜航船》 第 2 版", "夜航船第2版", 6},
		{"Tik Tok！", "tiktok", 6},
		{"——、。", "", 0},
		{"", "", 0},
	} {
		if got := block.Compact(test.text); got != test.compact {
			t.Errorf("Compact(%q) is %q, want %q", test.text, got, test.compact)
		}
		if got := block.Letters(test.text); got != test.letters {
			t.Errorf("Letters(%q) is %d, want %d", test.text, got, test.letters)
		}
	}
}

// An alternative text is a caption when it is long enough to say something, and is
// neither a file name nor an address.
func TestIsCaption(t *testing.T) {
	for alt, want := range map[string]bool{
		"黄昏时码头上的人":                   true, // eight characters
		"黄昏时码头的人":                    false,
		"the pier at dusk":           true,
		"seaside pier":               false, // may be a name
		"":                           false,
		"IMG_2041 copy.jpg":          false,
		"黄昏时的码头.jpeg":                false,
		"黄昏时的码头. 摄于江边":               true,
		"https://a.example/码头":       false,
		"江上的灯火照着晚归的渔船.jpg":           true, // twelve in a row are text of an author
		"江上灯火 https://a.example/1 b": false,
	} {
		if got := block.IsCaption(alt); got != want {
			t.Errorf("IsCaption(%q) is %t", alt, got)
		}
	}
}

func TestJoinLines(t *testing.T) {
	for _, test := range []struct {
		lines []string
		want  string
	}{
		{nil, ""},
		{[]string{"货船靠", "岸。"}, "货船靠岸。"},
		{[]string{"a ship", "at the pier"}, "a ship at the pier"},
		{[]string{"货船", "ship", "靠岸"}, "货船 ship 靠岸"},
		{[]string{"", "岸"}, "岸"},
	} {
		if got := block.JoinLines(test.lines); got != test.want {
			t.Errorf("%q: %q, want %q", test.lines, got, test.want)
		}
	}
}
