package spell

import (
	"cmp"
	"slices"
	"sort"
)

// A ref is a word under a key. A word has several refs in a list when its
// characters have several readings.
type ref struct {
	key  uint64
	word int32
}

// Keys hold 9 bits for a syllable or 6 for a letter from the highest bit down,
// 0 standing for the end, so that a prefix is a range of the sorted keys.
const (
	nearBits    = 9
	letterBits  = 6
	keyLetters  = 10 // letters that a key holds; longer spellings are compared with the word
	maxReadings = 4  // readings of a word that are indexed
	maxSpelled  = 10 // runes of a word that can be found by pinyin
)

// A reading gives the syllable of each rune of a word.
type reading [maxSpelled]syllable

// none marks a Latin letter or digit, which has no reading but itself.
const none = syllable(1<<16 - 1)

// appendReadings appends to list at most maxReadings readings of a word, the most common
// first; none when a rune of it has no reading.
func (s *Sounds) appendReadings(list []reading, word []rune) []reading {
	if len(word) > maxSpelled {
		return list
	}
	list = append(list, reading{})
	for at, r := range word {
		choices := s.readings[r]
		if isLatin(r) {
			choices = []syllable{none}
		}
		if len(choices) == 0 {
			return list[:0]
		}
		known := len(list)
		for _, c := range choices[1:] {
			for i := 0; i < known && len(list) < maxReadings; i++ {
				other := list[i]
				other[at] = c
				list = append(list, other)
			}
		}
		for i := range known {
			list[i][at] = choices[0]
		}
	}
	return list
}

// spelling returns the letters of one rune of a word.
func (s *Sounds) spelling(r rune, as syllable) string {
	if as == none {
		return string(r)
	}
	return s.syllables[as]
}

// nearKey returns the key of a word's near sound; false when the word has Latin
// letters or is too long for a key.
func (s *Sounds) nearKey(word []rune, as reading) (uint64, bool) {
	if len(word) > maxWord {
		return 0, false
	}
	var key uint64
	for i := range word {
		if as[i] == none {
			return 0, false
		}
		key |= uint64(s.near[as[i]]+1) << (64 - nearBits*(i+1))
	}
	return key, true
}

// lettersKey returns the key of the first letters of a word's full pinyin.
func (s *Sounds) lettersKey(word []rune, as reading) uint64 {
	var key uint64
	at := 0
	for i, r := range word {
		for _, letter := range s.spelling(r, as[i]) {
			if at == keyLetters {
				return key
			}
			key |= letterAt(letter, at)
			at++
		}
	}
	return key
}

// initialsKey returns the key of the first letters of a word's syllables.
func (s *Sounds) initialsKey(word []rune, as reading) uint64 {
	var key uint64
	for i, r := range word {
		key |= letterAt(rune(s.spelling(r, as[i])[0]), i)
	}
	return key
}

// typedKey returns the key of typed letters.
func typedKey(letters string) uint64 {
	var key uint64
	for at, letter := range letters[:min(len(letters), keyLetters)] {
		key |= letterAt(letter, at)
	}
	return key
}

func letterAt(letter rune, at int) uint64 {
	code := uint64(letter-'a') + 1
	if letter <= '9' {
		code = uint64(letter-'0') + 27
	}
	return code << (64 - letterBits*(at+1))
}

func (s *Speller) index() {
	var runes []rune
	var readings []reading
	sounds := s.tables.Sounds
	for i, text := range s.words {
		runes = runes[:0]
		for _, r := range text {
			runes = append(runes, r)
		}
		if all(runes, isLatin) {
			s.latin = append(s.latin, int32(i))
			continue
		}
		readings = sounds.appendReadings(readings[:0], runes)
		for _, as := range readings {
			s.letters = append(s.letters, ref{sounds.lettersKey(runes, as), int32(i)})
			s.initials = append(s.initials, ref{sounds.initialsKey(runes, as), int32(i)})
			if key, ok := sounds.nearKey(runes, as); ok && len(runes) > 1 {
				s.sounds = append(s.sounds, ref{key, int32(i)})
			}
		}
	}
	s.sounds, s.letters, s.initials = sorted(s.sounds), sorted(s.letters), sorted(s.initials)
}

func sorted(refs []ref) []ref {
	slices.SortFunc(refs, func(a, b ref) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		return cmp.Compare(a.word, b.word)
	})
	return slices.Clone(slices.Compact(refs))
}

// within returns the refs with keys from low to high, both included.
func within(refs []ref, low, high uint64) []ref {
	start := sort.Search(len(refs), func(i int) bool { return refs[i].key >= low })
	refs = refs[start:]
	return refs[:sort.Search(len(refs), func(i int) bool { return refs[i].key > high })]
}

// beginning returns the refs whose keys begin with the letters, as far as the
// letters fit into a key.
func beginning(refs []ref, letters string) []ref {
	low := typedKey(letters)
	return within(refs, low, low|(1<<(64-letterBits*min(len(letters), keyLetters))-1))
}
