package analysis

import "testing"

func TestInsideWord(t *testing.T) {
	for _, c := range []struct {
		before, after string
		want          bool
	}{
		{"chat", "gpt", true}, {"gpt", "4", true}, {"1", "9", true}, {"сло", "во", true},
		{"小", "红", false}, {"用", "gpt", false}, {"gpt", "很", false}, {"tik", " tok", false},
		{"1.", "5", false}, {"", "gpt", false}, {"gpt", "", false}, {"", "", false},
	} {
		if got := InsideWord(c.before+c.after, len(c.before)); got != c.want {
			t.Errorf("%q|%q: %t", c.before, c.after, got)
		}
	}
}

func TestFoldRune(t *testing.T) {
	for r, want := range map[rune]rune{
		'紅': '红', 'Ｔ': 't', 'É': 'e', '5': '5',
		'½': '½', '\u200b': '\u200b', // a character with a fold of several runes, and one without any
	} {
		if got := FoldRune(r); got != want {
			t.Errorf("%q folds to %q, want %q", r, got, want)
		}
	}
}
