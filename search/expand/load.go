package expand

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/xunzhang/xunzhang/analysis"
)

// ErrFormat says that a line of a list is not of the format that the package
// comment describes. The wrapping error names the file and the line.
var ErrFormat = errors.New("bad format")

// A File is a list of alternatives.
type File struct {
	Name string // for error messages
	Kind Kind   // of all its alternatives
	Text io.Reader
}

// Load reads lists into one table. Where several lines speak of the same pair
// of words, the last one counts.
func Load(files ...File) (*Table, error) {
	b := builder{at: make(map[string]int)}
	for _, f := range files {
		if err := b.read(f); err != nil {
			return nil, err
		}
	}
	return newTable(b.kept()), nil
}

// LoadLists reads the lists in a folder into one table, and then more of them:
// aliases*.txt are of kind Alias, regional*.txt of kind Regional.
func LoadLists(dir fs.FS, more ...File) (*Table, error) {
	var files []File
	for _, list := range [...]struct {
		pattern string
		kind    Kind
	}{{"aliases*.txt", Alias}, {"regional*.txt", Regional}} {
		names, err := fs.Glob(dir, list.pattern) // in the order of names
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			text, err := fs.ReadFile(dir, name)
			if err != nil {
				return nil, err
			}
			files = append(files, File{Name: name, Kind: list.kind, Text: bytes.NewReader(text)})
		}
	}
	return Load(append(files, more...)...)
}

// A builder gathers the entries of lists by their folded keys.
type builder struct {
	entries []entry
	at      map[string]int // folded key to its place in entries
}

func (b *builder) read(f File) error {
	lines := bufio.NewScanner(f.Text)
	for number := 1; lines.Scan(); number++ {
		line, _, _ := strings.Cut(" "+strings.ReplaceAll(lines.Text(), "\t", " "), " #")
		line = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "\ufeff"))
		if line == "" || line[0] == '#' {
			continue
		}
		if err := b.line(line, f.Kind); err != nil {
			return fmt.Errorf("%s:%d: %w", f.Name, number, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	return nil
}

func (b *builder) line(line string, kind Kind) error {
	if word, ok := strings.CutPrefix(line, "! "); ok {
		return b.shield(strings.TrimSpace(word))
	}
	line, to, err := cutWeight(line)
	if err != nil {
		return err
	}
	to.kind = kind
	for _, arrow := range []string{"=>", "->"} {
		left, right, ok := strings.Cut(line, arrow)
		if !ok {
			continue
		}
		to.replace = arrow == "=>"
		return b.directed(left, right, to)
	}
	return b.equals(line, to)
}

// cutWeight takes "@0.5" and "traditional" off the end of a line.
func cutWeight(line string) (string, target, error) {
	to := target{weight: 1}
	rest, ok := strings.CutSuffix(line, " traditional")
	if ok {
		line, to.traditional = strings.TrimSpace(rest), true
	}
	i := strings.LastIndex(line, " @")
	if i < 0 {
		return line, to, nil
	}
	weight, err := strconv.ParseFloat(line[i+2:], 64)
	if err != nil || !(weight >= 0 && weight <= 1) {
		return "", to, fmt.Errorf("%w: the weight %q is not a number from 0 to 1", ErrFormat, line[i+2:])
	}
	to.weight = weight
	return line[:i], to, nil
}

func (b *builder) directed(left, right string, to target) error {
	from, err := words(left)
	if err != nil {
		return err
	}
	into, err := words(right)
	if err != nil {
		return err
	}
	for _, l := range from {
		for _, r := range into {
			if err := b.pair(l, r, to); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *builder) equals(line string, to target) error {
	group, err := words(line)
	if err != nil {
		return err
	}
	if len(group) < 2 {
		return fmt.Errorf("%w: want two words with =, -> or => between them", ErrFormat)
	}
	for i, l := range group {
		for j, r := range group {
			if i == j {
				continue
			}
			if err := b.pair(l, r, to); err != nil {
				return err
			}
		}
	}
	return nil
}

// A word is as the list writes it, and folded.
type word struct{ display, folded string }

func words(side string) ([]word, error) {
	var all []word
	for part := range strings.SplitSeq(side, "=") {
		display := strings.Join(strings.Fields(part), " ")
		w := word{display, strings.TrimSpace(analysis.FoldString(display))}
		if w.folded == "" || strings.ContainsAny(display, "<>@") {
			return nil, fmt.Errorf("%w: %q is not a word", ErrFormat, display)
		}
		all = append(all, w)
	}
	return all, nil
}

func (b *builder) pair(from, into word, to target) error {
	if from.folded == into.folded {
		return fmt.Errorf("%w: %s and %s are the same word when folded", ErrFormat, from.display, into.display)
	}
	if !to.replace && holds([]rune(into.folded), []rune(from.folded)) {
		return nil // a text with 私域流量 is found by 私域 as it is
	}
	to.text, to.display = into.folded, into.display
	e := b.entry(from)
	for i := range e.to {
		if e.to[i].text == to.text {
			e.to[i] = to
			return nil
		}
	}
	e.to = append(e.to, to)
	return nil
}

// holds says whether a text contains a key where Match would find it.
func holds(text, key []rune) bool {
	for at := 0; at+len(key) <= len(text); at++ {
		if slices.Equal(text[at:at+len(key)], key) && standsAlone(text, at, at+len(key)) {
			return true
		}
	}
	return false
}

func (b *builder) entry(w word) *entry {
	i, ok := b.at[w.folded]
	if !ok {
		i = len(b.entries)
		b.at[w.folded] = i
		b.entries = append(b.entries, entry{key: []rune(w.folded), display: w.display})
	}
	return &b.entries[i]
}

func (b *builder) shield(display string) error {
	w, err := words(display)
	if err != nil || len(w) != 1 {
		return fmt.Errorf("%w: want one word after the exclamation mark", ErrFormat)
	}
	b.entry(w[0]).to = nil
	return nil
}

// kept returns the entries without the pairs that were taken back. A word
// whose every pair was taken back goes; a shield stays.
func (b *builder) kept() []entry {
	var kept []entry
	for _, e := range b.entries {
		var to []target
		for _, t := range e.to {
			if t.weight > 0 {
				to = append(to, t)
			}
		}
		if len(to) == 0 && len(e.to) > 0 {
			continue
		}
		e.to = to
		kept = append(kept, e)
	}
	return kept
}
