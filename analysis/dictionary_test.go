package analysis

import (
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
		{"小红书", 100001, true}, // in the first dictionary
		{"飞书表格", DefaultFrequency, true},
		{"干隆", 2000, true}, // folded when it is loaded
		{"乾隆", 2435, true}, // in gse's dictionary; folded text never has it
		{"蜜雪冰", 0, false},  // the beginning of a word
		{"", 0, false},
	} {
		if freq, ok := a.Has(c.word); freq != c.freq || ok != c.ok {
			t.Errorf("Has(%s) = %g, %t, want %g, %t", c.word, freq, ok, c.freq, c.ok)
		}
	}
}

func TestFingerprint(t *testing.T) {
	prints := map[string]bool{loaded(t).Fingerprint(): true}
	for _, lists := range [][]list{
		nil,
		{{"a.txt", []byte("小红书")}},
		{{"a.txt", []byte("小红书 5")}},
		{{"b.txt", []byte("小红书 5")}},
		{{"b.txt", nil}, {"a.txt", []byte("小红书 5")}},
	} {
		prints[fingerprint(lists)] = true
	}
	if len(prints) != 6 {
		t.Errorf("6 different dictionaries have %d fingerprints", len(prints))
	}
}

const (
	shippedWords = "../data/dict/words.txt"
	gseWords     = 352275 // in gse's Simplified dictionary
	testWords    = 1      // in test.txt, but not in words.txt: 飞书表格
)

// The shipped list is sorted and has no word that gse's dictionary has. With the
// list, folding loses no word of gse.
func TestShippedWords(t *testing.T) {
	words, all := readWords(t)
	if len(words) < 800 || !slices.IsSorted(words) {
		t.Errorf("%d words, sorted %t", len(words), slices.IsSorted(words))
	}
	tokens := loaded(t).gse.Dict.Tokens
	if known := len(all) + testWords + gseWords - len(tokens); known != 0 {
		t.Errorf("%d of the words stand twice, or gse has them", known)
	}
	for _, k := range tokens {
		w := FoldString(k.Text())
		if _, ok := loaded(t).Has(w); !ok && utf8.RuneCountInString(w) > 1 && IsHan([]rune(w)[0]) {
			t.Errorf("folding loses %s of gse, as %s", k.Text(), w)
		}
	}
}

// readWords reads all words of the list, and those before the section of words that
// folding changes.
func readWords(t *testing.T) (words, all []string) {
	data, err := os.ReadFile(shippedWords)
	if err != nil {
		t.Fatal(err)
	}
	folding := false
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			folding = folding || strings.Contains(line, "folding by character changes")
			continue
		}
		all = append(all, fields[0])
		if !folding {
			words = append(words, fields[0])
		}
	}
	return words, all
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
