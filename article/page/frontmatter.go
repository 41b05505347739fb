package page

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/pelletier/go-toml/v2"
	"gopkg.in/yaml.v3"

	"github.com/xunzhang/xunzhang/article/block"
)

// MaxFrontMatter is the size in bytes up to which metadata is looked for.
const MaxFrontMatter = 64 << 10

// FrontMatter reads the metadata at the beginning of a document, and returns it
// with what follows: YAML between lines of "---", of which the first may be
// missing; TOML between lines of "+++"; JSON in braces, or without them between
// lines of ";;;". A thematic break is no front matter: what stands between must
// be named values.
func FrontMatter(s string) (Fields, string) {
	first, rest, ok := strings.Cut(s, "\n")
	switch mark := strings.TrimRight(first, " \t"); {
	case !ok:
		return nil, s
	case mark == "---" || mark == "+++" || mark == ";;;":
		if f, rest := fenced(mark, rest); f != nil {
			return f, rest
		}
	case strings.HasPrefix(mark, "{"):
		if f, rest := braced(s); f != nil {
			return f, rest
		}
	case isMetadataLine(mark):
		if f, rest := fenced("---", s); f != nil && isWholeHead(s[:len(s)-len(rest)]) {
			return f, rest
		}
		return unmarked(s)
	}
	return nil, s
}

// fenced reads front matter up to a line of the mark.
func fenced(mark, s string) (Fields, string) {
	head := s[:min(len(s), MaxFrontMatter)]
	for offset, next := 0, 0; offset < len(head); offset = next {
		next = len(head)
		if n := strings.IndexByte(head[offset:], '\n'); n >= 0 {
			next = offset + n + 1
		}
		l := strings.TrimRight(head[offset:next], " \t\n")
		if l != mark && (mark != "---" || l != "...") {
			continue
		}
		if f := readFields(mark, s[:offset]); f != nil {
			return f, s[next:]
		}
		break
	}
	return nil, s
}

// braced reads front matter that is an object of JSON.
func braced(s string) (Fields, string) {
	d := json.NewDecoder(strings.NewReader(s[:min(len(s), MaxFrontMatter)]))
	raw := map[string]any{}
	if d.Decode(&raw) != nil {
		return nil, s
	}
	rest := s[d.InputOffset():]
	line, _, _ := strings.Cut(rest, "\n")
	f := NamedFields(raw)
	if strings.TrimSpace(line) != "" || f["title"] == nil && f["published"] == nil {
		return nil, s
	}
	return f, rest
}

// unmarked reads lines of metadata that a blank line ends, as MultiMarkdown and
// MkDocs have them.
func unmarked(s string) (Fields, string) {
	head, rest, ok := strings.Cut(s, "\n\n")
	if !ok || len(head) > MaxFrontMatter {
		return nil, s
	}
	for line := range strings.Lines(head) {
		if !isMetadataLine(line) {
			return nil, s
		}
	}
	return NamedFields(looseFields(head)), rest
}

// isMetadataLine reports whether a line begins front matter without a mark.
func isMetadataLine(l string) bool {
	key, value, ok := strings.Cut(l, ":")
	return ok && !strings.HasPrefix(value, ":") && slices.Contains([]string{"title", "layout", "date", "tags", "categories", "author", "authors", "description", "summary"}, strings.TrimSpace(key))
}

// isWholeHead reports whether the lines above the mark are without a blank one,
// and more than a heading underlined with dashes.
func isWholeHead(head string) bool {
	lines := strings.Split(strings.TrimSpace(head), "\n")
	return len(lines) > 2 && !slices.ContainsFunc(lines, func(l string) bool { return strings.TrimSpace(l) == "" })
}

// Fields are the named values of front matter, by lower-case name.
type Fields map[string]any

// readFields reads front matter, or returns nil when it is none. Values that
// break the syntax, most often a colon in a title, are read line by line.
func readFields(mark, s string) Fields {
	raw := map[string]any{}
	var err error
	switch mark {
	case "+++":
		err = toml.Unmarshal([]byte(s), &raw)
	case ";;;":
		err = json.Unmarshal([]byte("{"+strings.TrimRight(strings.TrimSpace(s), ",")+"}"), &raw)
	default:
		err = yaml.Unmarshal([]byte(s), &raw)
	}
	if err != nil {
		raw = looseFields(s)
	}
	if len(raw) == 0 {
		return nil
	}
	return NamedFields(raw)
}

// NamedFields are the values of front matter by the names that Meta has for
// them, whatever the tool calls them. Of several for one the first of fieldNames
// counts.
func NamedFields(raw map[string]any) Fields {
	f := Fields{}
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		if lower := strings.ToLower(name); f[lower] == nil {
			f[lower] = raw[name]
		}
	}
	for _, names := range fieldNames() {
		for _, other := range names[1:] {
			if f[names[0]] == nil && f[other] != nil {
				f[names[0]] = f[other]
			}
			delete(f, other)
		}
	}
	return f
}

func looseFields(s string) map[string]any {
	raw := map[string]any{}
	for l := range strings.Lines(s) {
		key, value, ok := strings.Cut(l, ":")
		if !ok {
			key, value, ok = strings.Cut(l, "=")
		}
		if key = strings.TrimSpace(key); ok && key != "" && !strings.ContainsAny(key, " -#\"'") {
			raw[key] = strings.Trim(strings.TrimSpace(value), `"'`)
		}
	}
	return raw
}

// fieldNames are the names of fields, each with others in use for it, the more
// exact ones first.
func fieldNames() [][]string {
	return [][]string{
		{"author", "authors", "作者"},
		{"published", "date", "publishdate", "published_at", "pubdate", "发布", "发布时间", "日期", "时间", "created", "创建时间"},
		{"tags", "tag", "keywords", "标签"},
		{"category", "categories", "分类", "栏目"},
		{"updated", "lastmod", "lastupdated", "last_updated", "last_update", "last_modified_at", "modified", "更新", "更新时间", "修改时间"},
		{"brief", "description", "summary", "excerpt", "摘要", "简介"},
		{"url", "link", "original", "source", "canonical", "original_url", "原文", "来源"},
		{"views", "stats", "浏览", "阅读"},
		{"title", "标题"},
		{"aliases", "alias", "别名"},
	}
}

// FieldOf is the field that a name in use stands for; other names stand for
// themselves.
func FieldOf(name string) string {
	for _, names := range fieldNames() {
		if slices.Contains(names, name) {
			return names[0]
		}
	}
	return name
}

// Place is what the values say of the address of the page within its site: a
// name for it, and the whole of it.
func (f Fields) Place() (slug, permalink string) {
	permalink = f.str("permalink")
	if url := f.str("url"); permalink == "" && strings.HasPrefix(url, "/") {
		permalink = url
	}
	return f.str("slug"), permalink
}

// Meta is the metadata that the values state.
func (f Fields) Meta() Meta {
	a := Meta{
		ID: f.str("id"), Title: f.str("title"), Brief: f.str("brief"), Author: strings.Join(names(f["author"]), "、"),
		URL: WebAddress(f.str("url")), Published: ParseDate(f.str("published")), Updated: ParseDate(f.str("updated")),
	}
	a.Tags, a.Aliases = f.list("tags"), f.list("aliases")
	paths := categories(f["category"])
	if len(paths) > 0 { // the others are how the author files the article as well
		a.Category, a.Tags = paths[0], append(a.Tags, paths[1:]...)
	}
	if n, err := strconv.ParseInt(f.str("views"), 10, 64); err == nil {
		a.Views = n
	}
	return a
}

// list is a list, or a text of values with marks between them.
func (f Fields) list(name string) []string {
	list, ok := f[name].([]any)
	if !ok {
		return SplitTags(f.str(name))
	}
	var texts []string
	for _, v := range list {
		texts = append(texts, ValueText(v))
	}
	return texts
}

func (f Fields) str(name string) string { return ValueText(f[name]) }

// ValueText is a value as one text: of a list the first, of a table its name.
func ValueText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return strings.TrimSpace(v)
	case float64: // of JSON, where a date may be a number
		return strconv.FormatFloat(v, 'f', -1, 64)
	case time.Time:
		return v.Format(time.RFC3339)
	case []any:
		if len(v) > 0 {
			return ValueText(v[0])
		}
		return ""
	case map[string]any:
		for _, name := range []string{"name", "title", "date"} {
			if v[name] != nil {
				return ValueText(v[name])
			}
		}
		return ""
	}
	return fmt.Sprint(v)
}

// Unused are the texts of values that no field takes, as of a home page that is
// all front matter.
func (f Fields) Unused() []block.Dropped {
	var dropped []block.Dropped
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if slices.Contains(usedFields(), name) {
			continue
		}
		for _, text := range texts(f[name]) {
			if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
				dropped = append(dropped, block.Dropped{Reason: block.DroppedMetadata, Text: block.Squash(text)})
			}
		}
	}
	return dropped
}

func usedFields() []string {
	return []string{"id", "title", "brief", "author", "category", "published", "updated", "tags", "aliases", "url", "views", "slug", "permalink"}
}

// texts are the texts in a value, within lists and tables too.
func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var all []string
		for _, item := range v {
			all = append(all, texts(item)...)
		}
		return all
	case map[string]any:
		var all []string
		for _, name := range slices.Sorted(maps.Keys(v)) {
			all = append(all, texts(v[name])...)
		}
		return all
	}
	return nil
}

// names are the names of one or several people, who may be given as objects.
func names(v any) []string {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var all []string
	for _, item := range list {
		if name := ValueText(item); name != "" {
			all = append(all, name)
		}
	}
	return all
}

// categories are paths of categories: a list names one from its top down, as in
// Hexo and Jekyll, and a list with lists in it one by each item.
func categories(v any) []string {
	list, ok := v.([]any)
	if !ok {
		return names(v)
	}
	if !slices.ContainsFunc(list, func(item any) bool { _, ok := item.([]any); return ok }) {
		if path := strings.Join(names(v), "/"); path != "" {
			return []string{path}
		}
		return nil
	}
	var paths []string
	for _, item := range list {
		paths = append(paths, categories(item)...)
	}
	return paths
}
