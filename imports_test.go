// Package xunzhang_test holds the project to what ARCHITECTURE.md says of all
// packages: who imports whom, and what no package does.
package xunzhang_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/xunzhang/xunzhang"

// A source is a file of Go.
type source struct {
	path    string // below the root, with slashes
	dir     string // its package
	test    bool
	syntax  *ast.File
	imports []string
	files   *token.FileSet
}

func (s source) at(p token.Pos) string {
	return s.path + ":" + strconv.Itoa(s.files.Position(p).Line)
}

// sources parses every file of Go in the project.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	files := token.NewFileSet()
	walk(t, func(name string) {
		if path.Ext(name) != ".go" {
			return
		}
		f, err := parser.ParseFile(files, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		s := source{path: name, dir: path.Dir(name), test: strings.HasSuffix(name, "_test.go"), syntax: f, files: files}
		for _, i := range f.Imports {
			p, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			s.imports = append(s.imports, p)
		}
		all = append(all, s)
	})
	if len(all) < 50 {
		t.Fatalf("only %d files of Go: the walk is wrong", len(all))
	}
	return all
}

// walk calls fn for the files of the project.
func walk(t *testing.T, fn func(name string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		name = filepath.ToSlash(name)
		switch {
		case err != nil:
			return err
		case d.IsDir() && (name == "bin" || name == "data/index" || d.Name() == "testdata" || len(name) > 1 && strings.HasPrefix(d.Name(), ".")):
			return filepath.SkipDir
		case d.Type().IsRegular():
			fn(name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// levels reads the order of packages out of ARCHITECTURE.md: a package may
// import those left of an arrow that stands left of it.
func levels(t *testing.T) map[string]int {
	t.Helper()
	text, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile("(?m)^[a-z, ]+ <- .*$").FindString(string(text))
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

// owner is the package of the order that a package is, or lies in; "" for none.
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
			continue // tests may use what stands above their package
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

// TestOwners: some modules and packages are the business of one package.
func TestOwners(t *testing.T) {
	owners := []struct{ imports, of string }{
		{"github.com/go-ego/gse", "analysis"},
		{"github.com/blevesearch/", "engine/bleve"},
		{"github.com/gin-gonic/", "server"},
		{module + "/engine/bleve", "cmd/xunzhang"},
		{module + "/engine/enginetest", "-"}, // tests alone
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

// TestHabits: what no package does. Errors are returned, state is handed on,
// and a package is named after what it knows.
func TestHabits(t *testing.T) {
	documented := map[string]bool{}
	for _, s := range sources(t) {
		if base := path.Base(s.dir); slices.Contains([]string{"util", "utils", "common", "helper", "helpers", "misc", "shared"}, base) {
			t.Errorf("%s: a package named %s knows nothing", s.path, base)
		}
		documented[s.dir] = documented[s.dir] || s.syntax.Doc != nil
		if s.test {
			continue
		}
		for _, d := range s.syntax.Decls {
			checkHabits(t, s, d)
		}
	}
	for dir, ok := range documented {
		if !ok {
			t.Errorf("package %s has no comment that says what it knows", dir)
		}
	}
}

// checkHabits checks a declaration. What recovers from a panic may pass on what
// is not its own.
func checkHabits(t *testing.T, s source, d ast.Decl) {
	t.Helper()
	if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == "init" && f.Recv == nil {
		t.Errorf("%s: an init function", s.at(f.Pos()))
	}
	calls := map[string]token.Pos{}
	ast.Inspect(d, func(n ast.Node) bool {
		if c, ok := n.(*ast.CallExpr); ok {
			calls[called(c)] = c.Pos()
		}
		return true
	})
	_, recovers := calls["recover"]
	for name, at := range calls {
		if name == "panic" && !recovers || strings.HasPrefix(name, "log.Fatal") || strings.HasPrefix(name, "log.Panic") {
			t.Errorf("%s: %s; return an error", s.at(at), name)
		}
	}
}

// called is the name of a function that is called, "" when it has none.
func called(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok {
			return x.Name + "." + f.Sel.Name
		}
	}
	return ""
}

// TestNothingLeftToDo: what is not done is an issue, not a comment.
func TestNothingLeftToDo(t *testing.T) {
	mark := regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\b`)
	kinds := []string{".go", ".sh", ".js", ".css", ".html", ".md", ".mod", ".yml", ".tmpl"}
	walk(t, func(name string) {
		if !slices.Contains(kinds, path.Ext(name)) || strings.HasPrefix(name, "data/articles/") {
			return
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(text), "\n") {
			if found := mark.FindString(line); found != "" {
				t.Errorf("%s:%d: %s", name, n+1, found)
			}
		}
	})
}

// TestNotice: NOTICE names every list in data/dict and analysis, and of those
// derived from others' work the tables and where they come from.
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

// TestNoticeNamesModules: NOTICE names every module that is linked, in its
// version; tools/notice writes it.
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

// TestSecurityNamesTests: the tests that SECURITY.md names are there.
func TestSecurityNamesTests(t *testing.T) {
	text, err := os.ReadFile("SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, s := range sources(t) {
		for _, d := range s.syntax.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && s.test {
				there[f.Name.Name] = true
			}
		}
	}
	named := regexp.MustCompile(`\bTest[A-Z]\w+`).FindAllString(string(text), -1)
	if len(named) < 10 {
		t.Errorf("only %v are named", named)
	}
	for _, name := range named {
		if !there[name] {
			t.Errorf("SECURITY.md names %s, which does not exist", name)
		}
	}
}

// TestSecurityRows: SECURITY.md says of every requirement of level 1 of ASVS 5.0
// which test holds it, or that it does not apply.
func TestSecurityRows(t *testing.T) {
	text, err := os.ReadFile("SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{} // rows by chapter
	for _, m := range regexp.MustCompile(`(?m)^\| (\d+)\.\d+\.\d+[^|]*\|([^|]*)\|([^|]*)\|$`).FindAllStringSubmatch(string(text), -1) {
		counts[m[1]]++
		if len(strings.TrimSpace(m[2])) < 10 || !strings.Contains(m[3], "Test") && !strings.Contains(m[3], "not applicable") {
			t.Errorf("nothing holds this: %s", m[0])
		}
	}
	for _, chapter := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"} {
		if counts[chapter] == 0 {
			t.Errorf("chapter %s is missing", chapter)
		}
	}
	total := 0
	for _, n := range counts {
		total += n
	}
	if total < 50 {
		t.Errorf("only %d rows", total)
	}
}

// header is the comment at the beginning of a list, in one line.
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

// words is a file with single spaces between its words.
func words(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(text)), " ")
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
