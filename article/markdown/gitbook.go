package markdown

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/xunzhang/xunzhang/article/page"
)

// tag reads the first hint block as metadata, and overwrites it with spaces, if it
// holds nothing else.
func (s *scan) tag(end int, trimmed []byte) {
	if s.out.meta.seen || len(trimmed) < len("{%%}") || !bytes.HasSuffix(trimmed, []byte("%}")) {
		return
	}
	name, _, _ := strings.Cut(strings.TrimSpace(string(trimmed[2:len(trimmed)-2])), " ")
	if name != "hint" {
		return
	}
	s.out.meta.seen = true
	stop := bytes.Index(s.b[end:], []byte("{% endhint %}"))
	if stop < 0 || stop > page.MaxFrontMatter {
		return
	}
	if m, ok := parseHint(string(s.b[end : end+stop])); ok {
		s.out.meta = m
		s.blank(end, end+stop)
	}
}

// A hint is the metadata that a GitBook page keeps in its first hint block:
// lines of "**Key:** value".
type hint struct {
	seen     bool // whether there was a hint block
	found    bool // whether it was metadata
	original string
	fields   page.Meta
}

func parseHint(s string) (hint, bool) {
	m := hint{seen: true, found: true}
	for l := range strings.Lines(s) {
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		key, value, ok := strings.Cut(strings.TrimPrefix(l, "**"), "**")
		if !ok || !strings.HasPrefix(l, "**") {
			return hint{seen: true}, false
		}
		m.set(strings.ToLower(strings.Trim(key, " :：")), strings.Trim(value, " :：\\"))
	}
	return m, true
}

// set reads one line. Keys without a field are ignored.
func (m *hint) set(key, value string) {
	label, target := markdownLink(value)
	switch page.FieldOf(key) {
	case "title":
		m.fields.Title = label
	case "category":
		m.fields.Category = label
	case "author":
		m.fields.Author = label
	case "published":
		m.fields.Published = page.ParseDate(label)
	case "tags":
		m.fields.Tags = page.SplitTags(value)
	case "url":
		m.original = page.WebAddress(target)
		m.fields.URL = m.original
	case "views":
		m.fields.Views = countBefore(value, "view", "浏览", "阅读")
	}
}

// markdownLink splits "[label](target)"; other text is both.
func markdownLink(s string) (label, target string) {
	open, rest, ok := strings.Cut(s, "](")
	if !ok || !strings.HasPrefix(open, "[") || !strings.HasSuffix(rest, ")") {
		return s, s
	}
	return open[1:], rest[:len(rest)-1]
}

// countBefore finds the number before one of the words: "3,915 views", "1.2万浏览".
func countBefore(s string, words ...string) int64 {
	for _, word := range words {
		before, _, ok := strings.Cut(strings.ToLower(s), word)
		if !ok {
			continue
		}
		before = strings.TrimRight(before, " \u00a0")
		number := strings.TrimSuffix(before, "万")
		digits := number[strings.LastIndexFunc(number, func(r rune) bool {
			return (r < '0' || r > '9') && r != ',' && r != '.'
		})+1:]
		if i := len(number) - len(digits); i > 0 && digits != "" {
			digits = strings.TrimLeft(digits, ",.")
		}
		n, err := strconv.ParseFloat(strings.ReplaceAll(digits, ",", ""), 64)
		if err != nil {
			continue
		}
		if number != before {
			n *= 10_000
		}
		return int64(n)
	}
	return 0
}
