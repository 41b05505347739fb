package main

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/xunzhang/xunzhang/article"
)

func writeConfig(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "xunzhang.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestReadConfig(t *testing.T) {
	file := writeConfig(t, `# two sources
sources:
  - name: wiki
    path: wiki
    include: ["*.md", 'notes/**']
    exclude:
      - drafts
    encoding: GB18030
    defaults: {category: 百科, author: 编辑部, tags: [转载, 2024]}
  - path: /srv/all.jsonl
  - path: "-"
`)
	got, err := readConfig(file)
	want := []sourceConfig{
		{name: "wiki", path: filepath.Join(filepath.Dir(file), "wiki"), read: article.Options{
			Include: []string{"*.md", "notes/**"}, Exclude: []string{"drafts"}, Encoding: "GB18030",
			Defaults: article.Defaults{Category: "百科", Author: "编辑部", Tags: []string{"转载", "2024"}}}},
		{name: "/srv/all.jsonl", path: "/srv/all.jsonl"},
		{name: "-", path: "-"},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
}

// Every error names the file, nearly all the line, and what would be right.
func TestConfigsThatAreNotUnderstood(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ": it is empty"},
		{"# nothing\n", ": it is empty"},
		{"sources: []\n", ":1: it names no sources"},
		{"index: data\n", `:1: unknown key "index"; the keys here are sources`},
		{"sources:\n  - path: a\n    excludes: [b]\n", `:3: unknown key "excludes"; the keys here are defaults, drafts, encoding, exclude, include, name, path`},
		{"sources:\n  - path: a\n    defaults:\n      lang: zh\n", `:4: unknown key "lang"; the keys here are author, category, tags`},
		{"sources:\n  - name: a\n", ":2: the source has no path"},
		{"sources:\n  - path:\n", ":2: a text is expected here"},
		{"sources:\n  - path: [a]\n", ":2: a text is expected here"},
		{"sources:\n  path: a\n", ":2: a list is expected here"},
		{"sources:\n  - a\n", ":2: keys and values are expected here: defaults, drafts, encoding, exclude, include, name, path"},
		{"sources:\n  - path: a\n    include: '*.md'\n", ":3: a list is expected here"},
		{"sources:\n  - path: a\n  - path: ./a\n", `:3: the source "./a" stands twice`},
		{"sources:\n  - {name: x, path: a}\n  - {name: x, path: b}\n", `:3: the source "x" stands twice`},
		{"sources:\n  - path: a\n    path: b\n", `:3: the key "path" stands twice`},
		{"sources:\n  - path: a\n    exclude: ['[x']\n", `:2: exclude "[x": malformed pattern`},
		{"sources:\n  - path: a\n    encoding: klingon\n", `:2: the encoding is not readable: unknown encoding "klingon"`},
		{"sources:\n - path: a\n\t- b\n", ": line 2: found a tab character that violates indentation"},
	}
	for _, tt := range tests {
		file := writeConfig(t, tt.text)
		_, err := readConfig(file)
		if want := errConfig.Error() + ": " + file + tt.want; !errors.Is(err, errConfig) || err.Error() != want {
			t.Errorf("%q gives\n%v, want\n%s", tt.text, err, want)
		}
	}
}
