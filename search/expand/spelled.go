package expand

// A name of Latin words may be written with or without spaces (tik tok, tiktok), in
// a list and in a query, and means the same.

// leastHalf is the length in runes of the shortest piece of a name that is written
// apart: "a i" is not taken for ai.
const leastHalf = 2

// spelled reads a key at a position of a text, and returns where it ends. White
// space between two Latin runes may be missing in either of the two.
func spelled(text []rune, at int, key []rune) (end int, ok bool) {
	i := at
	for k := 0; k < len(key); {
		switch {
		case i < len(text) && text[i] == key[k]:
			i, k = i+1, k+1
		case i < len(text) && parts(text, i, at, len(text)):
			i++
		case parts(key, k, 0, len(key)):
			k++
		default:
			return at, false
		}
	}
	return i, true
}

// parts reports whether the i-th rune is a single space between two Latin words of
// at least leastHalf runes each, within a range of the text.
func parts(text []rune, i, from, to int) bool {
	if text[i] != ' ' || i-leastHalf < from || i+leastHalf >= to {
		return false
	}
	for n := 1; n <= leastHalf; n++ {
		if !inWord(text[i-n]) || !inWord(text[i+n]) {
			return false
		}
	}
	return true
}
