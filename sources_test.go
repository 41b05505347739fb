package xunzhang_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A source is a parsed Go file.
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

// sources parses every Go file of the project.
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
