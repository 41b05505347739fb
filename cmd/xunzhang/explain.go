package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/xunzhang/xunzhang/article"
)

// An explanation says how a document was read, as --explain --json prints it.
type explanation struct {
	Source     string            `json:"source"` // source and path, as in a report
	Line       int               `json:"line,omitempty"`
	Skipped    string            `json:"skipped,omitempty"` // why it is not an article
	Format     string            `json:"format,omitempty"`
	Encoding   string            `json:"encoding,omitempty"`
	Dialect    string            `json:"dialect,omitempty"`
	Site       string            `json:"site,omitempty"`    // the site that it is a page of: the tool, and the file by which it was recognised
	Private    string            `json:"private,omitempty"` // the mark by which it is not public
	ID         string            `json:"id,omitempty"`
	Fields     []explainedField  `json:"fields"`
	Paragraphs []explainedText   `json:"paragraphs"`
	Links      []explainedLink   `json:"links,omitempty"` // to other documents, as they are written
	Dropped    []article.Dropped `json:"dropped"`
}

type explainedField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	From  string `json:"from"`
}

type explainedText struct {
	Number  int      `json:"number"`
	Section string   `json:"section,omitempty"`
	Heading bool     `json:"heading,omitempty"`
	Anchor  string   `json:"anchor,omitempty"`  // id that its author gave it, for links
	Links   bool     `json:"links,omitempty"`   // whether it is navigation
	Caption bool     `json:"caption,omitempty"` // whether it is the text of a picture
	Read    []string `json:"read,omitempty"`    // pronunciations in it: characters, and how they are pronounced
	Text    string   `json:"text"`
}

type explainedLink struct {
	Paragraph int    `json:"paragraph"`
	Text      string `json:"text"`
	To        string `json:"to"`
	Wiki      bool   `json:"wiki,omitempty"` // whether it names a page of a wiki
}

// explain prints how one file, or one file in a source, is read. For JSONL it
// explains each line.
func (r *reindexing) explain(ctx context.Context, sources []string) error {
	if err := r.read.Check(); err != nil {
		return usageError{err}
	}
	wanted := filepath.ToSlash(r.explained)
	whole := len(sources) == 0
	if whole {
		sources = []string{r.explained}
	}
	all := []explanation{}
	is := func(name string) bool {
		return whole || name == wanted || strings.HasSuffix(name, "/"+wanted) || strings.HasSuffix(name, ":"+wanted)
	}
	for _, source := range sources {
		err := article.Walk(ctx, source, r.read, article.Visitor{
			Raw: func(raw article.Raw) error {
				if is(raw.Name()) {
					all = append(all, explanationOf(raw, r.read))
				}
				return nil
			},
			Skip: func(s article.Skip) {
				if is(s.Source) {
					all = append(all, explanation{Source: s.Source, Line: s.Line, Skipped: s.Reason})
				}
			},
			Pass: func(name, kind string) {
				if is(name) || name == wanted {
					all = append(all, explanation{Source: name, Skipped: "passed over: " + kind})
				}
			},
		})
		if err != nil {
			return err
		}
	}
	if len(all) == 0 {
		return usageError{fmt.Errorf("no document %q is read in %s", r.explained, strings.Join(sources, ", "))}
	}
	if r.json {
		for i := range all {
			e := &all[i]
			e.Fields, e.Paragraphs, e.Dropped = notNil(e.Fields), notNil(e.Paragraphs), notNil(e.Dropped)
		}
		return printJSON(r.out, all)
	}
	var err error
	for _, e := range all {
		err = errors.Join(err, r.printExplanation(e))
	}
	return err
}

func explanationOf(raw article.Raw, o article.Options) explanation {
	e := explanation{Source: raw.Name(), Line: raw.Line, Format: string(raw.Format)}
	if raw.Site != nil {
		e.Site = raw.Site.Tool + ", " + raw.Site.Config
	}
	reading, err := article.Read(raw, o)
	if err != nil {
		e.Skipped = err.Error()
		return e
	}
	a := &reading.Article
	e.Encoding, e.Dialect, e.Private, e.ID, e.Dropped = reading.Encoding, reading.Dialect, reading.Private, a.ID, reading.Dropped
	for _, f := range reading.Sources {
		e.Fields = append(e.Fields, explainedField{Name: f.Name, Value: fieldValue(a, f.Name), From: f.From})
	}
	for _, p := range a.Paragraphs {
		e.Paragraphs = append(e.Paragraphs, explainedText{Number: p.Number, Section: p.Section, Heading: p.Heading,
			Anchor: a.Anchors[p.Number], Links: p.IsLinks(), Caption: p.Caption, Text: p.Text, Read: readingsOf(a, p.Number)})
	}
	for _, l := range reading.References {
		e.Links = append(e.Links, explainedLink{Paragraph: l.Paragraph, Text: l.Text, To: l.To, Wiki: l.Wiki})
	}
	return e
}

// readingsOf returns the pronunciations that a paragraph states: characters, a
// space, and how they are pronounced.
func readingsOf(a *article.Article, number int) []string {
	var all []string
	for _, r := range a.Ruby {
		if r.Paragraph == number {
			all = append(all, r.Base+" "+r.Reading)
		}
	}
	return all
}

func fieldValue(a *article.Article, name string) string {
	switch name {
	case "title":
		return a.Title
	case "brief":
		return a.Brief
	case "author":
		return a.Author
	case "category":
		return a.Category
	case "published":
		return a.Published.Format(time.DateOnly)
	case "updated":
		return a.Updated.Format(time.DateOnly)
	case "tags":
		return strings.Join(a.Tags, ", ")
	case "aliases":
		return strings.Join(a.Aliases, ", ")
	case "url":
		return a.URL
	}
	return fmt.Sprint(a.Views)
}

// printExplanation prints an explanation for people.
func (r *reindexing) printExplanation(e explanation) error {
	var b strings.Builder
	b.WriteString(clean(e.Source))
	if e.Line > 0 {
		fmt.Fprintf(&b, " line %d", e.Line)
	}
	b.WriteByte('\n')
	for _, f := range [...]struct{ name, value string }{
		{"skipped", e.Skipped}, {"format", e.Format}, {"encoding", e.Encoding}, {"dialect", e.Dialect}, {"site", e.Site}, {"private", e.Private}, {"id", e.ID},
	} {
		if f.value != "" {
			fmt.Fprintf(&b, "  %s: %s\n", f.name, clean(f.value))
		}
	}
	for _, f := range e.Fields {
		fmt.Fprintf(&b, "  %s: %s (from %s)\n", f.Name, clean(f.Value), f.From)
	}
	for _, p := range e.Paragraphs {
		mark := ""
		switch {
		case p.Heading:
			mark = " heading"
		case p.Links:
			mark = " links"
		case p.Caption:
			mark = " caption"
		}
		if p.Anchor != "" {
			mark += " {" + clean(p.Anchor) + "}"
		}
		if p.Section != "" {
			mark += " (" + clean(p.Section) + ")"
		}
		fmt.Fprintf(&b, "  #%d%s: %s\n", p.Number, mark, strings.ReplaceAll(cleanLines(p.Text), "\n", "\n      "))
		if len(p.Read) > 0 {
			fmt.Fprintf(&b, "      read: %s\n", clean(strings.Join(p.Read, ", ")))
		}
	}
	for _, l := range e.Links {
		fmt.Fprintf(&b, "  link in #%d: %s -> %s\n", l.Paragraph, clean(l.Text), clean(l.To))
	}
	for _, d := range e.Dropped {
		fmt.Fprintf(&b, "  left out (%s): %s\n", d.Reason, clean(d.Text))
	}
	_, err := fmt.Fprint(r.out, b.String())
	return err
}
