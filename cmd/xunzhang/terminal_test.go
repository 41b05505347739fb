package main

import (
	"testing"

	"github.com/xunzhang/xunzhang/search"
)

func TestPieces(t *testing.T) {
	pieces := []search.Piece{{Text: "自称“"}, {Text: "Tik Tok", Hit: true}, {Text: "”\n的\u202e难民\x1b[31m"}}
	for _, c := range []struct {
		colour bool
		want   string
	}{
		{false, "自称“【Tik Tok】” 的难民[31m"},
		{true, "自称“\x1b[1;33mTik Tok\x1b[0m” 的难民[31m"},
	} {
		if got := (painter{colour: c.colour}).pieces(pieces); got != c.want {
			t.Errorf("colour %v: %q, want %q", c.colour, got, c.want)
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"正文":                 "正文",
		"a\r\nb\tc":          "a  b c",
		"\x1b]0;title\x07":   "]0;title",
		"\u200b零\ufeff宽":     "零宽",
		"\u202eabc\u2066":    "abc",
		"👩\u200d💻":           "👩\u200d💻", // joins emoji
		"\u009b31m c1\u0085": "31m c1",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSize(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B", 1023: "1023 B", 1536: "1.5 KiB", 95 << 20: "95.0 MiB", 3 << 40: "3.0 TiB", 5 << 50: "5120.0 TiB"} {
		if got := size(n); got != want {
			t.Errorf("size(%d) = %q, want %q", n, got, want)
		}
	}
}
