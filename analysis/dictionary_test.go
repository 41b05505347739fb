package analysis

import (
	"bufio"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"
)

func TestDictionaryErrorsNameTheLine(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"小红书\n小红书 x", `dictionary own.txt:2: "小红书 x": the frequency is not a number from 2`},
		{"小红书 1", `dictionary own.txt:1: "小红书 1": the frequency is not a number from 2`},
		{"小红书 NaN", `dictionary own.txt:1: "小红书 NaN": the frequency is not a number from 2`},
		{"\n\n小红书 5 n", `dictionary own.txt:3: "小红书 5 n": more than a word and a frequency`},
		{"A股", `dictionary own.txt:1: "A股": 'a' is not Han`},
		{"小，红", `dictionary own.txt:1: "小，红": ',' is not Han`},
	} {
		_, err := New(Dictionary{Name: "own.txt", Words: strings.NewReader(c.in)})
		if err == nil || err.Error() != c.want {
			t.Errorf("%q: %v, want %s", c.in, err, c.want)
		}
	}
	broken := errors.New("broken")
	if _, err := New(Dictionary{Name: "own.txt", Words: iotest.ErrReader(broken)}); !errors.Is(err, broken) {
		t.Errorf("a reader that fails gives %v", err)
	}
}

func TestHas(t *testing.T) {
	a := loaded(t)
	for _, c := range []struct {
		word string
		freq float64
		ok   bool
	}{
		{"小红书", 100000, true},
		{"飞书表格", DefaultFrequency, true},
		{"干隆", 2000, true},
		{"蜜雪冰城", 500, true},
		{"蜜雪冰", 0, false},
		{"", 0, false},
		{"乾隆", 2435, true}, // as gse has it; folded text never shows it
	} {
		if freq, ok := a.Has(c.word); freq != c.freq || ok != c.ok {
			t.Errorf("Has(%s) = %g, %t, want %g, %t", c.word, freq, ok, c.freq, c.ok)
		}
	}
}

// The shipped list is sorted, and only has words that gse lacks; with it no
// word of gse is lost to folding.
func TestShippedWords(t *testing.T) {
	const path = "../data/dict/words.txt"
	shipped, own := readWords(t, path)
	if len(shipped) < 800 || !slices.IsSorted(shipped) || len(slices.Compact(slices.Clone(shipped))) != len(shipped) {
		t.Errorf("%d words, sorted %t", len(shipped), slices.IsSorted(shipped))
	}
	for _, w := range shipped {
		if _, ok := loaded(t).Has(FoldString(w)); ok && w != "蜜雪冰城" /* of the test itself */ {
			t.Errorf("gse has %s", w)
		}
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	a, err := New(Dictionary{Name: path, Words: f})
	if err != nil {
		t.Fatal(err)
	}
	if a.Fingerprint() == loaded(t).Fingerprint() {
		t.Error("another dictionary has the same fingerprint")
	}
	for _, w := range own {
		if _, ok := a.Has(FoldString(w)); !ok {
			t.Errorf("%s is not found", w)
		}
	}
	for _, k := range a.gse.Dict.Tokens {
		w := FoldString(k.Text())
		if _, ok := a.Has(w); !ok && utf8.RuneCountInString(w) > 1 && !strings.ContainsAny(w, "abcdefghijklmnopqrstuvwxyz") {
			t.Errorf("folding loses %s of gse, as %s", k.Text(), w)
		}
	}
}

// readWords reads the words without a frequency, and all words, of a list.
func readWords(t *testing.T, path string) (plain, all []string) {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		all = append(all, fields[0])
		if len(fields) == 1 {
			plain = append(plain, fields[0])
		}
	}
	return plain, all
}

func TestStopWords(t *testing.T) {
	for _, w := range []string{"的", "怎么办", "里"} {
		if !IsStopWord(w) {
			t.Errorf("%s is no stop word", w)
		}
	}
	if IsStopWord("小红书") || IsStopWord("") || IsStopWord("#") {
		t.Error("小红书, # or nothing is a stop word")
	}
	if !IsFunctionChar('么') || IsFunctionChar('书') {
		t.Error("么 is a function character, 书 is not")
	}
	for _, r := range functionChars {
		if Fold(r) != string(r) {
			t.Errorf("the function character %c is not folded", r)
		}
	}
	for w := range stopWords() {
		if FoldString(w) != w {
			t.Errorf("the stop word %s is not folded", w)
		}
	}
}
