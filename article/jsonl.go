package article

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/encoding"
	"github.com/xunzhang/xunzhang/article/input"
	"github.com/xunzhang/xunzhang/article/page"
	"github.com/xunzhang/xunzhang/article/plain"
)

// parseJSON reads one line of JSONL. Member names are compared as they are
// written, the last of equal ones counts, null is as good as absent, and
// unknown members are ignored.
func parseJSON(r Raw, o Options) (page.Meta, []Paragraph, error) {
	text, _, err := encoding.Decode(r.Bytes, encoding.JSON, o.Encoding)
	if err != nil {
		return page.Meta{}, nil, err
	}
	var m members
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		return page.Meta{}, nil, fmt.Errorf("%w JSON: %s", input.ErrFormat, jsonReason(err))
	}
	a := page.Meta{
		Title: m.str("title"), Brief: m.str("brief"), Author: m.str("author"), Category: m.str("category"),
		Published: m.date("published"), Updated: m.date("updated"), Tags: m.strs("tags"), URL: m.str("url"), Views: m.count("views"),
	}
	paragraphs, text, id := m.strs("paragraphs"), m.str("text"), m.id("id")
	if m.err != nil {
		return page.Meta{}, nil, m.err
	}
	if strings.TrimSpace(id) == "" {
		return page.Meta{}, nil, fmt.Errorf("%w: no id", ErrID)
	}
	if a.ID, err = newID(id); err != nil {
		return page.Meta{}, nil, err
	}
	a.Clean()
	if paragraphs != nil {
		return a, numbered(paragraphs), nil
	}
	return a, number(plain.Lines(text)).all, nil
}

func jsonReason(err error) string {
	if _, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return "the line is not an object"
	}
	return err.Error()
}

// numbered numbers paragraphs by their place in the owner's list. The pieces of a
// paragraph that is too long share its number.
func numbered(texts []string) []Paragraph {
	var all []Paragraph
	for i, text := range texts {
		for _, piece := range block.SplitLong(block.TrimLines(text)) {
			if piece != "" {
				all = append(all, Paragraph{Number: i + 1, Text: piece})
			}
		}
	}
	return all
}

// members are the members of an object, read one by one; err keeps the first
// that has a wrong type, by name.
type members struct {
	raw map[string]json.RawMessage
	err error
}

// UnmarshalJSON keeps the members as they are.
func (m *members) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &m.raw) }

// read decodes a member, and reports whether it is there and of the type.
func (m *members) read(name string, v any, want string) bool {
	raw, ok := m.raw[name]
	if !ok || string(raw) == "null" {
		return false
	}
	if err := json.Unmarshal(raw, v); err != nil {
		m.wrong(name, want)
		return false
	}
	return true
}

func (m *members) wrong(name, want string) {
	if m.err == nil {
		m.err = fmt.Errorf("%w: member %q is not %s", input.ErrFormat, name, want)
	}
}

func (m *members) str(name string) (s string) {
	m.read(name, &s, "a string")
	return s
}

func (m *members) strs(name string) []string {
	var list []string
	if m.read(name, &list, "a list of strings") && list == nil {
		return []string{}
	}
	return list
}

// id reads a string or a whole number.
func (m *members) id(name string) string {
	raw := m.raw[name]
	if len(raw) > 0 && (raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9') {
		if strings.ContainsAny(string(raw), ".eE") {
			m.wrong(name, "a string or a whole number")
		}
		return string(raw)
	}
	return m.str(name)
}

// count reads a whole number, which other languages may write as 12.0.
func (m *members) count(name string) int64 {
	var f float64
	if m.read(name, &f, "a whole number") && (f != math.Trunc(f) || math.Abs(f) > 1<<53) {
		m.wrong(name, "a whole number")
	}
	return int64(f)
}

// date reads a date as text, or seconds since 1970.
func (m *members) date(name string) time.Time {
	raw := m.raw[name]
	if len(raw) > 0 && raw[0] != '"' {
		var seconds float64
		m.read(name, &seconds, "a date")
		return page.UnixDate(seconds)
	}
	return page.ParseDate(m.str(name))
}
