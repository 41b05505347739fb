package expand

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
)

// Load reads lists into one table. Of several lines about the same pair of words,
// the last one counts.
func Load(files ...File) (*Table, error) {
	lists, err := readAll(files)
	if err != nil {
		return nil, err
	}
	return NewTable(lists...)
}

// LoadLists reads the lists in a folder into one table, and then more of them.
func LoadLists(dir fs.FS, more ...File) (*Table, error) {
	lists, err := ReadLists(dir, "")
	if err != nil {
		return nil, err
	}
	own, err := readAll(more)
	if err != nil {
		return nil, err
	}
	return NewTable(append(lists, own...)...)
}

// ReadLists reads the lists in a folder, in the order of their names: aliases*.txt,
// of kind Alias, then regional*.txt of kind Regional. Messages name the files with
// the given path of the folder in front, "" for none.
func ReadLists(dir fs.FS, folder string) ([]*List, error) {
	var files []File
	for _, list := range [...]struct {
		pattern string
		kind    Kind
	}{{"aliases*.txt", Alias}, {"regional*.txt", Regional}} {
		names, err := fs.Glob(dir, list.pattern) // sorted by name
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			text, err := fs.ReadFile(dir, name)
			if err != nil {
				return nil, err
			}
			files = append(files, File{Name: path.Join(folder, name), Kind: list.kind, Text: bytes.NewReader(text)})
		}
	}
	return readAll(files)
}

func readAll(files []File) ([]*List, error) {
	var lists []*List
	for _, f := range files {
		l, err := Read(f)
		if err != nil {
			return nil, err
		}
		lists = append(lists, l)
	}
	return lists, nil
}

// NewTable makes a table of lists, of which the later override the earlier ones
// pair by pair. The error is that of the first list with one.
func NewTable(lists ...*List) (*Table, error) {
	b := builder{at: make(map[string]int)}
	for _, l := range lists {
		if err := l.Err(); err != nil {
			return nil, err
		}
		for i := range l.rules {
			b.add(&l.rules[i], l.kind)
		}
	}
	return newTable(b.kept()), nil
}

// A builder collects the entries of lists by their folded keys.
type builder struct {
	entries []entry
	at      map[string]int // folded key to its place in entries
}

func (b *builder) add(r *rule, kind Kind) {
	if r.arrow == shields {
		b.entry(r.left[0]).to = nil
		return
	}
	if r.arrow == oneName {
		if kind = Joined; r.weight > 0 {
			b.name(r.left)
		}
	}
	for _, l := range r.links() {
		if !r.idle(l) {
			b.link(l, target{
				text: l.to.folded, display: l.to.display, kind: kind, weight: r.weight,
				replace: r.arrow == standsIn && !l.back, traditional: r.traditional, back: l.back,
			})
		}
	}
}

// name records the writings of one name with each of them.
func (b *builder) name(words []word) {
	var writings []string
	for _, w := range words {
		writings = append(writings, w.folded)
	}
	for _, w := range words {
		b.entry(w).writings = writings
	}
}

// link adds a target to the entry of a word, or replaces the one with the same
// text. The direction from right to left of => never replaces an explicit line.
func (b *builder) link(l link, to target) {
	e := b.entry(l.from)
	for i := range e.to {
		if e.to[i].text != to.text {
			continue
		}
		if !to.back || e.to[i].back {
			e.to[i] = to
		}
		return
	}
	e.to = append(e.to, to)
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

// keptWritings returns the writings of the key without those that were taken back.
func (e *entry) keptWritings(to []target) []string {
	return slices.DeleteFunc(slices.Clone(e.writings), func(w string) bool {
		return w != string(e.key) && !slices.ContainsFunc(to, func(t target) bool { return t.kind == Joined && t.text == w })
	})
}

// kept returns the entries without the pairs that were taken back. A word all of
// whose pairs were taken back is removed; a shield is kept.
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
		e.to, e.writings = to, e.keptWritings(to)
		kept = append(kept, e)
	}
	return kept
}
