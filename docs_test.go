package xunzhang_test

import (
	"go/ast"
	"go/token"
	"slices"
	"testing"
)

// TestExportedNamesAreDocumented: `go doc` says of every exported name what it
// is. A comment on a group of constants or variables, or behind one of them on
// its line, is enough for those.
func TestExportedNamesAreDocumented(t *testing.T) {
	seen := 0
	for _, s := range sources(t) {
		if s.test || s.syntax.Name.Name == "main" {
			continue
		}
		for _, d := range s.syntax.Decls {
			for _, e := range exportedNames(d) {
				seen++
				if !e.documented {
					t.Errorf("%s: %s has no doc comment", s.at(e.at), e.name)
				}
			}
		}
	}
	if seen < 200 {
		t.Errorf("only %d exported names: is the search for them wrong?", seen)
	}
}

type exportedName struct {
	name       string
	at         token.Pos
	documented bool
}

// exportedNames returns the exported names of one declaration. Methods by which a
// type prints itself or is an error need no comment.
func exportedNames(d ast.Decl) []exportedName {
	var all []exportedName
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && !ofUnexported(d) && !slices.Contains([]string{"String", "Error", "Unwrap"}, d.Name.Name) {
			all = append(all, exportedName{d.Name.Name, d.Pos(), d.Doc != nil})
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				if spec.Name.IsExported() {
					all = append(all, exportedName{spec.Name.Name, spec.Pos(), d.Doc != nil || spec.Doc != nil})
				}
			case *ast.ValueSpec:
				for _, n := range spec.Names {
					if n.IsExported() {
						all = append(all, exportedName{n.Name, n.Pos(), d.Doc != nil || spec.Doc != nil || spec.Comment != nil})
					}
				}
			}
		}
	}
	return all
}

// ofUnexported reports whether a function is a method of an unexported type.
func ofUnexported(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return false
	}
	of := f.Recv.List[0].Type
	for {
		switch x := of.(type) {
		case *ast.StarExpr:
			of = x.X
		case *ast.IndexExpr:
			of = x.X
		case *ast.Ident:
			return !x.IsExported()
		default:
			return false
		}
	}
}
