package site

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"gopkg.in/yaml.v3"
)

// values are a configuration, or a table in it, by names in lower case: tools
// differ in the capitals of names.
type values map[string]any

// read reads a configuration by the extension of its name. It returns nil if there
// is no such file or its syntax is wrong.
func (p project) read(name string) values {
	data, ok := p.files[name]
	if !ok {
		return nil
	}
	raw := map[string]any{}
	var err error
	switch {
	case strings.HasSuffix(name, ".toml"):
		err = toml.Unmarshal(data, &raw)
	case strings.HasSuffix(name, ".json"):
		err = json.Unmarshal(data, &raw)
	default:
		var node yaml.Node
		if err = yaml.Unmarshal(data, &node); err == nil {
			untag(&node, maxUntag)
			err = node.Decode(&raw)
		}
	}
	if err != nil {
		return nil
	}
	return lower(raw)
}

// maxUntag is how deep tags are looked for in a configuration.
const maxUntag = 100

// untag removes tags that only the tool itself can read, such as those of Python in
// mkdocs.yml, so that the rest can be read.
func untag(n *yaml.Node, depth int) {
	if depth == 0 {
		return
	}
	if strings.HasPrefix(n.Tag, "!") && (!strings.HasPrefix(n.Tag, "!!") || strings.HasPrefix(n.Tag, "!!python")) || strings.Contains(n.Tag, ":python/") {
		n.Tag = ""
	}
	for _, child := range n.Content {
		untag(child, depth-1)
	}
}

// first reads the first of several files that exists.
func (p project) first(names ...string) (values, string) {
	for _, name := range names {
		if v := p.read(name); v != nil {
			return v, name
		}
	}
	return nil, ""
}

func lower(raw map[string]any) values {
	v := values{}
	for name, value := range raw {
		if table, ok := value.(map[string]any); ok {
			value = map[string]any(lower(table))
		}
		v[strings.ToLower(name)] = value
	}
	return v
}

// text is a value as one text, "" for tables, lists and missing values.
func (v values) text(name string) string {
	switch value := v[name].(type) {
	case string:
		return strings.TrimSpace(value)
	case nil, []any, map[string]any:
		return ""
	default:
		return fmt.Sprint(value)
	}
}

// is reports whether a value is true.
func (v values) is(name string) bool { return strings.EqualFold(v.text(name), "true") }

// isNot reports whether a value is false.
func (v values) isNot(name string) bool { return strings.EqualFold(v.text(name), "false") }

// table is a table within the configuration, nil for none.
func (v values) table(names ...string) values {
	for _, name := range names {
		table, ok := v[name].(map[string]any)
		if !ok {
			return nil
		}
		v = table
	}
	return v
}

// list is a list of texts. A single text is read as a list of its lines.
func (v values) list(name string) []string {
	var all []string
	switch value := v[name].(type) {
	case string:
		for line := range strings.SplitSeq(value, "\n") {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
				all = append(all, line)
			}
		}
	case []any:
		for _, item := range value {
			if s, ok := item.(string); ok && strings.TrimSpace(s) != "" {
				all = append(all, strings.TrimSpace(s))
			}
		}
	}
	return all
}

// script finds the plain text that a configuration in JavaScript assigns to a name.
// It is "" where there is none, and where it would have to be computed.
func script(program []byte, name string) string {
	pattern := regexp.MustCompile(`(?m)^[ \t]*(?:\w+:[ \t]*\{[ \t]*)?["']?` + regexp.QuoteMeta(name) + `["']?[ \t]*[:=][ \t]*["'` + "`]([^\"'`\n$]*)[\"'`]")
	if m := pattern.FindSubmatch(program); m != nil {
		return strings.TrimSpace(string(m[1]))
	}
	return ""
}

// scriptList finds a list of plain texts in the same way.
func scriptList(program []byte, name string) []string {
	pattern := regexp.MustCompile(`(?ms)^[ \t]*["']?` + regexp.QuoteMeta(name) + `["']?[ \t]*:[ \t]*\[([^\]]*)\]`)
	m := pattern.FindSubmatch(program)
	if m == nil {
		return nil
	}
	var all []string
	for _, text := range scriptText.FindAllSubmatch(m[1], -1) {
		all = append(all, string(text[1]))
	}
	return all
}

var scriptText = regexp.MustCompile("[\"'`]([^\"'`\n$]+)[\"'`]")
