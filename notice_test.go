package xunzhang_test

import (
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestNotice: NOTICE names every list in data/dict and analysis, and for those
// derived from other projects the tables and their origin.
func TestNotice(t *testing.T) {
	notice := words(t, "NOTICE")
	lists, err := filepath.Glob("data/dict/*")
	if err != nil || len(lists) == 0 {
		t.Fatalf("no lists: %v", err)
	}
	derived := 0
	for _, name := range append(lists, "analysis/t2s.txt") {
		name = filepath.ToSlash(name)
		if !strings.Contains(notice, path.Base(name)) {
			t.Errorf("NOTICE does not name %s", name)
		}
		_, from, ok := strings.Cut(header(t, name), "Derived from")
		if !ok {
			continue
		}
		derived++
		sources := regexp.MustCompile(`https?://[^\s),]+|\b\w+\.(txt|json)\b`).FindAllString(from, -1)
		if len(sources) < 2 {
			t.Errorf("the head of %s does not name its tables and their address: %q", name, from)
		}
		for _, s := range sources {
			if !strings.Contains(notice, strings.TrimRight(s, ".")) {
				t.Errorf("NOTICE does not name %s, which %s is derived from", s, name)
			}
		}
	}
	if derived < 3 {
		t.Errorf("%d lists say that they are derived from others' work, want 3 at least", derived)
	}
}

// TestNoticeNamesModules: NOTICE names every linked module with its version;
// tools/notice writes it.
func TestNoticeNamesModules(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", "./cmd/xunzhang").Output()
	if err != nil {
		t.Fatal(err)
	}
	notice, err := os.ReadFile("NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for line := range strings.Lines(string(out)) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if seen++; !strings.Contains(string(notice), "\n"+line+"\n") {
			t.Errorf("NOTICE does not name %s: run `go run ./tools/notice`", line)
		}
	}
	if seen < 20 {
		t.Errorf("only %d packages of modules are linked: is go list called rightly?", seen)
	}
}

// TestDependencies: docs/dependencies.md gives the reason for every module that
// go.mod requires directly.
func TestDependencies(t *testing.T) {
	doc := words(t, "docs/dependencies.md")
	text, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	direct := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^(?:require )?\t?([a-z0-9.]+\.[a-z]+/\S+) v\S+$`).FindAllStringSubmatch(string(text), -1) {
		direct[m[1]] = true
	}
	if len(direct) < 8 {
		t.Fatalf("only %v: is go.mod written otherwise?", slices.Sorted(maps.Keys(direct)))
	}
	for name := range direct {
		parts := strings.SplitN(name, "/", 3)
		if !strings.Contains(doc, name) && !strings.Contains(doc, parts[len(parts)-1]) {
			t.Errorf("docs/dependencies.md does not name %s", name)
		}
	}
}

// header returns the comment at the beginning of a list, in one line.
func header(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(text)) {
		comment, ok := strings.CutPrefix(line, "#")
		if !ok {
			break
		}
		out = append(out, strings.TrimSpace(comment))
	}
	return strings.Join(out, " ")
}

// words returns a file with single spaces between its words.
func words(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(text)), " ")
}
