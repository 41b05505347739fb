package xunzhang_test

import (
	"go/ast"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A nameIndex has the names that exist in the project.
type nameIndex struct {
	files       map[string]bool // paths below the root, and last elements of these
	identifiers map[string]bool // all identifiers in the code, including local ones
	declared    map[string]bool // by declarations of packages, and fields and methods of their types
	tests       map[string]bool // functions of tests
}

func names(t *testing.T, all []source) nameIndex {
	t.Helper()
	n := nameIndex{files: map[string]bool{}, identifiers: map[string]bool{}, declared: map[string]bool{}, tests: map[string]bool{}}
	walk(t, func(name string) {
		n.files[name], n.files[path.Base(name)] = true, true
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			n.files[dir] = true
		}
	})
	for _, s := range all {
		n.declared[s.syntax.Name.Name] = true
		ast.Inspect(s.syntax, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.Ident:
				n.identifiers[node.Name] = true
			case *ast.FuncDecl:
				if n.declared[node.Name.Name] = true; s.test {
					n.tests[node.Name.Name] = true
				}
			case *ast.TypeSpec:
				n.declared[node.Name.Name] = true
			case *ast.Field:
				for _, name := range node.Names {
					n.declared[name.Name] = true
				}
			case *ast.ValueSpec:
				for _, name := range node.Names {
					n.declared[name.Name] = true
				}
			}
			return true
		})
	}
	return n
}

// foreign are names in comments that look like ours, but belong to libraries and
// products that the comments describe.
func foreign() []string {
	return []string{
		"contentcoder.go", "index_meta.go", "keys.go", "persister.go", "prepareBoltSnapshot", "queryNorm", // bleve's
		"ASTTransformer", "DelimiterProcessor", "Unmarshaler", // goldmark's and encoding/json's
		"camelCase", "iPhone15", "macOS", "mdBook", "eBook", "nDCG", "openAI", "reStructuredText",
	}
}

// TestCommentsNameWhatExists: the names in comments exist. These are file names,
// mixed-case identifiers (normOf), qualified ones (engine.View), and a name after
// the word see (see Names).
func TestCommentsNameWhatExists(t *testing.T) {
	all := sources(t)
	known := names(t, all)
	file := regexp.MustCompile(`[\w./-]*\w\.go\b`)
	identifier := regexp.MustCompile(`\b[a-z]+[A-Z]\w*\b|\b[a-z]\w*\.[A-Z]\w*\b|\b[sS]ee \w+(\.\w+)*`)
	checked := 0
	for _, s := range all {
		for _, group := range s.syntax.Comments {
			text := group.Text()
			for _, name := range file.FindAllString(text, -1) {
				if checked++; !known.files[name] && !slices.Contains(foreign(), path.Base(name)) {
					t.Errorf("%s: the comment names the file %s, which does not exist", s.at(group.Pos()), name)
				}
			}
			for _, name := range identifier.FindAllString(file.ReplaceAllString(text, ""), -1) {
				if name, checked = last(name), checked+1; !known.identifiers[name] && !slices.Contains(foreign(), name) {
					t.Errorf("%s: the comment names %s, which does not exist", s.at(group.Pos()), name)
				}
			}
		}
	}
	if checked < 100 {
		t.Errorf("only %d names in comments: is the search for them wrong?", checked)
	}
}

// last returns the identifier at the end of a qualified name or of "see name";
// "see" when the word after it is plain English.
func last(name string) string {
	name, said := strings.CutPrefix(strings.Replace(name, "See ", "see ", 1), "see ")
	name = name[strings.LastIndexByte(name, '.')+1:]
	if said && strings.ToLower(name) == name {
		return "true" // an identifier that always exists
	}
	return name
}

// TestSecurityNamesTests: the tests that SECURITY.md names exist.
func TestSecurityNamesTests(t *testing.T) {
	text, err := os.ReadFile("SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	there := names(t, sources(t)).tests
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

// TestWalkthroughNamesWhatExists: what docs/walkthrough.md names in the text of a
// link is declared in the file that the link leads to, and a qualified name, such
// as indexer.Run, is declared somewhere.
func TestWalkthroughNamesWhatExists(t *testing.T) {
	text, err := os.ReadFile("docs/walkthrough.md")
	if err != nil {
		t.Fatal(err)
	}
	all := sources(t)
	known, byFile := names(t, all), map[string]nameIndex{}
	for _, s := range all {
		byFile[s.path] = names(t, []source{s})
	}
	code := regexp.MustCompile("`[^`]+`")
	linked := 0
	for _, m := range regexp.MustCompile(`\[([^\]]*)\]\(\.\./([^)#]+\.go)\)`).FindAllStringSubmatch(string(text), -1) {
		file, ok := byFile[m[2]]
		if !ok {
			t.Errorf("the walkthrough leads to %s, which does not exist", m[2])
		}
		if name, _, ok := strings.Cut(m[1], ": "); ok && name != m[2] {
			t.Errorf("the walkthrough names %s, and leads to %s", name, m[2])
		}
		for _, name := range code.FindAllString(m[1], -1) {
			if linked++; !file.declared[strings.Trim(name, "`")] {
				t.Errorf("the walkthrough names %s in %s, where it is not declared", name, m[2])
			}
		}
	}
	if linked < 70 {
		t.Errorf("only %d names in links: is the search for them wrong?", linked)
	}
	for _, name := range regexp.MustCompile("`[a-z]+\\.[A-Z]\\w+`").FindAllString(string(text), -1) {
		if !known.declared[last(strings.Trim(name, "`"))] {
			t.Errorf("the walkthrough names %s, which does not exist", name)
		}
	}
}

// TestSecurityRows: SECURITY.md names for every requirement of level 1 of ASVS 5.0
// a test, or says that it does not apply.
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
