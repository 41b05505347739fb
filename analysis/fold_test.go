package analysis

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

func TestFoldAll(t *testing.T) {
	t0 := time.Now()
	tab := newFoldTable()
	t.Log(time.Since(t0), len(tab.others))
	f := folder(simplified())
	for r := rune(0); r <= unicode.MaxRune; r++ {
		s := Fold(r)
		if w := f.fold(r); w != s {
			t.Fatalf("%U %q %q", r, s, w)
		}
		for _, x := range s {
			if Fold(x) != string(x) {
				t.Fatalf("%U -> %q -> %q", r, s, Fold(x))
			}
		}
	}
	t.Log(len(Expanding()), string(Variants('里')), string(Variants('a')))
	_ = slices.Sort[[]rune]
	_ = utf8.RuneError
}

func BenchmarkFoldString(b *testing.B) {
	s := strings.Repeat("小红书的全球互联实验，能坚持几天？自称“Tik Tok难民”的美国用户，涌入了小红书。", 100)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		FoldString(s)
	}
}
