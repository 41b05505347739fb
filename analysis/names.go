package analysis

// MaxNameRunes is the length, in folded runes, above which Names leaves a run out:
// nobody types such names, and encoded data would fill the dictionary with them.
const MaxNameRunes = 64

// Names returns the distinct whole names in the text, folded, in the order of their
// ends: the runs of letters (Latin, Greek, Cyrillic) with no letter at either side,
// the runs of digits with no digit at either side, and the runs of both with
// neither. "iPhone15" holds the names "iphone", "15" and "iphone15", but not
// "phone", and "12023" holds "12023" alone. So a text with the name "hashmap" has
// it not only within "ConcurrentHashMap". Runs above MaxNameRunes are not names.
func (t Text) Names() []string {
	seen := make(map[string]bool)
	var names []string
	add := func(i, j int) {
		if name := t.Slice(i, j); j-i <= MaxNameRunes && !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	w := walker{text: t}
	for i := 0; i < len(t.runes); i++ {
		start, runs := i, 0
		for ; w.isWord(i); runs++ {
			end := w.runEnd(i)
			add(i, end)
			i = end
		}
		if runs > 1 {
			add(start, i)
		}
	}
	return names
}

// runEnd is where the runes of one class that begin at i end.
func (w *walker) runEnd(i int) int {
	for c := w.text.runes[i].class; w.is(i, c); {
		i++
	}
	return i
}
