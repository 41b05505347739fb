package xunzhang_test

import (
	"go/ast"
	"go/token"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestHabits: what no package does. Errors are returned, state is passed as
// arguments, and a package is named after what it knows.
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

// checkHabits checks a declaration. Code that recovers from a panic may panic again
// with a value that is not its own.
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

// called returns the name of a function that is called, "" when it has none.
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

// TestNothingLeftToDo: unfinished work is an issue, not a comment.
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
