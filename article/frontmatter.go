package article

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
	"gopkg.in/yaml.v3"
)

// maxFrontMatter is the size in bytes up to which metadata is looked for.
const maxFrontMatter = 64 << 10

// frontMatter reads YAML between lines of "---" or TOML between lines of
// "+++" at the beginning, and returns what follows. A thematic break is no
// front matter: what stands between must be named values.
func frontMatter(s string) (Article, string) {
	first, rest, ok := strings.Cut(s, "\n")
	mark := strings.TrimRight(first, " \t")
	if !ok || mark != "---" && mark != "+++" {
		return Article{}, s
	}
	head := rest[:min(len(rest), maxFrontMatter)]
	for offset, next := 0, 0; offset < len(head); offset = next {
		next = len(head)
		if n := strings.IndexByte(head[offset:], '\n'); n >= 0 {
			next = offset + n + 1
		}
		l := strings.TrimRight(head[offset:next], " \t\n")
		if l != mark && (mark != "---" || l != "...") {
			continue
		}
		if fields := readFields(mark, rest[:offset]); fields != nil {
			return fields.article(), rest[next:]
		}
		break
	}
	return Article{}, s
}

// fields are the named values of front matter, by lower-case name.
type fields map[string]any

// readFields reads front matter, or returns nil when it is none. Values that
// break the syntax, most often a colon in a title, are read line by line.
func readFields(mark, s string) fields {
	raw := map[string]any{}
	var err error
	if mark == "+++" {
		err = toml.Unmarshal([]byte(s), &raw)
	} else {
		err = yaml.Unmarshal([]byte(s), &raw)
	}
	if err != nil {
		raw = looseFields(s)
	}
	if len(raw) == 0 {
		return nil
	}
	return namedFields(raw)
}

func namedFields(raw map[string]any) fields {
	f := fields{}
	for k, v := range raw {
		if name := fieldOf(strings.ToLower(k)); f[name] == nil || name == strings.ToLower(k) {
			f[name] = v
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

// fieldOf is the field that a name in use stands for; other names stand for
// themselves.
func fieldOf(name string) string {
	switch name {
	case "authors", "作者":
		return "author"
	case "date", "publishdate", "published_at", "pubdate", "created", "发布", "发布时间", "日期", "时间":
		return "published"
	case "tag", "keywords", "标签":
		return "tags"
	case "categories", "分类", "栏目":
		return "category"
	case "description", "summary", "excerpt", "摘要", "简介":
		return "brief"
	case "link", "original", "source", "canonical", "original_url", "原文", "来源":
		return "url"
	case "stats", "浏览", "阅读":
		return "views"
	case "标题":
		return "title"
	case "alias", "别名":
		return "aliases"
	}
	return name
}

func (f fields) article() Article {
	a := Article{
		ID: f.str("id"), Title: f.str("title"), Brief: f.str("brief"), Author: f.str("author"),
		Category: f.str("category"), URL: webAddress(f.str("url")), Published: parseDate(f.str("published")),
	}
	a.Tags, a.Aliases = f.list("tags"), f.list("aliases")
	if n, err := strconv.ParseInt(f.str("views"), 10, 64); err == nil {
		a.Views = n
	}
	return a
}

// list is a list, or a text of values with marks between them.
func (f fields) list(name string) []string {
	list, ok := f[name].([]any)
	if !ok {
		return splitTags(f.str(name))
	}
	var texts []string
	for _, v := range list {
		texts = append(texts, valueText(v))
	}
	return texts
}

func (f fields) str(name string) string { return valueText(f[name]) }

// valueText is a value as one text: of a list the first, of a table its name.
func valueText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return strings.TrimSpace(v)
	case time.Time:
		return v.Format(time.RFC3339)
	case []any:
		if len(v) > 0 {
			return valueText(v[0])
		}
		return ""
	case map[string]any:
		return valueText(v["name"])
	}
	return fmt.Sprint(v)
}
