package spell

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// leastInitials is the least number of letters that are read as initials: two
// letters are the initials of hundreds of words.
const leastInitials = 3

// FromPinyin proposes words for folded letters that spell them: in full
// (xiaohongshu), by initials (xhs), or mixed with characters (小hong书, 小hs).
// Words in full come first, then words by initials (from three letters on), each by
// falling frequency. Apostrophes are ignored (xi'an). Many proposals sound like
// words of other languages (women): a caller should compare how often the letters
// themselves occur in the texts.
func (s *Speller) FromPinyin(typed string) []Candidate {
	letters := strings.ReplaceAll(typed, "'", "")
	runes := []rune(letters)
	if len(runes) < 2 || len(runes) > maxTyped || !all(runes, isTyped) || !slices.ContainsFunc(runes, isLetter) {
		return nil
	}
	var found []Candidate
	for _, w := range s.spelled(letters, exact) {
		if to := s.words[w.word]; to == typed || utf8.RuneCountInString(to) < 2 {
			continue // too many characters have the same sound
		}
		found = append(found, Candidate{0, utf8.RuneCountInString(typed), typed, s.words[w.word], w.kind, int(s.df[w.word]), s.DF(typed), s.gain(w, typed)})
	}
	slices.SortFunc(found, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(b.DF, a.DF), cmp.Compare(a.To, b.To))
	})
	return found[:min(len(found), maxCandidates)]
}

// leastNear is the length in runes of a word from which it is proposed for letters that
// only nearly spell it: two syllables nearly spell hundreds of words.
const leastNear = 3

// FromNearPinyin proposes words of three runes or more for folded letters that spell them
// in full as many speakers say them: chanpinjinli for 产品经理, xiaohongsu for 小红书. The
// order is that of FromPinyin.
func (s *Speller) FromNearPinyin(typed string) []Candidate {
	letters := strings.ReplaceAll(typed, "'", "")
	if len(letters) > maxTyped || !all([]rune(letters), isLetter) {
		return nil
	}
	var found []Candidate
	sounds := s.tables.Sounds
	var read func(letters string, runes int, key uint64)
	read = func(letters string, runes int, key uint64) {
		if letters == "" && runes >= leastNear {
			for _, r := range within(s.sounds, key, key) {
				w := spelledWord{r.word, Pinyin}
				c := Candidate{0, utf8.RuneCountInString(typed), typed, s.words[r.word], Pinyin, int(s.df[r.word]), s.DF(typed), s.gain(w, typed)}
				if !slices.Contains(found, c) {
					found = append(found, c)
				}
			}
		}
		for size := 1; size <= min(len(letters), maxSyllable) && runes < maxWord; size++ {
			if n, ok := sounds.numbers[letters[:size]]; ok {
				read(letters[size:], runes+1, key|uint64(sounds.near[n]+1)<<(64-nearBits*(runes+1)))
			}
		}
	}
	read(letters, 0, 0)
	slices.SortFunc(found, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(b.DF, a.DF), cmp.Compare(a.To, b.To))
	})
	return found[:min(len(found), maxCandidates)]
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' }
func isTyped(r rune) bool  { return isLatin(r) || isHan(r) }

// gain compares a word with the letters as typed.
func (s *Speller) gain(w spelledWord, typed string) float64 {
	return s.cost(s.DF(typed)) - s.cost(int(s.df[w.word]))
}

// A spelledWord is a word that letters spell in one way.
type spelledWord struct {
	word int32
	kind Kind // Pinyin or Initials
}

// A fit says how much of a word must have been typed.
type fit bool

const (
	exact fit = false // all of it
	start fit = true  // the beginning
)

// spelled returns the words that were typed in letters or letters mixed with
// characters, each once.
func (s *Speller) spelled(typed string, f fit) []spelledWord {
	var found []spelledWord
	seen := make(map[int32]bool)
	add := func(refs []ref, kind Kind, m matcher) {
		for _, r := range refs {
			if seen[r.word] || !m.matches([]rune(s.words[r.word]), typed) {
				continue
			}
			seen[r.word] = true
			found = append(found, spelledWord{r.word, kind})
		}
	}
	full := matcher{sounds: s.tables.Sounds, start: f}
	short := matcher{sounds: s.tables.Sounds, start: f, initials: true}
	if lead := letterPrefix(typed); lead == typed {
		add(s.byLetters(typed, f), Pinyin, full)
		if len(typed) >= leastInitials || f == start {
			add(s.byInitials(typed, f), Initials, short)
		}
		return found
	}
	refs := s.mixed(typed)
	add(refs, Pinyin, full)
	add(refs, Initials, short)
	return found
}

func (s *Speller) byLetters(typed string, f fit) []ref {
	if f == exact && len(typed) < keyLetters {
		key := typedKey(typed)
		return within(s.letters, key, key)
	}
	return beginning(s.letters, typed)
}

func (s *Speller) byInitials(typed string, f fit) []ref {
	if len(typed) > keyLetters {
		return nil
	}
	if f == exact {
		key := typedKey(typed)
		return within(s.initials, key, key)
	}
	return beginning(s.initials, typed)
}

// letterPrefix returns the part of a text before its first Han character.
func letterPrefix(typed string) string {
	i := strings.IndexFunc(typed, isHan)
	if i < 0 {
		return typed
	}
	return typed[:i]
}

// mixed returns the words that may have been typed in letters and characters:
// those that begin with the same characters, or with the same letters in full
// or as initials.
func (s *Speller) mixed(typed string) []ref {
	if lead := letterPrefix(typed); lead != "" {
		return slices.Concat(beginning(s.letters, lead), beginning(s.initials, lead[:min(len(lead), keyLetters)]))
	}
	han := typed[:strings.IndexFunc(typed, func(r rune) bool { return !isHan(r) })]
	var refs []ref
	for i, _ := slices.BinarySearch(s.words, han); i < len(s.words) && strings.HasPrefix(s.words[i], han); i++ {
		refs = append(refs, ref{word: int32(i)})
	}
	return refs
}

// A matcher compares words with what was typed. Full pinyin takes all letters
// of each syllable; with initials a syllable may also be its first letter.
type matcher struct {
	sounds   *Sounds
	start    fit
	initials bool
}

// matches reports whether the typed letters and characters spell the word, or its
// beginning, of which the last syllable may be incomplete.
func (m matcher) matches(word []rune, typed string) bool {
	if typed == "" {
		return len(word) == 0 || bool(m.start)
	}
	if len(word) == 0 {
		return false
	}
	if first, size := utf8.DecodeRuneInString(typed); first == word[0] {
		if m.matches(word[1:], typed[size:]) {
			return true
		}
	}
	for _, syllable := range m.sounds.readings[word[0]] {
		letters := m.sounds.syllables[syllable]
		switch {
		case strings.HasPrefix(typed, letters) && m.matches(word[1:], typed[len(letters):]):
			return true
		case bool(m.start) && strings.HasPrefix(letters, typed):
			return true
		case m.initials && typed[0] == letters[0] && m.matches(word[1:], typed[1:]):
			return true
		}
	}
	return false
}
