package bleve

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/xunzhang/xunzhang/engine"
)

// corpus makes a part of each of 6,000 articles with a rough tokenizer: Han
// bigrams, Latin words, and a twelfth of all trigrams in the place of words.
func corpus(t testing.TB) (docs []engine.Doc, bytes int) {
	shared := os.Getenv("XUNZHANG_SHARED")
	if shared == "" {
		shared = "../../../shared"
	}
	f, err := os.Open(filepath.Join(shared, "bench/woshipm/corpus.jsonl.gz"))
	if err != nil {
		t.Skip("XUNZHANG_SHARED names no folder with bench/woshipm: ", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var a struct {
			ID, Title, Brief, Author, Category string
			Tags, Paragraphs                   []string
		}
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		text := strings.Join(append(a.Paragraphs, a.Title, a.Brief), "\n")
		bytes += len(text)
		d := engine.Doc{ID: a.ID, Article: a.ID, Stored: []byte(text), Paragraphs: len(a.Paragraphs), Runes: len(text) / 3}
		d.Fields = engine.Fields{Category: a.Category, Author: a.Author, Tags: a.Tags}
		tokenize(&d, []rune(strings.ToLower(text)))
		docs = append(docs, d)
	}
	return docs, bytes
}

func tokenize(d *engine.Doc, text []rune) {
	seen := map[rune]bool{}
	for i := 0; i < len(text); {
		end := i + 1
		han := unicode.Is(unicode.Han, text[i])
		for end < len(text) && unicode.IsLetter(text[end]) && unicode.Is(unicode.Han, text[end]) == han {
			end++
		}
		switch {
		case han:
			hanTerms(d, text[i:end], seen)
		case unicode.IsLetter(text[i]):
			d.Grams = append(d.Grams, string(text[i:end]))
		}
		i = end
	}
}

func hanTerms(d *engine.Doc, run []rune, seen map[rune]bool) {
	for j, r := range run {
		if !seen[r] {
			seen[r] = true
			d.Chars = append(d.Chars, string(r))
		}
		d.Grams = append(d.Grams, string(run[j:min(j+2, len(run))]))
		if j+3 <= len(run) && (run[j]*31+run[j+1]*17+run[j+2])%12 == 0 {
			d.Words = append(d.Words, string(run[j:j+3]))
		}
	}
}
