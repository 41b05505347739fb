package show

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// decodedWith returns a text with marks on every occurrence of some words.
func decodedWith(text string, words ...string) decoded {
	d := decoded{runes: []rune(text)}
	for term, w := range words {
		runes := []rune(w)
		for i := range d.runes {
			if i+len(runes) <= len(d.runes) && string(d.runes[i:i+len(runes)]) == w {
				start, end := d.grapheme(i, i+len(runes))
				d.spans = append(d.spans, span{start, end, int32(term)})
			}
		}
	}
	return d
}

// shown returns the text of pieces.
func shown(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}

// even gives all terms the same weight.
func even(int32) float64 { return 1 }

func TestSnippet(t *testing.T) {
	filler := strings.Repeat("这里是别的内容，", 20)    // 160 runes without the end of a sentence
	sentence := strings.Repeat("别的话", 10) + "。" // 31 runes
	for _, c := range []struct {
		name, text, words string
		begin, end        string // how the snippet begins and ends
		holds             string
	}{
		{"short text as a whole", "红薯很甜。", "红薯", "红薯很甜。", "红薯很甜。", ""},
		{"text of the greatest length", strings.Repeat("甜", 120), "", "甜甜", "甜甜", ""},
		{"from the beginning", sentence + sentence + sentence + sentence + sentence, "别的", "别的话", "别的话。…", ""},
		{"from the sentence of the match", sentence + sentence + sentence + sentence + sentence + "红薯在这里。" + sentence + sentence, "红薯", "…", "", "红薯在这里。"},
		{"a match far into a sentence", filler + filler + "红薯" + filler, "红薯", "…", "…", "红薯"},
		{"two words rather than one", sentence + "红薯。" + filler + "红薯和土豆。" + filler, "红薯 土豆", "…", "…", "红薯和土豆"},
		{"the same word often is no more than once", "红薯。" + filler + "红薯红薯红薯。" + filler, "红薯", "红薯。", "…", ""},
		{"at the very end", filler + sentence + "最后是红薯。", "红薯", "…", "最后是红薯。", ""},
		{"the second word is not cut off with its sentence", "红薯" + strings.Repeat("很甜", 43) + "。土豆" + strings.Repeat("也甜", 40) + "。", "红薯 土豆", "红薯", "…", "土豆"},
		{"without a match", filler + filler, "", "这里是", "…", ""},
		{"a word is not cut", strings.Repeat("word ", 60), "nothing", "word ", "…", ""},
		{"quotation marks stay with their sentence", strings.Repeat("他说“"+strings.Repeat("很好", 15)+"。”", 6), "很好", "他说“", "。”…", ""},
	} {
		d := decodedWith(c.text, strings.Fields(c.words)...)
		got := shown(d.snippet(even))
		if !strings.HasPrefix(got, c.begin) || !strings.HasSuffix(got, c.end) || !strings.Contains(got, c.holds) {
			t.Errorf("%s: got %s, want %s ... %s ... %s", c.name, got, c.begin, c.holds, c.end)
		}
		checkSnippet(t, c.text, d)
	}
}

// Random paragraphs of everything that makes cutting difficult.
func TestSnippetRandom(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	bits := strings.Split("红薯/土豆/的话/很长的一句没有标点的话/，/。/！/？/；/、/”/“/（/）/《/》/……/ /\n/TikTok/word/2.6/https://example.org/a/"+
		"😊/👍🏽/👨\u200d👩\u200d👧/🇨🇳/e\u0301/\u200b/𠮷/1\ufe0f\u20e3/-/—/…", "/")
	for range 3000 {
		var b strings.Builder
		punctuation := random.IntN(3) == 0
		for range random.IntN(120) {
			bit := bits[random.IntN(len(bits))]
			if !punctuation && utf8.RuneCountInString(bit) == 1 && random.IntN(4) > 0 {
				bit = "话"
			}
			b.WriteString(bit)
		}
		d := decodedWith(b.String(), "红薯", "TikTok", "👍🏽")
		checkSnippet(t, b.String(), d)
		if t.Failed() {
			return
		}
	}
}

// checkSnippet checks the rules of every snippet.
func checkSnippet(t *testing.T, text string, d decoded) {
	t.Helper()
	start, end := 0, len(d.runes)
	if end > snippetMax {
		start = d.bestStart(even)
		end = d.windowEnd(start, d.needed(start))
	}
	want := string(d.runes[start:end])
	if start > 0 {
		want = "…" + want
	}
	if end < len(d.runes) {
		want += "…"
	}
	pieces := d.snippet(even)
	if got := shown(pieces); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for i, p := range pieces {
		if p.Text == "" || i > 0 && p.Hit == pieces[i-1].Hit {
			t.Errorf("pieces of %q: %+v", want, pieces)
		}
	}
	if n := end - start; n > snippetMax || n < min(len(d.runes), snippetMin) {
		t.Errorf("%d runes of %d: %q of %q", n, len(d.runes), want, text)
	}
	if start > 0 && (d.cutsBadly(start) || d.insideMark(start)) {
		t.Errorf("begins badly: %q of %q", want, text)
	}
	if d.continues(end) || inWord(d.runes, end) || d.insideMark(end) {
		t.Errorf("ends badly: %q of %q", want, text)
	}
}
