// Command pinyin prints data/dict/pinyin.txt, the readings of characters
// without tones, from pypinyin's tables (MIT). It reads the folder with
// pinyin_dict.json and phrases_dict.json, as the PyPI package pypinyin has it:
//
//	go run ./tools/pinyin path/to/pypinyin > data/dict/pinyin.txt
//
// The table of characters holds readings that only old texts know (和 huo). The
// table of phrases says which of them words use, and how often.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/xunzhang/xunzhang/analysis"
	"golang.org/x/text/unicode/norm"
)

const header = `# Readings of Han characters without tones, the commonest first, made by
# tools/pinyin. Derived from pypinyin's pinyin_dict.json and phrases_dict.json
# (MIT, https://github.com/mozillazg/python-pinyin). ü is written v.
`

// Besides the first reading of a character, those are kept that at least two words
// use, and at least a thirtieth of the words with the character; three at most.
const (
	leastUses  = 2
	leastShare = 30
	most       = 3
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: pinyin FOLDER")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "pinyin:", err)
		os.Exit(1)
	}
}

func run(folder string, w io.Writer) error {
	var characters map[string]string  // code point in decimal: readings with commas
	var phrases map[string][][]string // phrase: for each character its readings
	if err := readJSON(filepath.Join(folder, "pinyin_dict.json"), &characters); err != nil {
		return err
	}
	if err := readJSON(filepath.Join(folder, "phrases_dict.json"), &phrases); err != nil {
		return err
	}
	uses := count(phrases)
	lines := make(map[rune]string)
	for code, readings := range characters {
		n, err := strconv.Atoi(code)
		if err != nil {
			return err
		}
		r := rune(n)
		if wanted(r) {
			lines[r] = fmt.Sprintf("%c %s\n", r, strings.Join(choose(readings, uses[r]), " "))
		}
	}
	return write(w, lines)
}

func readJSON(path string, into any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}

// wanted reports whether a character is in the main block of Han and is not changed
// by folding: a folded text has no others.
func wanted(r rune) bool {
	return r == '〇' || r >= 0x4E00 && r <= 0x9FFF && analysis.Fold(r) == string(r)
}

// count counts how many phrases use a reading of a character.
func count(phrases map[string][][]string) map[rune]map[string]int {
	uses := make(map[rune]map[string]int)
	for phrase, readings := range phrases {
		runes := []rune(phrase)
		if len(runes) != len(readings) {
			continue
		}
		for i, r := range runes {
			if uses[r] == nil {
				uses[r] = make(map[string]int)
			}
			uses[r][toneless(readings[i][0])]++
		}
	}
	return uses
}

func choose(readings string, uses map[string]int) []string {
	var all []string
	for reading := range strings.SplitSeq(readings, ",") {
		if t := toneless(reading); !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	total := 0
	for _, n := range uses {
		total += n
	}
	kept := all[:1]
	for _, r := range all[1:] {
		if len(kept) < most && uses[r] >= leastUses && uses[r]*leastShare >= total {
			kept = append(kept, r)
		}
	}
	return kept
}

// toneless writes lǜ as lv and háng as hang.
func toneless(reading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u0308': // the two dots of ü, which NFD puts after a u
			return 'v'
		case unicode.Is(unicode.Mn, r):
			return -1
		}
		return r
	}, strings.ReplaceAll(norm.NFD.String(reading), "u\u0308", "\u0308"))
}

func write(w io.Writer, lines map[rune]string) error {
	var order []rune
	for r := range lines {
		order = append(order, r)
	}
	slices.Sort(order)
	var out strings.Builder
	out.WriteString(header)
	for _, r := range order {
		out.WriteString(lines[r])
	}
	_, err := io.WriteString(w, out.String())
	return err
}
