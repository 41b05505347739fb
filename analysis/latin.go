package analysis

import "strings"

const (
	maxAtom  = 64 // runes of one term of letters and digits; a longer run is cut
	maxWhole = 64 // runes of a whole made of several, such as an address
)

const (
	joiners      = ".@_&'/" // join two runs to one word: "node.js", "a@b.cn", "r&d", "a/b"
	digitJoiners = ",:"     // join digits: "1,000", "12:30"
	suffixes     = "+#"     // belong to the word before: "c++", "c#", "ai+"
)

// latin collects what begins at or within the atom (unbroken letters and
// digits) at i, and returns its end.
func (w *gramWalker) latin(i int) int {
	end := w.atomEnd(i)
	if w.all {
		w.whole(i, end)
		w.number(i, end)
	}
	w.add(i, end)
	w.neighbours(i, end)
	w.parts(i, end)
	return end
}

// neighbours collects the terms that the atom from i to end makes with what
// follows it.
func (w *gramWalker) neighbours(i, end int) {
	switch {
	case w.isRune(end, suffixes):
		w.add(i, end+1)
		if w.isRune(end+1, suffixes) {
			w.add(i, end+2)
		}
	case w.joined(end):
		w.add(i, w.atomEnd(end+1))
	case w.is(end, han):
		w.add(i, end+1)
	case w.is(end, space) && w.is(end+1, han):
		w.addAs(w.text.Slice(i, end)+w.text.Slice(end+1, end+2), i, end+2)
	case w.is(end, space) && w.isWord(end+1):
		w.add(i, w.atomEnd(end+1))
	case w.isRune(end, "-") && w.isWord(end+1):
		next := w.atomEnd(end + 1)
		w.addAs(w.text.Slice(i, end)+" "+w.text.Slice(end+1, next), i, next)
	}
}

// joined says whether the i-th rune joins the atoms at its sides.
func (w *walker) joined(i int) bool {
	if w.isRune(i, digitJoiners) {
		return w.is(i-1, digit) && w.is(i+1, digit)
	}
	return w.isRune(i, joiners) && w.isWord(i-1) && w.isWord(i+1)
}

// whole collects three and more joined atoms as one term, at the first.
func (w *gramWalker) whole(i, end int) {
	if w.joined(i - 1) {
		return
	}
	atoms := 1
	for ; w.joined(end); atoms++ {
		end = w.atomEnd(end + 1)
	}
	if atoms > 2 && end-i <= maxWhole {
		w.add(i, end)
	}
}

// number collects digits in groups of three as they are without commas, at
// the first group.
func (w *gramWalker) number(i, end int) {
	if w.isComma(i-1) || end-i > 3 || w.digitsEnd(i) != end {
		return
	}
	first := i
	var b strings.Builder
	for b.WriteString(w.text.Slice(i, end)); w.isComma(end); {
		i, end = end+1, w.digitsEnd(end+1)
		if end-i != 3 || w.isWord(end) {
			return
		}
		b.WriteString(w.text.Slice(i, end))
	}
	if i > first && end-first <= maxWhole {
		w.addAs(b.String(), first, end)
	}
}

// isComma says whether the i-th rune is a comma within a number; a full-width
// one stands between numbers.
func (w *walker) isComma(i int) bool {
	return w.isRune(i, ",") && w.text.runes[i].size == 1 && w.joined(i)
}

// parts collects the parts of two runes or more of the atom from i to end.
func (w *gramWalker) parts(i, end int) {
	for p := i; p < end; {
		next := p + 1
		for next < end && w.text.runes[next].class == w.text.runes[p].class {
			next++
		}
		if next-p >= 2 {
			if next-p < end-i {
				w.add(p, next)
			}
			if w.all {
				w.camel(p, next)
			}
		}
		p = next
	}
}

// camel collects the pieces of the letters from i to end that camelCase in the
// original shows: "TikTok" tik, tok; "HTMLParser" html, parser.
func (w *gramWalker) camel(i, end int) {
	p := i
	for k := i + 1; k <= end; k++ {
		if k < end && !w.hump(k, end) {
			continue
		}
		if k-p >= 2 && k-p < end-i {
			w.add(p, k)
		}
		p = k
	}
}

// hump says whether a piece of camelCase begins at the k-th rune.
func (w *walker) hump(k, end int) bool {
	r := w.text.runes
	return r[k].upper && (!r[k-1].upper || k+1 < end && !r[k+1].upper)
}
