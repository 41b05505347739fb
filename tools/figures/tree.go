package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A file is a file of Go, measured.
type file struct {
	dir       string // its package, below the folder
	test      bool
	lines     []string
	imports   []string // paths
	functions []int    // their lengths in lines
	exported  int      // exported names; methods of unexported types do not count
	// documented counts the exported names with a comment: above them, above
	// their group, or at the end of their line.
	documented int
}

// readTree reads the files of Go in a folder and below it, in the order of their
// paths, without those of testdata and of folders whose names begin with a dot.
func readTree(folder string) ([]file, error) {
	var files []file
	err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != folder && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")):
			return filepath.SkipDir
		case d.IsDir() || filepath.Ext(name) != ".go":
			return nil
		}
		below, err := filepath.Rel(folder, name)
		if err != nil {
			return err
		}
		f, err := readFile(name, filepath.ToSlash(below))
		files = append(files, f)
		return err
	})
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("there is no file of Go in %s", folder)
	}
	return files, err
}

func readFile(name, below string) (file, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return file{}, err
	}
	set := token.NewFileSet()
	syntax, err := parser.ParseFile(set, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return file{}, err
	}
	f := file{dir: path.Dir(below), test: strings.HasSuffix(name, "_test.go")}
	f.lines = strings.Split(string(bytes.TrimSuffix(text, []byte("\n"))), "\n")
	for _, i := range syntax.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return f, err
		}
		f.imports = append(f.imports, p)
	}
	for _, d := range syntax.Decls {
		f.declaration(set, d)
	}
	return f, nil
}

func (f *file) declaration(set *token.FileSet, d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		f.functions = append(f.functions, set.Position(d.End()).Line-set.Position(d.Pos()).Line+1)
		if d.Name.IsExported() && (d.Recv == nil || ast.IsExported(receiver(d.Recv.List[0].Type))) {
			f.export(d.Doc != nil)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				if spec.Name.IsExported() {
					f.export(d.Doc != nil || spec.Doc != nil)
				}
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					if name.IsExported() {
						f.export(d.Doc != nil || spec.Doc != nil || spec.Comment != nil)
					}
				}
			}
		}
	}
}

func (f *file) export(documented bool) {
	if f.exported++; documented {
		f.documented++
	}
}

// receiver is the name of a receiver's type.
func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}

// importDepth is the length of the longest chain of packages, each importing the
// next, with the chain. Imports of tests do not count.
func importDepth(files []file) (int, string) {
	imports := map[string]map[string]bool{} // by package
	for _, f := range files {
		if !f.test && imports[f.dir] == nil {
			imports[f.dir] = map[string]bool{}
		}
	}
	for _, f := range files {
		if f.test {
			continue
		}
		for _, i := range f.imports {
			for dir := range imports {
				if strings.HasSuffix(i, "/xunzhang/"+dir) {
					imports[f.dir][dir] = true
				}
			}
		}
	}
	known := map[string][]string{}
	var best []string
	for _, dir := range sortedKeys(imports) {
		if c := longestChain(dir, imports, known); len(c) > len(best) {
			best = c
		}
	}
	return len(best), strings.Join(best, " → ")
}

// longestChain is the longest chain of imports from a package; ties go to the
// first in the order of names. Go forbids cycles.
func longestChain(dir string, imports map[string]map[string]bool, known map[string][]string) []string {
	if c, ok := known[dir]; ok {
		return c
	}
	var below []string
	for _, next := range sortedKeys(imports[dir]) {
		if c := longestChain(next, imports, known); len(c) > len(below) {
			below = c
		}
	}
	known[dir] = append([]string{dir}, below...)
	return known[dir]
}

// window is the number of consecutive lines that must be equal to count as
// repeated.
const window = 6

// duplicatedLines counts the lines of code without tests in windows of equal lines
// that occur in more than one place. Blank lines, comments, imports, lines without
// a letter or digit, and white space at the ends of lines are left out.
func duplicatedLines(files []file) int {
	type place struct{ file, line int }
	places := map[string][]place{}
	kept := make([][]string, len(files))
	for i, f := range files {
		if f.test {
			continue
		}
		kept[i] = normalised(f.lines)
		for at := 0; at+window <= len(kept[i]); at++ {
			key := strings.Join(kept[i][at:at+window], "\n")
			places[key] = append(places[key], place{i, at})
		}
	}
	repeated := map[place]bool{}
	for _, all := range places {
		if len(all) < 2 {
			continue
		}
		for _, p := range all {
			for line := p.line; line < p.line+window; line++ {
				repeated[place{p.file, line}] = true
			}
		}
	}
	return len(repeated)
}

func normalised(lines []string) []string {
	var kept []string
	inImports := false
	for _, line := range lines {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "import ("):
			inImports = true
		case inImports:
			inImports = line != ")"
		case strings.HasPrefix(line, "//"), strings.HasPrefix(line, "import "), !strings.ContainsFunc(line, isWordRune):
		default:
			kept = append(kept, line)
		}
	}
	return kept
}

func isWordRune(r rune) bool {
	return r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
