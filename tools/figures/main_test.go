package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A tree of two packages and a test, small enough to count by hand.
func TestFigures(t *testing.T) {
	dir := t.TempDir()
	body := "\tx := 1\n\tx++\n\tx--\n\tx += 2\n\tx -= 3\n\tx *= 4\n\tprintln(x)\n"
	write(t, dir, "a/a.go", "package a\n\n// F does it.\nfunc F() {\n"+body+"}\n\nfunc G() {}\n")
	write(t, dir, "b/b.go", "package b\n\nimport \"github.com/xunzhang/xunzhang/a\"\n\ntype T int\n\nfunc (t T) m() {\n"+body+"\ta.F()\n}\n")
	write(t, dir, "b/b_test.go", "package b\n\nfunc helper() {}\n")
	write(t, dir, "b/testdata/no.go", "package no\n")
	var out strings.Builder
	if err := run(dir, &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| files of code, of tests | 2, 1 |",
		"| lines of code, of tests | 30, 3 |",
		"| lines of tests per line of code | 0.10 |",
		"| functions above 60 lines | 0 of 3 (0.0 %) |",
		"| exported names with a doc comment | 1 of 3 (33 %) |",
		"| import depth, a package with no import of ours being 1 | 2 (b → a) |",
		"| lines that occur again elsewhere, code without tests | 14 (46.7 %) |",
		"| b | 1 | 16 | 16 | 1 | 3 |",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("there is no %q in\n%s", want, &out)
		}
	}
}

func TestQuantile(t *testing.T) {
	values := []int{5, 1, 4, 2, 3, 10, 9, 8, 7, 6, 11}
	if got := []int{quantile(values, .5), quantile(values, .9), quantile(nil, .5)}; got[0] != 6 || got[1] != 10 || got[2] != 0 {
		t.Errorf("median, p90 and that of nothing: %v", got)
	}
}

func TestNoCode(t *testing.T) {
	if err := run(t.TempDir(), &strings.Builder{}); err == nil {
		t.Error("a folder without code has figures")
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	name = filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
