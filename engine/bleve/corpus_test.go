package bleve

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode"

	"github.com/xunzhang/xunzhang/engine"
)

// corpusLines returns the first n lines of JSONL of the shared corpus, all of them
// if n is 0.
func corpusLines(t testing.TB, n int) (lines []string) {
	t.Helper()
	f, err := os.Open(sharedFile(t, "bench/woshipm/corpus.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	scanner := bufio.NewScanner(z)
	scanner.Buffer(nil, 64<<20)
	for (n == 0 || len(lines) < n) && scanner.Scan() {
		lines = append(lines, scanner.Text())
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

// corpus makes a part of each of 6,000 articles with a rough tokenizer: Han
// bigrams, Latin words, and a twelfth of all trigrams instead of words.
func corpus(t testing.TB) (docs []engine.Doc, bytes int) {
	for _, line := range corpusLines(t, 0) {
		var a struct {
			ID, Title, Brief, Author, Category string
			Tags, Paragraphs                   []string
		}
		if err := json.Unmarshal([]byte(line), &a); err != nil {
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
