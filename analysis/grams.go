package analysis

import "slices"

// Grams returns the terms that find any literal piece of the text, in the
// order of their starts:
//
//   - of a run of Han (kana and Hangul too): all pairs of neighbours, and the
//     last character;
//   - of Latin letters and digits: each unbroken run ("iphone15"), its parts of
//     two runes or more between letters and digits ("iphone", "15") and in
//     camelCase ("tik", "tok"); runs joined by one sign ("node.js", "2.6",
//     "r&d") in pairs and as a whole; a sign that belongs to the word ("c++",
//     "c#", ".net"); neighbours at a single space or hyphen as a pair with a
//     space ("tik tok"); numbers without their commas ("1000");
//   - where Han and Latin meet, at once or, Hangul, after one space: the Han rune
//     with the Latin run ("在tiktok", "tiktok上");
//   - each symbol, emoji or letter of another script by itself.
//
// Punctuation and U+FFFD are in no gram. White space that does not count parts
// nothing: see SpaceCounts.
func (t Text) Grams() []Token {
	return t.grams(true)
}

// Required returns the distinct grams of every text whose fold contains the fold of
// t without cutting a Latin word at either end. A single Han character at an end of
// t is in none of these grams: see RequiredChars.
func (t Text) Required() []string {
	tokens := t.grams(false)
	terms := make([]string, 0, len(tokens))
	seen := make(map[string]bool, len(tokens))
	for _, k := range tokens {
		if !seen[k.Term] {
			seen[k.Term] = true
			terms = append(terms, k.Term)
		}
	}
	return terms
}

// RequiredChars returns the distinct Han characters of t that have no Han
// neighbour: what Required leaves to Chars.
func (t Text) RequiredChars() []string {
	w := walker{text: t}
	var terms []string
	for i := 0; i < t.Len(); i++ {
		if end := w.hanEnd(i); end == i+1 {
			terms = append(terms, t.Slice(i, end))
		} else if end > i {
			i = end
		}
	}
	slices.Sort(terms)
	return slices.Compact(terms)
}

// Chars returns the distinct Han characters and symbols of the text, in the
// order of their first occurrence.
func (t Text) Chars() []string {
	seen := make(map[rune]bool)
	var terms []string
	for i, p := range t.runes {
		if (p.class == han || p.class == symbol) && !seen[p.rune] {
			seen[p.rune] = true
			terms = append(terms, t.Slice(i, i+1))
		}
	}
	return terms
}

// A gramWalker collects grams. Unless all is set, it leaves out grams that depend
// on letter case or on the text around.
type gramWalker struct {
	walker
	all bool
}

func (t Text) grams(all bool) []Token {
	w := gramWalker{walker{text: t, tokens: make([]Token, 0, len(t.runes)+len(t.runes)/8)}, all}
	for i := 0; i < len(t.runes); {
		switch p := t.runes[i]; {
		case p.class == han:
			i = w.han(i)
		case p.class.word():
			i = w.latin(i)
		case p.class == symbol:
			w.add(i, i+1)
			i++
		default:
			if p.rune == '.' && w.is(i+1, letter) {
				w.add(i, w.atomEnd(i+1)) // ".net"
			}
			i++
		}
	}
	return w.tokens
}

// han collects the run of Han that begins at i and returns its end.
func (w *gramWalker) han(i int) int {
	end := w.hanEnd(i)
	for ; i+1 < end; i++ {
		w.add(i, i+2)
	}
	if w.all {
		w.add(i, end)
	}
	switch {
	case w.isWord(end):
		w.add(i, w.atomEnd(end))
	case w.is(end, space) && w.isWord(end+1):
		next := w.atomEnd(end + 1)
		w.addAs(w.text.Slice(i, end)+w.text.Slice(end+1, next), i, next)
	case !w.all && end < len(w.text.runes): // the run ends within the text
		w.add(i, end)
	}
	return end
}
