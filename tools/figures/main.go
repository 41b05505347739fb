// Command figures measures the Go code of a tree and prints tables of Markdown
// for docs/figures.md:
//
//	go run ./tools/figures [FOLDER]
//
// A line is a line of a file, comments and blank lines included. A function is
// from its first line to its last, without its comment.
package main

import (
	"fmt"
	"io"
	"os"
	"slices"
)

func main() {
	folder := "."
	if len(os.Args) > 1 {
		folder = os.Args[1]
	}
	if len(os.Args) > 2 {
		fmt.Fprintln(os.Stderr, "usage: figures [FOLDER]")
		os.Exit(2)
	}
	if err := run(folder, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "figures:", err)
		os.Exit(1)
	}
}

func run(folder string, w io.Writer) error {
	files, err := readTree(folder)
	if err != nil {
		return err
	}
	if err := writeTotals(w, files); err != nil {
		return err
	}
	return writePackages(w, files)
}

// maxFunction is the length in lines above which a function is counted as long.
const maxFunction = 60

func writeTotals(w io.Writer, files []file) error {
	var code, functions []int
	var lines, testLines, exported, documented, long int
	for _, f := range files {
		if f.test {
			testLines += len(f.lines)
			continue
		}
		code, functions = append(code, len(f.lines)), append(functions, f.functions...)
		lines += len(f.lines)
		exported, documented = exported+f.exported, documented+f.documented
	}
	for _, n := range functions {
		if n > maxFunction {
			long++
		}
	}
	repeated := duplicatedLines(files)
	depth, chain := importDepth(files)
	_, err := fmt.Fprintf(w, `| figure | value |
| --- | ---: |
| files of code, of tests | %d, %d |
| lines of code, of tests | %d, %d |
| lines of tests per line of code | %.2f |
| file, median and p90 | %d, %d lines |
| function, median and p90 | %d, %d lines |
| functions above %d lines | %d of %d (%.1f %%) |
| exported names with a doc comment | %d of %d (%.0f %%) |
| import depth, a package with no import of ours being 1 | %d (%s) |
| lines that occur again elsewhere, code without tests | %d (%.1f %%) |

`, len(code), len(files)-len(code), lines, testLines, ratio(testLines, lines),
		quantile(code, .5), quantile(code, .9), quantile(functions, .5), quantile(functions, .9),
		maxFunction, long, len(functions), 100*ratio(long, len(functions)),
		documented, exported, 100*ratio(documented, exported), depth, chain, repeated, 100*ratio(repeated, lines))
	return err
}

func writePackages(w io.Writer, files []file) error {
	type sums struct{ files, lines, testFiles, testLines, longest int }
	packages := map[string]*sums{}
	for _, f := range files {
		p := packages[f.dir]
		if p == nil {
			p = &sums{}
			packages[f.dir] = p
		}
		if f.test {
			p.testFiles++
			p.testLines += len(f.lines)
			continue
		}
		p.files++
		p.lines += len(f.lines)
		p.longest = max(p.longest, len(f.lines))
	}
	if _, err := fmt.Fprint(w, "| package | files | lines | longest file | test files | lines of tests |\n| --- | ---: | ---: | ---: | ---: | ---: |\n"); err != nil {
		return err
	}
	for _, dir := range sortedKeys(packages) {
		p := packages[dir]
		if _, err := fmt.Fprintf(w, "| %s | %d | %d | %d | %d | %d |\n", dir, p.files, p.lines, p.longest, p.testFiles, p.testLines); err != nil {
			return err
		}
	}
	return nil
}

// quantile is the value below or at which a share of the values lies.
func quantile(values []int, share float64) int {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[int(share*float64(len(sorted)-1))]
}

func ratio(a, b int) float64 { return float64(a) / float64(max(1, b)) }
