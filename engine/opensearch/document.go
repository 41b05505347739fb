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

// A document is a part in the form that the cluster indexes. Its members are the
// fields of the mapping.
type document struct {
	ID         string   `json:"id"`
	Article    string   `json:"article"`
	Alone      bool     `json:"alone"`
	Category   []string `json:"category"` // keys of the category and of those above it; meta has it as written
	Author     string   `json:"author"`
	Tag        []string `json:"tag"`
	Year       string   `json:"year,omitempty"`
	Published  *int64   `json:"published,omitempty"`
	Updated    *int64   `json:"updated,omitempty"`
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

// meta is the metadata of a part, for hits and to write its document again.
type meta struct {
	Title      string   `json:"title"`
	Category   string   `json:"category"`
	Author     string   `json:"author"`
	Tags       []string `json:"tags"`
	Published  string   `json:"published,omitempty"` // YYYY-MM-DD
	Updated    string   `json:"updated,omitempty"`   // YYYY-MM-DD
	Views      int64    `json:"views"`
	Paragraphs int      `json:"paragraphs"`
	Runes      int      `json:"runes"`
}

// documentID is the id of a part's document. It is a hash, because part ids may be
// longer than the cluster allows.
func documentID(part string) string {
	sum := sha256.Sum256([]byte(part))
	return base64.RawURLEncoding.EncodeToString(sum[:18])
}

// mostValue is the greatest length of an id, category, author or tag, in bytes. The
// cluster rejects longer keywords.
const mostValue = 32_000

func (c *codec) newDocument(d *engine.Doc, terms streams, alone bool) (*document, error) {
	for _, s := range append([]string{d.ID, d.Article, d.Fields.Category, d.Fields.Author}, d.Fields.Tags...) {
		if len(s) > mostValue || !utf8.ValidString(s) {
			return nil, fmt.Errorf("part %.200q: an id, category, author or tag is longer than %d bytes or not UTF-8", d.ID, mostValue)
		}
	}
	out := &document{
		ID: d.ID, Article: d.Article, Alone: alone, Category: keys(engine.Categories(d.Fields.Category)), Author: key(d.Fields.Author),
		Tag: keys(d.Fields.Tags), Views: d.Fields.Views, Length: len(d.Grams), Paragraphs: d.Paragraphs, Runes: d.Runes,
		Words: writeStream(d.Words), Grams: writeStream(d.Grams), Chars: writeStream(d.Chars), Titles: writeStream(d.Titles), Labels: writeStream(d.Labels),
		Title: d.Title, Stored: c.compress(d.Stored), Streams: c.writeStreams(terms),
	}
	m := meta{Title: d.Title, Category: d.Fields.Category, Author: d.Fields.Author, Tags: d.Fields.Tags, Views: d.Fields.Views, Paragraphs: d.Paragraphs, Runes: d.Runes}
	if out.Published, m.Published = written(d.Fields.Published); out.Published != nil {
		out.Year = dayOf(d.Fields.Published).Format("2006")
	}
	out.Updated, m.Updated = written(d.Fields.Updated)
	var err error
	out.Meta, err = json.Marshal(m)
	return out, err
}

// written is a day in two forms, milliseconds for the cluster and text for meta;
// nil and "" for the zero time.
func written(t time.Time) (ms *int64, text string) {
	if t.IsZero() {
		return nil, ""
	}
	day := dayOf(t)
	at := day.UnixMilli()
	return &at, day.Format(time.DateOnly)
}

// dayOf is midnight UTC of the calendar day that t shows.
func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// fields are the metadata in the form of package engine.
func (m *meta) fields() (engine.Fields, error) {
	f := engine.Fields{Category: m.Category, Author: m.Author, Tags: m.Tags, Views: m.Views}
	for _, d := range []struct {
		text string
		day  *time.Time
	}{{m.Published, &f.Published}, {m.Updated, &f.Updated}} {
		if d.text == "" {
			continue
		}
		var err error
		if *d.day, err = time.Parse(time.DateOnly, d.text); err != nil {
			return f, err
		}
	}
	return f, nil
}

// A found is a hit in an answer of the cluster.
type found struct {
	Score  *float64          `json:"_score"`
	Fields fields            `json:"fields"`
	Sort   []json.RawMessage `json:"sort"`
	Names  namedList         `json:"matched_queries"`
}

// part is the id of the part, which every request for hits asks for.
func (f *found) part() string { return first(f.Fields.ID) }

// alone says whether the part is all of its article.
func (f *found) alone() bool { return len(f.Fields.Alone) == 1 && f.Fields.Alone[0] }

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// columnsOnly makes a request for hits return the ids of parts and these columns
// (doc values), and nothing else.
func columnsOnly(body object, columns ...string) object {
	body["stored_fields"], body["docvalue_fields"] = "_none_", append([]string{fieldID}, columns...)
	return body
}

// fields are the columns of a hit. Those that were not asked for are empty.
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

	Published []string `json:"published"`
}

// values are the hit's values of a facet.
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
