package faulttest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// Common is a query that finds every article of every edition.
const Common = "共同的话题"

// An Edition is a collection of articles with its number in every title, paragraph
// and category, and with a number of articles that is its own, so that an answer
// mixed from two editions is recognised.
type Edition struct {
	Number   int
	Articles int
}

// NewEdition has between 20 and 26 articles.
func NewEdition(number int) Edition { return Edition{number, 20 + number%7} }

func (e Edition) name() string { return fmt.Sprintf("edition%dx", e.Number) }

// Lines are the articles as JSONL.
func (e Edition) Lines() string {
	var b strings.Builder
	for i := range e.Articles {
		fmt.Fprintf(&b, `{"id":"a%d","title":"%s 第%d篇","category":"%s","paragraphs":["这是%s，%s 第%d段。","%s 写的另一段，编号%d。"]}`+"\n",
			i, e.name(), i, e.name(), Common, e.name(), i, e.name(), i*7919)
	}
	return b.String()
}

// Write puts the articles into a file in one step.
func (e Edition) Write(path string) error {
	temporary := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".new")
	if err := os.WriteFile(temporary, []byte(e.Lines()), 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}

// A Page is the answer to a search, as far as the tests look at it.
type Page struct {
	Total      int `json:"total"`
	Generation int `json:"generation"`
	Articles   []struct {
		ID         string  `json:"id"`
		Title      []piece `json:"title"`
		Category   string  `json:"category"`
		Paragraphs []struct {
			Pieces []piece `json:"pieces"`
		} `json:"paragraphs"`
	} `json:"articles"`
	Facets map[string][]struct {
		Value string `json:"value"`
		Count int    `json:"count"`
	} `json:"facets"`
}

type piece struct {
	Text string `json:"text"`
}

// Text is all text of the page.
func (p Page) Text() string {
	var b strings.Builder
	for _, a := range p.Articles {
		b.WriteString(join(a.Title) + "\n")
		for _, paragraph := range a.Paragraphs {
			b.WriteString(join(paragraph.Pieces) + "\n")
		}
	}
	return b.String()
}

func join(pieces []piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}

// Edition returns the number of the edition that a page for Common was made from,
// or an error when the page is mixed from several editions, or incomplete.
func (p Page) Edition() (int, error) {
	text, err := json.Marshal(p)
	if err != nil {
		return 0, err
	}
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(`edition(\d+)x`).FindAllStringSubmatch(string(text), -1) {
		seen[m[1]] = true
	}
	if len(seen) != 1 {
		return 0, fmt.Errorf("the page of generation %d holds %d editions: %v", p.Generation, len(seen), seen)
	}
	var e Edition
	for number := range seen {
		n, err := strconv.Atoi(number)
		if err != nil {
			return 0, err
		}
		e = NewEdition(n)
	}
	if c := p.Facets["category"]; p.Total != e.Articles || len(p.Articles) != e.Articles || len(c) != 1 || c[0].Count != e.Articles {
		return 0, fmt.Errorf("the page of generation %d has %d articles of %d, facets %v; edition %d has %d",
			p.Generation, len(p.Articles), p.Total, c, e.Number, e.Articles)
	}
	return e.Number, nil
}
