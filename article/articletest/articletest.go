// Package articletest helps the tests of readers: it parses documents that must
// be readable, checks what every article promises, renders articles for tables
// and golden files, and makes archives, books and Word documents.
package articletest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/block"
)

// Parse parses a document that must be readable, and checks what every article
// promises.
func Parse(t *testing.T, name, doc string) article.Article {
	t.Helper()
	a, err := article.Parse(article.Raw{Source: "s", Path: name, Format: article.FormatOf(name), Bytes: []byte(doc), Line: 1}, article.Options{})
	if err != nil {
		t.Fatalf("Parse(%s): %v", name, err)
	}
	Promises(t, a)
	return a
}

// Promises checks what the documentation of Article and Paragraph says.
func Promises(t *testing.T, a article.Article) {
	t.Helper()
	line := func(name, s string) {
		if !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
			t.Errorf("%s is not one line of text: %q", name, s)
		}
	}
	line("id", a.ID)
	line("title", a.Title)
	line("brief", a.Brief)
	line("author", a.Author)
	line("category", a.Category)
	if a.ID == "" || len(a.ID) > article.MaxIDBytes {
		t.Errorf("id of %d bytes", len(a.ID))
	}
	if a.URL != "" && !strings.HasPrefix(a.URL, "http") {
		t.Errorf("url %q", a.URL)
	}
	if len(a.Paragraphs) == 0 {
		t.Error("no paragraphs")
	}
	before := 0
	for _, p := range a.Paragraphs {
		if p.Number < before || p.Number < 1 || strings.TrimSpace(p.Text) == "" || !utf8.ValidString(p.Text) {
			t.Errorf("paragraph %d after %d: %.40q", p.Number, before, p.Text)
		}
		if utf8.RuneCountInString(p.Text) > block.MaxParagraph {
			t.Errorf("paragraph %d has more than %d runes", p.Number, block.MaxParagraph)
		}
		before = p.Number
	}
}

// Render writes an article as the tests' tables and golden files show it.
func Render(a article.Article) string {
	var b strings.Builder
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	field("id", a.ID)
	field("title", a.Title)
	field("brief", a.Brief)
	field("author", a.Author)
	field("category", a.Category)
	if !a.Published.IsZero() {
		field("published", a.Published.Format(time.DateOnly))
	}
	if !a.Updated.IsZero() {
		field("updated", a.Updated.Format(time.DateOnly))
	}
	field("tags", strings.Join(a.Tags, ", "))
	field("aliases", strings.Join(a.Aliases, ", "))
	field("url", a.URL)
	if a.Views != 0 {
		field("views", fmt.Sprint(a.Views))
	}
	for _, p := range a.Paragraphs {
		mark := ""
		if p.Heading {
			mark = "# "
		}
		if p.Section != "" {
			fmt.Fprintf(&b, "%d (%s) %s%s\n", p.Number, p.Section, mark, p.Text)
		} else {
			fmt.Fprintf(&b, "%d %s%s\n", p.Number, mark, p.Text)
		}
	}
	return b.String()
}

// Body renders only the paragraphs.
func Body(a article.Article) string { return Render(article.Article{Paragraphs: a.Paragraphs}) }

// WalkAll walks a source. It returns its documents, and "source: reason" of what
// was skipped.
func WalkAll(t *testing.T, source string, o article.Options) (docs []article.Raw, skips []string) {
	t.Helper()
	err := article.Walk(context.Background(), source, o, article.Visitor{
		Raw: func(r article.Raw) error {
			docs = append(docs, r)
			return nil
		},
		Skip: func(s article.Skip) {
			name := strings.TrimPrefix(s.Source, filepath.ToSlash(source))
			if s.Line > 0 {
				name += fmt.Sprintf(" line %d", s.Line)
			}
			skips = append(skips, name+": "+s.Reason)
		},
	})
	if err != nil {
		t.Fatalf("Walk(%s): %v", source, err)
	}
	return docs, skips
}

// Paths are the paths of documents on one line, with the line numbers of JSONL.
func Paths(docs []article.Raw) string {
	var b strings.Builder
	for _, r := range docs {
		b.WriteString(r.Path)
		if r.Line > 0 {
			fmt.Fprintf(&b, ":%d", r.Line)
		}
		b.WriteByte(' ')
	}
	return strings.TrimSpace(b.String())
}

// Tree writes files, by slash path, to a new folder.
func Tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Expect fails the test where it got something else than it wants.
func Expect(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got %s\nwant %s", what, got, want)
	}
}
