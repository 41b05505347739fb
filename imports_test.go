// Package xunzhang_test holds all packages to what ARCHITECTURE.md and CONTRIBUTING.md
// say of them: who imports whom, what no package does, which documents and
// comments name what is there.
package xunzhang_test

import (
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/xunzhang/xunzhang"

// levels reads the order of packages from ARCHITECTURE.md: a package may import
// those to the left of an arrow that is to its left.
func levels(t *testing.T) map[string]int {
	t.Helper()
	text, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile("(?m)^[a-z/, ]+ <- .*$").FindString(string(text))
	out := map[string]int{}
	for level, group := range strings.Split(line, " <- ") {
		for name := range strings.SplitSeq(strings.Trim(group, "{}"), ", ") {
			out[strings.TrimSpace(name)] = level
		}
	}
	if len(out) < 8 {
		t.Fatalf("ARCHITECTURE.md names no order of packages that this test understands: %q", line)
	}
	for name := range out {
		if info, err := os.Stat(name); err != nil || !info.IsDir() {
			t.Errorf("ARCHITECTURE.md orders the package %s, which does not exist", name)
		}
	}
	return out
}

// owner returns the package of the order that a package is, or is below; "" for
// none.
func owner(order map[string]int, dir string) string {
	for ; dir != "."; dir = path.Dir(dir) {
		if _, ok := order[dir]; ok {
			return dir
		}
	}
	return ""
}

// TestImports: packages import one way. What the order does not name is either
// a leaf, which imports none of ours and may be imported by all, or a program
// or test of its own, which nobody imports.
func TestImports(t *testing.T) {
	order := levels(t)
	all := sources(t)
	leaf := map[string]bool{}
	for _, s := range all {
		if _, seen := leaf[s.dir]; !seen {
			leaf[s.dir] = true
		}
		if !s.test && slices.ContainsFunc(s.imports, isOurs) {
			leaf[s.dir] = false
		}
	}
	for _, s := range all {
		if s.test {
			continue // tests may also import packages above their own
		}
		from := owner(order, s.dir)
		for _, i := range s.imports {
			if !isOurs(i) {
				continue
			}
			dir := strings.TrimPrefix(i, module+"/")
			to := owner(order, dir)
			switch {
			case to == "" && !leaf[dir]:
				t.Errorf("%s imports %s, which is neither in the order nor a leaf", s.path, dir)
			case from == "" || to == "" || from == to && dir != to:
			case from == to:
				t.Errorf("%s imports %s, which it lies in", s.path, dir)
			case order[to] >= order[from]:
				t.Errorf("%s imports %s against the order", s.path, dir)
			}
		}
	}
}

func isOurs(i string) bool { return strings.HasPrefix(i, module+"/") }

// TestOwners: some modules and packages may be imported by one package only.
func TestOwners(t *testing.T) {
	owners := []struct{ imports, of string }{
		{"github.com/go-ego/gse", "analysis"},
		{"github.com/blevesearch/", "engine/bleve"},
		{"github.com/opensearch-project/", "engine/opensearch"},
		{"github.com/gin-gonic/", "server"},
		{"github.com/klippa-app/", "article/pdf"},
		{module + "/engine/bleve", "cmd/xunzhang"},
		{module + "/engine/opensearch", "cmd/xunzhang"},
		{module + "/engine/enginetest", "-"}, // for tests only
	}
	used := map[string]bool{}
	for _, s := range sources(t) {
		for _, i := range s.imports {
			if s.dir == "web" && strings.HasPrefix(i, module+"/engine") && !s.test {
				t.Errorf("%s imports %s: pages know no engine", s.path, i)
			}
			for _, o := range owners {
				if !strings.HasPrefix(i, o.imports) {
					continue
				}
				used[o.imports] = true
				ours := strings.HasPrefix(o.imports, module)
				if s.dir != o.of && !(s.test && (ours || s.dir == "bench")) {
					t.Errorf("%s imports %s, which only %s may", s.path, i, o.of)
				}
			}
		}
	}
	for _, o := range owners {
		if !used[o.imports] {
			t.Errorf("nobody imports %s: is the rule out of date?", o.imports)
		}
	}
}

// TestWhoReadsArticles: what stores, finds and shows articles knows them by package
// article/content, and does not depend on the readers of formats.
func TestWhoReadsArticles(t *testing.T) {
	readers := []string{"indexer", "export", "audit", "cmd/xunzhang", "article/articletest"}
	seen := map[string]bool{}
	for _, s := range sources(t) {
		if s.test || strings.HasPrefix(s.dir, "tools/") || !slices.Contains(s.imports, module+"/article") {
			continue
		}
		if seen[s.dir] = true; !slices.Contains(readers, s.dir) {
			t.Errorf("%s imports package article, which reads documents; article/content knows what an article is", s.path)
		}
	}
	for _, dir := range readers {
		if !seen[dir] {
			t.Errorf("%s does not import package article: is the rule out of date?", dir)
		}
	}
}
