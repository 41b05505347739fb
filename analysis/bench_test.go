package analysis

import (
	"strings"
	"testing"
)

// benchText is prose as articles have it, about 25 KB.
func benchText() string {
	return strings.Repeat("自称“Tik Tok难民”的美国用户，一夜之间涌入了小红书。2025年1月的这个星期，运营团队面对的不是流量问题，而是翻译、审核和社区氛围的问题：新老用户怎样说得上话？\n", 100)
}

func BenchmarkFoldString(b *testing.B) {
	s := benchText()
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		FoldString(s)
	}
}

func BenchmarkNewText(b *testing.B) {
	s := benchText()
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		NewText(s)
	}
}

func BenchmarkGrams(b *testing.B) {
	s := benchText()
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		NewText(s).Grams()
	}
}

func BenchmarkChars(b *testing.B) {
	text := NewText(benchText())
	b.SetBytes(int64(len(text.Original())))
	for b.Loop() {
		text.Chars()
	}
}

func BenchmarkWords(b *testing.B) {
	a, text := loaded(b), NewText(benchText())
	b.SetBytes(int64(len(text.Original())))
	b.ReportAllocs()
	for b.Loop() {
		a.Words(text)
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New(); err != nil {
			b.Fatal(err)
		}
	}
}
