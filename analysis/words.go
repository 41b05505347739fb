package analysis

// maxRun is the length in runes to which runs of Han are cut before segmentation,
// because gse takes quadratic time on a run of a single repeated character.
const maxRun = 2000

// Words returns the words of the text in order: gse's words of the folded runs
// of Han, after each of three runes or more the dictionary words within it of
// two runes or more, and Latin words and numbers as a whole ("node.js", "c++").
// White space ends a word of Han, unless at least three characters in a row are
// spaced out (see spacedEnd).
func (a *Analyzer) Words(t Text) []Token {
	w := wordWalker{walker{text: t, tokens: make([]Token, 0, len(t.runes)/2+1)}, a}
	for i := 0; i < len(t.runes); {
		switch p := t.runes[i]; {
		case p.class == han:
			for end := w.hanEnd(i); i < end; {
				next := w.spacedEnd(i, min(end, i+maxRun))
				w.segment(i, next)
				i = next
			}
		case p.class.word():
			i = w.latin(i)
		default:
			i++
		}
	}
	return w.tokens
}

type wordWalker struct {
	walker
	analyzer *Analyzer
}

// latin collects the Latin word at i and returns its end.
func (w *wordWalker) latin(i int) int {
	end := w.wholeEnd(i)
	if w.isRune(i-1, ".") && w.is(i, letter) && !w.isWord(i-2) {
		w.add(i-1, end) // ".net"
	} else {
		w.add(i, end)
	}
	return end
}

// wholeEnd is where the Latin word that begins at i ends, with the atoms that
// are joined to it and the signs that belong to it.
func (w *walker) wholeEnd(i int) int {
	atom := w.atomEnd(i)
	end := atom
	for end-i <= maxWhole && w.joined(end) { // not to the end of a long run, from each of its atoms
		end = w.atomEnd(end + 1)
	}
	for k := 0; k < 2 && w.isRune(end, suffixes); k++ {
		end++
	}
	if end-i > maxWhole {
		return atom
	}
	return end
}

// segment collects the words of the run of Han from i to end.
func (w *wordWalker) segment(i, end int) {
	run := []byte(w.text.Slice(i, end))
	for _, s := range w.analyzer.gse.Segment(run) {
		first := i
		for ; i < end && w.text.offset(i) < w.text.offset(first)+s.End()-s.Start(); i++ {
		}
		w.add(first, i)
		if i-first > 2 {
			w.within(first, i, run[s.Start():s.End()])
		}
	}
}

// within collects the dictionary words inside the word from i to end, whose
// bytes are given.
func (w *wordWalker) within(i, end int, word []byte) {
	base := w.text.offset(i)
	for from := i; from+2 <= end; from++ {
		for to := from + 2; to <= end && to-from < end-i; to++ {
			if w.analyzer.known(word[w.text.offset(from)-base : w.text.offset(to)-base]) {
				w.add(from, to)
			}
		}
	}
}
