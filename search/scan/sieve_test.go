package scan

import (
	"testing"

	"github.com/xunzhang/xunzhang/analysis"
)

func TestSieve(t *testing.T) {
	for _, c := range []struct {
		char  rune
		text  string
		sifts bool
		pass  bool
	}{
		{'书', "小红书", true, true},
		{'书', "小紅書", true, true},
		{'书', "小红花", true, false},
		{'书', "", true, false},
		{'发', "頭髮", true, true},
		{'都', "都", true, true},
		{'𠮷', "𠮷野家", true, true},
		{'𠮷', "吉野家", true, false},
		{'a', "书", false, true}, // a, A, ａ, 𝐚 and more
		{'株', "㈱", true, true},  // a part of the fold of another character
		{'株', "㈲", true, false},
		{'!', "真的‼", true, true},
		{'.', "3.5", false, true}, // a part of the folds of many others
	} {
		s := NewSieve(c.char)
		if s.Sifts() != c.sifts || s.Pass(stored(c.text)) != c.pass {
			t.Errorf("%c in %q: sifts %v, passes %v", c.char, c.text, s.Sifts(), s.Pass(stored(c.text)))
		}
	}
}

// A text in which a Matcher finds a term passes the sieves of all characters of the
// term.
func TestSieveOfEveryVariant(t *testing.T) {
	m := NewMatcher()
	for r := rune(0x20); r < 0x20000; r++ {
		fold := []rune(analysis.Fold(r))
		if r >= 0xD800 && r < 0xE000 || len(fold) == 0 {
			continue
		}
		text := stored(string(r))
		for _, f := range fold {
			if !NewSieve(f).Pass(text) {
				m.Reset([]string{string(f)})
				t.Errorf("%U %c: the sieve of %c holds it back (matches: %v)", r, r, f, m.Find(text, nil))
			}
		}
	}
}

func BenchmarkSieve(b *testing.B) {
	text := stored(benchText)
	s := NewSieve('鲸')
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		s.Pass(text)
	}
}
