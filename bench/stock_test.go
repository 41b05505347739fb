package bench

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	_ "github.com/blevesearch/bleve/v2/analysis/analyzer/custom" // registers itself
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/registry"

	xunzhang "github.com/xunzhang/xunzhang/analysis"
)

// The parts of bleve as it comes: a paragraph is a document with title and
// text, both stored and with term vectors, which is bleve's default; the terms
// are gse's words and sub-words by our analyzer, so that what differs is what
// is done with them; batches of a thousand.
const (
	stockAnalyzer = "gse"
	stockBatch    = 1000
)

// A stockDoc is a paragraph as bleve's default mapping takes it.
type stockDoc struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}

// A tokenizer gives gse's words to bleve.
type tokenizer struct{ analyzer *xunzhang.Analyzer }

func (t tokenizer) Tokenize(text []byte) analysis.TokenStream {
	words := t.analyzer.Words(xunzhang.NewText(string(text)))
	out := make(analysis.TokenStream, len(words))
	tokens := make([]analysis.Token, len(words))
	for i, w := range words {
		tokens[i] = analysis.Token{Term: []byte(w.Term), Start: w.Start, End: w.End, Position: i + 1, Type: analysis.Ideographic}
		out[i] = &tokens[i]
	}
	return out
}

// registered adds the tokenizer to bleve's registry, once in a process.
var registered = sync.OnceValue(func() error {
	return registry.RegisterTokenizer(stockAnalyzer, func(map[string]any, *registry.Cache) (analysis.Tokenizer, error) {
		a, err := analyzer()
		return tokenizer{a}, err
	})
})

func stockMapping(b *testing.B) *mapping.IndexMappingImpl {
	if err := registered(); err != nil {
		b.Fatal(err)
	}
	m := bleve.NewIndexMapping()
	err := m.AddCustomAnalyzer(stockAnalyzer, map[string]any{"type": "custom", "tokenizer": stockAnalyzer})
	if err != nil {
		b.Fatal(err)
	}
	m.DefaultAnalyzer = stockAnalyzer
	return m
}

// stockIndexed builds an index of the paragraphs of a JSONL file.
func stockIndexed(b *testing.B, path string) result {
	dir := filepath.Join(b.TempDir(), "stock")
	start := time.Now()
	index, err := bleve.New(dir, stockMapping(b))
	if err != nil {
		b.Fatal(err)
	}
	documents := fill(b, index, path)
	if err := index.Close(); err != nil {
		b.Fatal(err)
	}
	took := time.Since(start)
	b.Logf("%d documents", documents)
	return result{took, folderBytes(b, dir)}
}

// fill indexes every paragraph and returns how many there are.
func fill(b *testing.B, index bleve.Index, path string) int {
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	documents, batch := 0, index.NewBatch()
	flush := func() {
		if err := index.Batch(batch); err != nil {
			b.Fatal(err)
		}
		batch.Reset()
	}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var l line
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			b.Fatal(err)
		}
		for i, p := range l.Paragraphs {
			if err := batch.Index(l.ID+"#"+strconv.Itoa(i+1), stockDoc{l.Title, p}); err != nil {
				b.Fatal(err)
			}
			documents++
			if batch.Size() == stockBatch {
				flush()
			}
		}
	}
	if err := lines.Err(); err != nil {
		b.Fatal(err)
	}
	flush()
	return documents
}
