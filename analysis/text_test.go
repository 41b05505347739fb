package analysis

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// drawText draws a text of pieces to which all rules of this package apply.
func drawText(t *rapid.T, label string) string {
	pieces := rapid.SliceOfN(rapid.SampledFrom([]string{
		"小", "红", "书", "書", "難", "民", "里", "裡", "々", "〇", "カ", "が", "한", "𠮷", "㐂",
		"TikTok", "Tik", "tok", "iPhone15", "HTML", "a", "B", "z", "é", "Ж", "ß", "ｋ", "１",
		"5", "10", "2", "618", "000", " ", " ", "\u3000", "\n", "-", ".", ",", "，", "@", "_", "&", "'", "/", ":", "：", "+", "#",
		"。", "“", "😀", "👍🏽", "→", "ก", "½", "㈱", "™", "\u200B", "\u0301", "\uFE0F", "\uFFFD", "\xff", "\xe5\xb0",
		strings.Repeat("x", maxAtom-1),
	}), 0, 24).Draw(t, label)
	return strings.Join(pieces, "")
}

func TestTextSpans(t *testing.T) {
	text := NewText("書\u200B½Ａ")
	if text.Folded() != "书1⁄2a" || text.Original() != "書\u200B½Ａ" {
		t.Fatalf("%q folds to %q", text.Original(), text.Folded())
	}
	for _, c := range []struct {
		i, j int
		term string
		span string
	}{
		{0, 1, "书", "書"},
		{1, 2, "1", "½"},
		{3, 4, "2", "½"},
		{1, 4, "1⁄2", "½"},
		{4, 5, "a", "Ａ"},
		{0, 5, "书1⁄2a", "書\u200B½Ａ"},
	} {
		start, end := text.Span(c.i, c.j)
		if got := text.Original()[start:end]; got != c.span || text.Slice(c.i, c.j) != c.term {
			t.Errorf("runes %d to %d are %q from %q, want %q from %q", c.i, c.j, text.Slice(c.i, c.j), got, c.term, c.span)
		}
	}
	if text.Len() != 5 || text.Rune(4) != 'a' {
		t.Errorf("%d runes, the last %c", text.Len(), text.Rune(4))
	}
}

// A failer has the methods that *testing.T and *rapid.T share.
type failer interface {
	Fatalf(format string, args ...any)
}

// checkText fails unless spans are in order and on rune boundaries, and contain
// every rune of the original except white space and runes that folding removes.
func checkText(t failer, s string) Text {
	text := NewText(s)
	if text.Folded() != FoldText(s) || text.Original() != s {
		t.Fatalf("%q folds to %q as a text, to %q as a string", s, text.Folded(), FoldText(s))
	}
	if again := FoldText(text.Folded()); again != text.Folded() {
		t.Fatalf("%q folds to %q, and that to %q", s, text.Folded(), again)
	}
	leftOut := func(s string) bool { return strings.Trim(FoldString(s), " ") == "" }
	at := 0
	for i := range text.Len() {
		start, end := text.Span(i, i+1)
		if start < at && (i == 0 || text.runes[i-1].start != uint32(start)) {
			t.Fatalf("%q: rune %d begins at %d, inside the one before", s, i, start)
		}
		if start > at && !leftOut(s[at:start]) {
			t.Fatalf("%q: %q belongs to no rune", s, s[at:start])
		}
		if r, size := utf8.DecodeRuneInString(s[start:]); size != end-start || !strings.ContainsRune(Fold(r), text.Rune(i)) {
			t.Fatalf("%q: rune %d, %q, has the span %q", s, i, text.Rune(i), s[start:end])
		}
		at = end
	}
	if !leftOut(s[at:]) {
		t.Fatalf("%q: %q belongs to no rune", s, s[at:])
	}
	return text
}

func TestTextOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkText(t, drawText(t, "text")) })
}

func FuzzNewText(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkText(t, s) })
}

func seeds() []string {
	return []string{
		"", "自称“Tik Tok难民”的用户在 TikTok 上", "軟體\u200B工程½™", "a@b.cn 1,000,234 v2.6 c++ .NET node.js R&D",
		"1月10日618大促 iPhone15Pro HTMLParser", "\xff\xe5\xb0小\uFFFD", "👨\u200D👩1\uFE0F\u20E3",
		strings.Repeat("x", 3*maxAtom), "...,,,+++###", "İıſΩ", "\u0301\u3099",
	}
}
