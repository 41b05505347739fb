package page

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/xunzhang/xunzhang/article/block"
)

// Limits of metadata: lengths in runes where nothing else is said, and numbers of values.
const (
	MaxTitle = 500
	maxLabel = 200
	maxBrief = 20_000
	maxTags  = 100
	maxURL   = 2048 // bytes
)

// Meta is the metadata that a document states about itself. Its zero value is that
// of a document without metadata.
type Meta struct {
	ID        string // that the document gives itself
	Title     string
	Brief     string
	Author    string
	Category  string // a path from the top down, as in 出行/慢车
	Published time.Time
	Updated   time.Time
	Tags      []string
	Aliases   []string
	URL       string
	Views     int64
}

// Fill takes values from other for the fields that are empty.
func (m *Meta) Fill(other *Meta) {
	OrText(&m.Title, other.Title)
	OrText(&m.Brief, other.Brief)
	OrText(&m.Author, other.Author)
	OrText(&m.Category, other.Category)
	OrText(&m.URL, other.URL)
	if m.Published.IsZero() {
		m.Published = other.Published
	}
	if m.Updated.IsZero() {
		m.Updated = other.Updated
	}
	if len(m.Tags) == 0 {
		m.Tags = other.Tags
	}
	if len(m.Aliases) == 0 {
		m.Aliases = other.Aliases
	}
	if m.Views == 0 {
		m.Views = other.Views
	}
}

// Clean puts the metadata into the form that an article has it in: labels and
// titles are one line of bounded length, tags are distinct, the address is one of
// the web.
func (m *Meta) Clean() {
	m.Title = block.CutRunes(block.Squash(m.Title), MaxTitle)
	m.Brief = block.CutRunes(block.Squash(m.Brief), maxBrief)
	m.Author = block.CutRunes(cleanAuthor(block.Squash(m.Author)), maxLabel)
	m.Category = cleanPath(m.Category)
	m.Tags, m.Aliases = cleanTags(m.Tags), cleanTags(m.Aliases)
	m.URL = WebAddress(m.URL)
	m.Views = max(m.Views, 0)
}

// cleanPath is a path of categories without empty elements.
func cleanPath(path string) string {
	var kept []string
	for name := range strings.SplitSeq(block.CutRunes(block.Squash(path), maxLabel), "/") {
		if name = strings.TrimSpace(name); name != "" {
			kept = append(kept, name)
		}
	}
	return strings.Join(kept, "/")
}

func cleanTags(tags []string) []string {
	var clean []string
	seen := map[string]bool{}
	for _, t := range tags {
		t = block.CutRunes(strings.TrimSpace(strings.TrimLeft(block.Squash(wikiName.Replace(t)), "#")), maxLabel)
		if t != "" && !seen[t] && len(clean) < maxTags {
			seen[t] = true
			clean = append(clean, t)
		}
	}
	return clean
}

// WebAddress returns an address of http or https, "" for anything else.
func WebAddress(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > maxURL {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.User != nil {
		return ""
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

// SplitTags reads tags in backticks, or separated by commas. Spaces separate tags that
// begin with "#" and, where there are no commas, Chinese words.
func SplitTags(s string) []string {
	if parts := strings.Split(s, "`"); len(parts) > 2 {
		var tags []string
		for i := 1; i < len(parts); i += 2 {
			tags = append(tags, parts[i])
		}
		return tags
	}
	tags := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",，、;；|", r) })
	words := strings.Fields(s)
	if len(tags) == 1 && len(words) > 1 && (!slices.ContainsFunc(words, lacksHan) || !slices.ContainsFunc(words, lacksSign)) {
		return words
	}
	return tags
}

func lacksSign(word string) bool { return !strings.HasPrefix(word, "#") }

func lacksHan(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// OrText sets *s to other if it is empty.
func OrText(s *string, other string) {
	if *s == "" {
		*s = other
	}
}
