package opensearch

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/engine"
)

// A document is a part as the cluster has it; the names are those of the mapping.
type document struct {
	ID         string   `json:"id"`
	Article    string   `json:"article"`
	Alone      bool     `json:"alone"`
	Category   string   `json:"category"` // the keys of what meta has as it is written
	Author     string   `json:"author"`
	Tag        []string `json:"tag"`
	Year       string   `json:"year,omitempty"`
	Published  *int64   `json:"published,omitempty"`
	Views      int64    `json:"views"`
	Length     int      `json:"length"`
	Paragraphs int      `json:"paragraphs"`
	Runes      int      `json:"runes"`
	Words      string   `json:"words"`
	Grams      string   `json:"grams"`
	Chars      string   `json:"chars"`
	Titles     string   `json:"titles"`
	Labels     string   `json:"labels"`
	Title      string   `json:"title"`
	Stored     []byte   `json:"stored"`
	Streams    []byte   `json:"streams"`
	Meta       []byte   `json:"meta"`
}

// meta is what a hit shows, and what a document can be written anew from.
type meta struct {
	Title      string   `json:"title"`
	Category   string   `json:"category"`
	Author     string   `json:"author"`
	Tags       []string `json:"tags"`
	Published  string   `json:"published,omitempty"` // YYYY-MM-DD
	Views      int64    `json:"views"`
	Paragraphs int      `json:"paragraphs"`
	Runes      int      `json:"runes"`
}

// documentID names a part's document. Part ids may be longer than the cluster
// allows.
func documentID(part string) string {
	sum := sha256.Sum256([]byte(part))
	return base64.RawURLEncoding.EncodeToString(sum[:18])
}

// mostValue is how long, in bytes, an id, category, author or tag may be; the
// cluster takes no longer keyword.
const mostValue = 32_000

func (c *codec) newDocument(d *engine.Doc, terms streams, alone bool) (*document, error) {
	for _, s := range append([]string{d.ID, d.Article, d.Fields.Category, d.Fields.Author}, d.Fields.Tags...) {
		if len(s) > mostValue || !utf8.ValidString(s) {
			return nil, fmt.Errorf("part %.200q: an id, category, author or tag is longer than %d bytes or not UTF-8", d.ID, mostValue)
		}
	}
	out := &document{
		ID: d.ID, Article: d.Article, Alone: alone, Category: key(d.Fields.Category), Author: key(d.Fields.Author),
		Tag: make([]string, len(d.Fields.Tags)), Views: d.Fields.Views, Length: len(d.Grams), Paragraphs: d.Paragraphs, Runes: d.Runes,
		Words: writeStream(d.Words), Grams: writeStream(d.Grams), Chars: writeStream(d.Chars), Titles: writeStream(d.Titles), Labels: writeStream(d.Labels),
		Title: d.Title, Stored: c.compress(d.Stored), Streams: c.writeStreams(terms),
	}
	m := meta{Title: d.Title, Category: d.Fields.Category, Author: d.Fields.Author, Tags: d.Fields.Tags, Views: d.Fields.Views, Paragraphs: d.Paragraphs, Runes: d.Runes}
	for i, t := range d.Fields.Tags {
		out.Tag[i] = key(t)
	}
	if p := d.Fields.Published; !p.IsZero() {
		day := dayOf(p)
		ms := day.UnixMilli()
		out.Published, out.Year, m.Published = &ms, day.Format("2006"), day.Format(time.DateOnly)
	}
	var err error
	out.Meta, err = json.Marshal(m)
	return out, err
}

// dayOf is midnight UTC of the calendar day that t shows.
func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// fields are the metadata as the seam has them.
func (m *meta) fields() (engine.Fields, error) {
	f := engine.Fields{Category: m.Category, Author: m.Author, Tags: m.Tags, Views: m.Views}
	if m.Published == "" {
		return f, nil
	}
	var err error
	f.Published, err = time.Parse(time.DateOnly, m.Published)
	return f, err
}

// A found is a hit as the cluster writes it.
type found struct {
	Score  *float64          `json:"_score"`
	Fields fields            `json:"fields"`
	Sort   []json.RawMessage `json:"sort"`
	Names  namedList         `json:"matched_queries"`
}

// part is the id of the part, which every request for hits asks for.
func (f *found) part() string { return first(f.Fields.ID) }

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// columnsOnly has a request for hits read columns and nothing else of them.
func columnsOnly(body object, columns ...string) object {
	body["stored_fields"], body["docvalue_fields"] = "_none_", append([]string{fieldID}, columns...)
	return body
}

// fields are columns that were asked for.
type fields struct {
	Stored   []string `json:"stored"`
	Streams  []string `json:"streams"`
	Meta     []string `json:"meta"`
	ID       []string `json:"id"`
	Article  []string `json:"article"`
	Alone    []bool   `json:"alone"`
	Category []string `json:"category"`
	Author   []string `json:"author"`
	Tag      []string `json:"tag"`
	Year     []string `json:"year"`
}

// values are those of a facet.
func (f *fields) values(facet string) []string {
	switch facet {
	case "category":
		return f.Category
	case "author":
		return f.Author
	case "tag":
		return f.Tag
	}
	return f.Year
}

// bytes decodes a column of bytes; the cluster leaves the padding out.
func (f *found) bytes(column string, value []string) ([]byte, error) {
	if len(value) == 0 {
		return nil, fmt.Errorf("part %q: %w: it has no %s", f.part(), engine.ErrDamaged, column)
	}
	b, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(value[0], "="))
	if err != nil {
		return nil, fmt.Errorf("part %q: %w: %s: %w", f.part(), engine.ErrDamaged, column, err)
	}
	return b, nil
}

// stored is the stored part.
func (f *found) stored(c *codec) ([]byte, error) {
	b, err := f.bytes(fieldStored, f.Fields.Stored)
	if err != nil {
		return nil, err
	}
	if b, err = c.expand(b); err != nil {
		return nil, fmt.Errorf("part %q: %w: %w", f.part(), engine.ErrDamaged, err)
	}
	return b, nil
}

// streams are the terms of the part.
func (f *found) streams(c *codec) (streams, error) {
	b, err := f.bytes(fieldStreams, f.Fields.Streams)
	if err != nil {
		return nil, err
	}
	return c.readStreams(b)
}

// meta is the metadata of the part.
func (f *found) meta() (*meta, error) {
	b, err := f.bytes(fieldMeta, f.Fields.Meta)
	if err != nil {
		return nil, err
	}
	m := &meta{}
	if err := json.Unmarshal(b, m); err != nil {
		return nil, fmt.Errorf("part %q: %w: its metadata: %w", f.part(), engine.ErrDamaged, err)
	}
	return m, nil
}

// namedList are names of queries that a hit matches. Newer clusters may write
// them with scores.
type namedList []string

// UnmarshalJSON reads a list of names, or an object with the names as members.
func (n *namedList) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '{' {
		var scores map[string]json.RawMessage
		if err := json.Unmarshal(b, &scores); err != nil {
			return err
		}
		for name := range scores {
			*n = append(*n, name)
		}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(n))
}
