package spell

// IsPinyin reports whether letters are one or several full syllables.
func (s *Speller) IsPinyin(letters string) bool {
	reached := make([]bool, len(letters)+1) // by position, whether syllables can end there
	reached[0] = true
	for end := 1; end <= len(letters); end++ {
		for start := max(0, end-maxSyllable); start < end && !reached[end]; start++ {
			_, known := s.tables.Sounds.numbers[letters[start:end]]
			reached[end] = reached[start] && known
		}
	}
	return letters != "" && reached[len(letters)]
}

// Spells reports whether a text is read as words of letters in full pinyin, with
// no syllable across two of them: xi an spells 西安, and not 先.
func (s *Speller) Spells(text string, words []string) bool {
	runes := []rune(text)
	if len(words) == 0 {
		return len(runes) == 0
	}
	m := matcher{sounds: s.tables.Sounds, start: exact}
	for n := range runes {
		if all(runes[:n+1], isHan) && m.matches(runes[:n+1], words[0]) && s.Spells(string(runes[n+1:]), words[1:]) {
			return true
		}
	}
	return false
}
