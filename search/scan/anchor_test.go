package scan

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/analysis"
)

func TestMayHold(t *testing.T) {
	for _, c := range []struct {
		terms string // separated by spaces
		text  string
		may   bool
	}{
		{"的，了", "他的，了", true},
		{"的，了", "他的,了", true},
		{"的，了", "目的。了，的", false},
		{"的，了", "", false},
		{"的，了 好。坏", "真好。坏的", true},
		{"的，了 好。坏", "真好，坏的", false},
		{"小红书", "小紅書", true},
		{"小红书", "小花和红书", false},
		{"书，", "看書，", true},
		{"，书", "书，", false},
		{"，书", "看，书", true},
		{"真!好", "真‼好", true}, // one character that folds to two
		{"a.b", "无关", true},  // it has no anchor, so the text is read
		{"的", "目标", false},   // a term of one character
		{"𠮷，的", "𠮷，的", true}, // four bytes
		{"小红书", "小红 书", true},
		{"小红书", "小\u3000红书", true},
		{"小红书", "小\n红书", true},
		{"好，的", "好\u200b，的", true}, // a character that folds to nothing in between
	} {
		m := NewMatcher()
		var folded []string
		for _, s := range strings.Fields(c.terms) {
			folded = append(folded, analysis.FoldString(s))
		}
		m.Reset(folded)
		m.Anchor(Sieve{})
		if got := m.MayHold(stored(c.text)); got != c.may {
			t.Errorf("%s in %q: %v", c.terms, c.text, got)
		}
	}
}

// MayHold is true wherever Find finds something, whatever characters terms and
// texts consist of; Reset removes the anchors of earlier terms.
func TestMayHoldAgreesWithFind(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("的了书書，,。.！!‼…ａAa1１①㈱株\u200b\ufe0f𠮷🄁()（⑴ \n\u3000\u00a0゛")
	draw := func(n int) string {
		out := make([]rune, n)
		for i := range out {
			out[i] = alphabet[random.IntN(len(alphabet))]
		}
		return string(out)
	}
	m, denied := NewMatcher(), 0
	for range 20_000 {
		terms := make([]string, 1+random.IntN(4))
		for i := range terms {
			terms[i] = analysis.FoldText(draw(1 + random.IntN(4)))
		}
		text := stored(draw(random.IntN(30)))
		m.Reset(terms)
		if !m.MayHold(text) {
			t.Fatalf("%q have anchors before they were made", terms)
		}
		var sieve Sieve
		if r := []rune(terms[0]); len(r) > 0 && len(terms) == 1 {
			sieve = NewSieve(r[random.IntN(len(r))])
		}
		m.Anchor(sieve)
		if m.MayHold(text) {
			continue
		}
		denied++
		if found := m.Find(text, nil); len(found) > 0 {
			t.Fatalf("%q in %q: found %v, and denied", terms, text, found)
		}
	}
	if denied < 1000 {
		t.Errorf("only %d texts were denied", denied)
	}
}

func BenchmarkMayHold(b *testing.B) {
	text := stored(strings.Repeat(benchText, 4))
	m := NewMatcher()
	m.Reset([]string{"的,了", "是。的", "了！的"})
	m.Anchor(Sieve{})
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		m.MayHold(text)
	}
}
