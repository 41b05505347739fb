package opensearch

import (
	"strings"
	"testing"
	"unicode"

	"github.com/xunzhang/xunzhang/engine"
)

func TestWriteTerm(t *testing.T) {
	for _, c := range []struct{ term, want string }{
		{"小红书", "小红书"},
		{"c++", "c++"},
		{"tik tok", `\tik\u000020tok`},
		{"a\\b", `\a\u00005cb`},
		{"b\xff", `\b\bff`},
		{"", `\`},
		{"a　b", `\a\u003000b`},
	} {
		if got := writeTerm(c.term); got != c.want {
			t.Errorf("%q: got %q, want %q", c.term, got, c.want)
		}
	}
	if long := writeTerm(strings.Repeat("长", 300)); len(long) > 100 || !strings.HasPrefix(long, `\h`) {
		t.Errorf("a long term is written as %q", long)
	}
}

// FuzzWriteTerm: every term is written as one word, and different terms as
// different words.
func FuzzWriteTerm(f *testing.F) {
	f.Add("tik tok", "tik\ttok")
	f.Add("b\xff", `b\bff`)
	f.Add("\\h", "\\")
	f.Add("\xff", "\ufffd")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := writeTerm(a), writeTerm(b)
		if (x == y) != (a == b) {
			t.Errorf("%q and %q are written as %q and %q", a, b, x, y)
		}
		if x == "" || strings.ContainsFunc(x, unicode.IsSpace) || len([]rune(x)) > 255*8 {
			t.Errorf("%q is written as %q", a, x)
		}
	})
}

func TestStreamsComeBack(t *testing.T) {
	c, err := newCodec()
	if err != nil {
		t.Fatal(err)
	}
	d := &engine.Doc{Grams: []string{"ab", "中文", "ab", ""}, Words: []string{"b\xff"}, Fields: engine.Fields{Author: "Bob", Tags: []string{"x", "X", "x"}}}
	s := newStreams(d)
	back, err := c.readStreams(c.writeStreams(s))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(back.terms(engine.Grams), "|"); got != "|ab|ab|中文" {
		t.Errorf("grams %q", got)
	}
	if back["=tag"]["X\x00x"] != 2 || back["=tag"]["X\x00X"] != 1 || back["=author"]["BOB\x00Bob"] != 1 || back[engine.Words]["b\xff"] != 1 {
		t.Errorf("got %v", back)
	}
}

// FuzzReadStreams: the data from the cluster may be any bytes.
func FuzzReadStreams(f *testing.F) {
	c, err := newCodec()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(c.writeStreams(newStreams(&engine.Doc{Grams: []string{"ab"}})))
	f.Fuzz(func(t *testing.T, b []byte) {
		if s, err := c.readStreams(b); err == nil && s == nil {
			t.Error("neither terms nor an error")
		}
	})
}
