package plan

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/scan"
)

// encoded returns the stored form of an article with some paragraphs.
func encoded(t *testing.T, title string, paragraphs ...string) []byte {
	t.Helper()
	a := article.Article{ID: "a", Title: title}
	for _, text := range paragraphs {
		a.Paragraphs = append(a.Paragraphs, article.Paragraph{Text: text})
	}
	stored, err := part.Encode(part.Split(a)[0])
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

func TestSignature(t *testing.T) {
	stored := encoded(t, "买菜，记账", "他说的，了不起。", "好 。坏")
	signature := SignatureOf(stored)
	for _, c := range []struct {
		text string
		may  bool
	}{
		{"的，了", true},
		{"的,了", true}, // another writing with the same fold
		{"，了", true},
		{"的，", true},
		{"菜，记", true},  // of the title
		{"好。坏", true},  // white space beside Han is left out
		{"了，的", false}, // in the other order
		{"的。了", false},
		{"。好", false},  // of two paragraphs
		{"的，记", false}, // beginning and end of two
		{"不的了", true},  // no punctuation, no bits
		{"ａ，ｂ", false}, // in no text
	} {
		needs := neededBits([]string{analysis.FoldText(c.text)})
		if got := len(needs) == 0 || signature.HasAllOfOne(needs); got != c.may {
			t.Errorf("%s: %v", c.text, got)
		}
	}
	if neededBits([]string{"的,了", "的了"}) != nil {
		t.Error("a text without signs needs nothing, and so does whoever looks for it or another")
	}
}

// Stored texts are folded character by character as whole texts are: of all characters, and
// of white space between characters of all kinds.
func TestSignatureFoldsAsTexts(t *testing.T) {
	var texts []string
	const block, last = 500, 0x30000 // there are no more characters but for tags and private ones
	for from := rune(1); from < last; from += block {
		var b strings.Builder
		for r := from; r < from+block; r++ {
			if utf8.ValidRune(r) {
				fmt.Fprintf(&b, "的%c，a%c ", r, r)
			}
		}
		texts = append(texts, b.String())
	}
	for _, between := range []string{" ", "  ", "\u3000", "\u00a0 ", "\u200b", " \ufe0f"} {
		texts = append(texts, between+strings.Join([]string{"的", "，", "a", "，", "，", "b", "c", "的", "的", "か", "한", "국", "…", "1"}, between)+between)
	}
	for _, text := range texts {
		stored := encoded(t, "", text)
		want := new(engine.Signature)
		for _, bit := range signBits(analysis.FoldText(text)) {
			want.Add(bit)
		}
		if *SignatureOf(stored) != *want {
			t.Fatalf("%.60q has another signature", text)
		}
	}
}

// A signature never denies what the matcher finds, whatever characters texts are of.
func TestSignatureAgreesWithMatcher(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("的了书書，,。.！!‼…ａAa1１①㈱株\u200b\ufe0f𠮷🄁()（⑴ \n\u3000\u00a0゛か")
	draw := func(n int) string {
		out := make([]rune, n)
		for i := range out {
			out[i] = alphabet[random.IntN(len(alphabet))]
		}
		return string(out)
	}
	found, denied, told := 0, 0, 0
	for range 20000 {
		text, stored := analysis.FoldText(draw(1+random.IntN(4))), encoded(t, draw(3), draw(1+random.IntN(20)), draw(random.IntN(20)))
		needs := neededBits([]string{text})
		if len(needs) == 0 {
			continue
		}
		m := scan.NewMatcher()
		m.Reset([]string{text})
		signature := SignatureOf(stored)
		enough := signature.HasAllOfOne(enoughBits([]string{text}))
		switch may := signature.HasAllOfOne(needs); {
		case holdsText(m, anywhere, stored):
			if found++; !may {
				t.Fatalf("%q is in %q, and its signature denies it", text, stored)
			}
			if enough {
				told++
			}
		case enough:
			t.Fatalf("%q is not in %q, and its signature says so", text, stored)
		case !may:
			denied++
		}
	}
	if found < 500 || denied < 500 || told < 100 {
		t.Errorf("%d found, of which signatures told %d, %d denied: the test tells nothing", found, told, denied)
	}
}

// No two strings share a bit of their own, and no others have it.
func TestOwnBits(t *testing.T) {
	const all = frequentSigns + frequentHan
	if got := analysis.FoldText(all); got != all {
		t.Errorf("folded, the frequent characters are %s", got)
	}
	if a, b := utf8.RuneCountInString(frequentSigns), utf8.RuneCountInString(all); a != frequentSignRunes || b != frequentRunes {
		t.Errorf("%d signs, %d characters", a, b)
	}
	of := map[uint16]string{}
	take := func(text string, bit uint16) {
		t.Helper()
		if other, taken := of[bit]; taken || bit >= ownBits {
			t.Fatalf("%q has the bit %d of %q", text, bit, other)
		}
		of[bit] = text
	}
	for r := rune(1); r < 0x10000; r++ {
		if bit, ok := ownSign(r); ok {
			take(string(r), bit)
		}
	}
	for _, first := range all {
		for _, second := range all {
			bit, ok := ownPair(frequentPlaces(), first, second)
			if ok != (isSign(first) || isSign(second)) {
				t.Fatalf("%q %q: %v", first, second, ok)
			}
			if text := string([]rune{first, second}); ok && of[bit] != text {
				take(text, bit)
			}
		}
	}
	for _, r := range "的甲a1，。" {
		if bit := bitOf('乙', r, '丙'); bit < ownBits {
			t.Errorf("%c: %d", r, bit)
		}
	}
	for text, want := range map[string]bool{"的,": true, ",的": true, "。": true, "%": true, "。”": true, "的": false, "a": false, "¶": false, "的了": false, "的,了": false, "甲,": false, "a,": false, ",,的": false, "": false} {
		if got := len(enoughBits([]string{text})) > 0; got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	if len(neededBits([]string{"¶"})) == 0 {
		t.Error("a rare sign needs nothing")
	}
}

func BenchmarkSignature(b *testing.B) { // of an article of 4,000 characters
	text := ""
	for len(text) < 12000 {
		text += "他说的，了不起。如何用两年时间，做一个产品经理？先看，再想，最后做。"
	}
	stored, err := part.Encode(part.Split(article.Article{ID: "a", Paragraphs: []article.Paragraph{{Text: text}}})[0])
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		SignatureOf(stored)
	}
}

// A part that cannot be read has all bits, so that it is read and its error returned.
func TestSignatureOfADamagedPart(t *testing.T) {
	damaged := encoded(t, "的，了")[:1]
	signature := SignatureOf(damaged)
	for _, text := range []string{"的，了", "菜。记"} {
		if !signature.HasAllOfOne(neededBits([]string{analysis.FoldText(text)})) {
			t.Errorf("a part that cannot be read is excluded by %s", text)
		}
	}
}
