package analysis

import (
	"os"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// analyzer returns an analyzer with the shipped words and some for these tests. It
// is loaded once, which takes a second.
var analyzer = sync.OnceValues(func() (*Analyzer, error) {
	shipped, err := os.Open(shippedWords)
	if err != nil {
		return nil, err
	}
	defer shipped.Close()
	own := strings.NewReader("# test\n小红书 100001\n\n飞书表格\n乾隆 2000\n")
	return New(Dictionary{"test.txt", own}, Dictionary{shippedWords, shipped})
})

func loaded(t testing.TB) *Analyzer {
	t.Helper()
	a, err := analyzer()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"gse's words", "我们热爱搜索引擎", "我们|热爱|搜索引擎|搜索|索引|引擎"},
		{"one word is kept whole", "难民", "难民"},
		{"a dictionary word", "小红书上", "小红书|小红|上"},
		{"traditional", "蜜雪冰城和小紅書", "蜜雪冰城|蜜雪|冰城|和|小红书|小红"},
		{"a word that folding changes", "清朝乾隆", "清朝|乾隆"},
		{"Latin words whole", "用Node.js和C++写v2.6", "用|node.js|和|c++|写|v2.6"},
		{"a leading dot", ".NET asp.net", ".net|asp.net"},
		{"addresses and numbers", "a@b.cn 1,000 TikTok", "a@b.cn|1,000|tiktok"},
		{"nothing", "，。 😀\xff", ""},
	} {
		got := terms(loaded(t).Words(NewText(c.in)))
		if want := FoldString(c.want); got != want {
			t.Errorf("%s: words of %q\n got %s\nwant %s", c.name, c.in, got, want)
		}
	}
}

// checkWords fails unless the words without the sub-words, together with the text
// between them, are the whole text, and the text between them has nothing that
// could be a word.
func checkWords(t failer, s string) {
	text := NewText(s)
	a, err := analyzer()
	if err != nil {
		t.Fatalf("%v", err)
	}
	end := 0
	var joined strings.Builder
	for _, k := range a.Words(text) {
		if k.End <= end {
			continue // within the word before
		}
		if k.Start < end && !expansion(s[k.Start:end]) || k.Start >= k.End || !boundary(s, k.Start) || !boundary(s, k.End) {
			t.Fatalf("%q: %v is out of order, empty or not on rune boundaries", s, k)
		}
		if k.Start > end {
			checkGap(t, s, s[end:k.Start])
			joined.WriteString(s[end:k.Start])
		}
		joined.WriteString(s[max(k.Start, end):k.End])
		end = k.End
	}
	checkGap(t, s, s[end:])
	if joined.String()+s[end:] != s {
		t.Fatalf("%q comes out as %q", s, joined.String()+s[end:])
	}
}

// expansion reports whether s is one rune that folds to several.
func expansion(s string) bool {
	return len([]rune(s)) == 1 && len([]rune(FoldString(s))) > 1
}

func checkGap(t failer, s, gap string) {
	for _, p := range NewText(gap).runes {
		if p.class == han || p.class.word() {
			t.Fatalf("%q: %q is in no word", s, gap)
		}
	}
}

func TestWordsOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkWords(t, drawText(t, "text")) })
}

func FuzzWords(f *testing.F) {
	loaded(f) // not within the time limit of the first input
	for _, s := range seeds() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkWords(t, s) })
}

// gse takes quadratic time for a repeated character. The run is cut, and nothing is
// lost.
func TestLongRuns(t *testing.T) {
	checkWords(t, strings.Repeat("一", 20*maxRun+7))
	checkWords(t, strings.Repeat("b/", 20*maxRun+7)) // this took quadratic time: each atom searched for the end of all
	checkWords(t, strings.Repeat("7", 20*maxRun+7))
}

func TestWordsFromSeveralGoroutines(t *testing.T) {
	a, text := loaded(t), NewText("自称“Tik Tok难民”的美国用户涌入小红书")
	want := terms(a.Words(text))
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 50 {
				if got := terms(a.Words(text)); got != want {
					t.Errorf("got %s, want %s", got, want)
				}
			}
		})
	}
	group.Wait()
}
