package page

import (
	"cmp"
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

// MaxFrontMatter is how many bytes metadata may take at the beginning of a
// document.
const MaxFrontMatter = 64 << 10

// FrontMatter reads the metadata at the beginning of a document, and returns it
// with what follows: YAML between lines of "---", of which the first may be
// missing; TOML between lines of "+++"; the title block of Pandoc; JSON in braces, or without braces between
// lines of ";;;"; and lines of "name: value" up to a blank line. Lines between two
// thematic breaks that are not named values are no front matter.
//
// Blank lines before it are forgiven.
func FrontMatter(s string) (Fields, string) {
	if f, rest := frontMatter(strings.TrimLeft(s, "\n")); f != nil {
		return f, rest
	}
	return nil, s
}

func frontMatter(s string) (Fields, string) {
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
	case strings.HasPrefix(mark, "% "):
		return titleBlock(s)
	case isMetadataLine(mark):
		if f, rest := fenced("---", s); f != nil && isWholeHead(s[:len(s)-len(rest)]) {
			return f, rest
		}
		return unmarked(s)
	}
	return nil, s
}

// fenced reads front matter that ends with a line of the mark.
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

// titleBlock reads the title, authors and day that Pandoc has on the first lines, each
// behind a percent sign.
func titleBlock(s string) (Fields, string) {
	f, rest := Fields{}, s
	for _, name := range []string{"title", "author", "published"} {
		line, below, _ := strings.Cut(rest, "\n")
		value, ok := strings.CutPrefix(line, "%")
		if !ok {
			break
		}
		if value = strings.TrimSpace(value); value != "" {
			f[name] = value
		}
		rest = below
	}
	if next, _, _ := strings.Cut(rest, "\n"); strings.TrimSpace(next) != "" {
		return nil, s
	}
	return f, rest
}

// unmarked reads lines of metadata up to a blank line, as MultiMarkdown and MkDocs
// have them.
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

// isMetadataLine reports whether a line may begin front matter that has no mark
// before it.
func isMetadataLine(l string) bool {
	key, value, ok := strings.Cut(l, ":")
	return ok && !strings.HasPrefix(value, ":") && slices.Contains([]string{"title", "layout", "date", "tags", "categories", "author", "authors", "description", "summary"}, strings.TrimSpace(key))
}

// isWholeHead reports whether the lines above the mark have no blank one among
// them, and are more than a heading underlined with dashes.
func isWholeHead(head string) bool {
	lines := strings.Split(strings.TrimSpace(head), "\n")
	return len(lines) > 2 && !slices.ContainsFunc(lines, func(l string) bool { return strings.TrimSpace(l) == "" })
}

// maxValues is how many lines and commas front matter in YAML may have. Of more values,
// the parser would compare each name with all others, and collect the names that are
// equal: 16,000 equal ones take minutes.
const maxValues = 2000

// Fields are the named values of front matter, by name in lower case.
type Fields map[string]any

// readFields reads front matter, and returns nil where there is none. Values that
// break the syntax, most often by a colon in a title, are read line by line.
func readFields(mark, s string) Fields {
	raw := map[string]any{}
	var err error
	switch mark {
	case "+++":
		err = toml.Unmarshal([]byte(s), &raw)
	case ";;;":
		err = json.Unmarshal([]byte("{"+strings.TrimRight(strings.TrimSpace(s), ",")+"}"), &raw)
	default:
		if strings.Count(s, "\n")+strings.Count(s, ",") > maxValues {
			raw = looseFields(s)
			break
		}
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

// NamedFields are the values of front matter by the names that Meta has for them,
// whatever the tool calls them. Of several names for one field, the first in
// fieldNames counts.
func NamedFields(raw map[string]any) Fields {
	f := Fields{}
	raw = flattened(raw)
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		if lower := strings.ToLower(name); f[lower] == nil {
			f[lower] = raw[name]
		}
	}
	for name, others := range map[string][]string{"appears": {"publishdate"}, "expires": {"expirydate", "unpublishdate"}} {
		for _, other := range others {
			if f[other] != nil {
				f[name] = f[other]
			}
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

// flattened are values of which those of the tables that Zola and Hugo have for the
// author's own names stand beside the others, where they are fields.
func flattened(raw map[string]any) map[string]any {
	for _, name := range []string{"taxonomies", "extra", "params"} {
		table, ok := raw[name].(map[string]any)
		if !ok {
			continue
		}
		raw = maps.Clone(raw)
		others := map[string]any{}
		for key, value := range table {
			if isField(strings.ToLower(key)) && raw[key] == nil {
				raw[key] = value
			} else {
				others[key] = value
			}
		}
		raw[name] = others
	}
	return raw
}

// isField reports whether a name stands for a field.
func isField(name string) bool {
	return slices.ContainsFunc(fieldNames(), func(names []string) bool { return slices.Contains(names, name) })
}

func looseFields(s string) map[string]any {
	raw := map[string]any{}
	for l := range strings.Lines(s) {
		key, value, ok := strings.Cut(l, ":")
		if !ok {
			key, value, ok = strings.Cut(l, "=")
		}
		if wide, rest, found := strings.Cut(l, "："); found && isField(strings.ToLower(strings.TrimSpace(wide))) {
			key, value, ok = wide, rest, true
		}
		if key = strings.TrimSpace(key); ok && key != "" && !strings.ContainsAny(key, " -#\"'") {
			raw[key] = strings.Trim(strings.TrimSpace(value), `"'`)
		}
	}
	return raw
}

// fieldNames are the names of fields, each followed by other names for it, the more
// exact ones first.
func fieldNames() [][]string {
	return [][]string{
		{"author", "authors", "作者"},
		{"published", "date", "publishdate", "published_at", "pubdate", "pubdatetime", "datepublished", "date_published", "发布", "发布时间", "发布日期", "日期", "时间", "created", "date created", "created_at", "date_created", "创建时间"},
		{"tags", "tag", "keywords", "标签"},
		{"category", "categories", "分类", "栏目"},
		{"updated", "lastmod", "lastupdated", "last_updated", "last_update", "last_modified_at", "modified", "moddatetime", "datemodified", "updateddate", "updated_at", "date modified", "date_modified", "更新", "更新时间", "更新日期", "最后更新", "修改时间"},
		{"brief", "description", "summary", "excerpt", "摘要", "简介"},
		{"url", "link", "original", "source", "canonical", "original_url", "原文", "来源"},
		{"views", "stats", "浏览", "阅读"},
		{"title", "标题"},
		{"aliases", "alias", "别名"},
	}
}

// FieldOf returns the field that a name stands for; for an unknown name the name
// itself.
func FieldOf(name string) string {
	for _, names := range fieldNames() {
		if slices.Contains(names, name) {
			return names[0]
		}
	}
	return name
}

// Place returns what the values say of the address of the page within its site: its
// last element, and the whole of it.
func (f Fields) Place() (slug, permalink string) {
	permalink = f.str("permalink")
	if url := f.str("url"); permalink == "" && strings.HasPrefix(url, "/") {
		permalink = url
	}
	return f.str("slug"), permalink
}

// Navigation returns what the values say of the page in the navigation of its site:
// its position among its siblings, a number, under the names that Docusaurus, Hugo,
// VuePress and Jekyll have for it, and its title there; "" where they say nothing.
func (f Fields) Navigation() (position, label string) {
	label = f.str("sidebar_label")
	for _, name := range []string{"sidebar_position", "nav_order", "weight", "order"} {
		position = f.str(name)
		if at, err := strconv.ParseFloat(position, 64); err == nil && (at != 0 || name != "weight") { // a weight of 0 means none
			return position, label
		}
	}
	return "", label
}

// Shown returns the days from which the page is shown, and from which it is no
// longer shown; zero where the values do not say. Hugo has them.
func (f Fields) Shown() (appears, expires time.Time) {
	return ParseDate(f.str("appears")), ParseDate(f.str("expires"))
}

// Meta is the metadata that the values state.
func (f Fields) Meta() Meta {
	a := Meta{
		ID: f.str("id"), Title: plainTitle(f.str("title")), Brief: f.str("brief"), Author: strings.Join(names(f["author"]), "、"),
		URL: WebAddress(f.str("url")), Published: ParseDate(f.str("published")), Updated: ParseDate(f.str("updated")),
	}
	a.Tags, a.Aliases = f.list("tags"), f.list("aliases")
	paths := categories(f["category"])
	if len(paths) > 0 { // an article has one category; the others become tags
		a.Category, a.Tags = paths[0], append(a.Tags, paths[1:]...)
	}
	if n, err := strconv.ParseInt(f.str("views"), 10, 64); err == nil {
		a.Views = n
	}
	return a
}

// list is a list of texts, or a text split by the marks between values.
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

// ValueText is a value as one text: of a list the first value, of a table its name.
func ValueText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return strings.TrimSpace(v)
	case float64: // of JSON, where a date may be a number
		return strconv.FormatFloat(v, 'f', -1, 64)
	case time.Time:
		if v.Equal(v.Truncate(24 * time.Hour)) { // written without a time of day
			return v.Format(time.DateOnly)
		}
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

// Unused are the Chinese texts of values that become no metadata, such as those of
// a home page that consists of front matter.
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

// Home returns the title and the texts of a home page that consists of its values, as
// VuePress and VitePress have it; nil texts for other pages.
func (f Fields) Home() (title string, texts []string) {
	hero, _ := f["hero"].(map[string]any)
	if truth(f.str("home")) != "true" && f.str("layout") != "home" {
		return "", nil
	}
	for _, d := range f.Unused() {
		texts = append(texts, d.Text)
	}
	return cmp.Or(f.str("herotext"), ValueText(hero["name"])), texts
}

func usedFields() []string {
	return []string{"id", "title", "brief", "author", "category", "published", "updated", "tags", "aliases", "url", "views", "slug", "permalink", "appears", "expires", "expirydate", "unpublishdate"}
}

// texts are the texts in a value, also within lists and tables.
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

// names are the names of one person or several. A person may be an object.
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

// categories are paths of categories. A list is one path from the top down, as in
// Hexo and Jekyll; a list with lists in it has a path in each item. A text has paths
// between commas, and signs (>) within them.
func categories(v any) []string {
	list, ok := v.([]any)
	if !ok {
		paths := strings.FieldsFunc(ValueText(v), func(r rune) bool { return strings.ContainsRune(",，;；", r) })
		for i, path := range paths {
			paths[i] = strings.ReplaceAll(strings.TrimSpace(path), " > ", "/")
		}
		return paths
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
