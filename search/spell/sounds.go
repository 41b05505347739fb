package spell

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// ErrFormat says that a line of a table is malformed. The wrapping error names the
// file and the line.
var ErrFormat = errors.New("bad format")

// Sounds are the readings of Han characters without tones.
type Sounds struct {
	readings  map[rune][]syllable // the most common first
	syllables []string            // by syllable, the letters: "zhong"
	numbers   map[string]syllable // by letters, the syllable
	near      []uint16            // by syllable, a number that near sounds share
}

// A syllable is a place in Sounds.syllables.
type syllable uint16

// maxSyllables is the number that nine bits can hold; Mandarin has about 410
// syllables.
const maxSyllables = 1 << nearBits

// ReadSounds reads lines of a character and its readings, "行 xing hang", ü
// written v. Empty lines and lines that begin with # are left out.
func ReadSounds(name string, r io.Reader) (*Sounds, error) {
	s := &Sounds{readings: make(map[rune][]syllable, 20_000), numbers: make(map[string]syllable)}
	err := eachLine(name, r, func(line string) error {
		fields := strings.Fields(line)
		character, size := utf8.DecodeRuneInString(fields[0])
		if len(fields) < 2 || size != len(fields[0]) {
			return fmt.Errorf("%w: want a character and its readings", ErrFormat)
		}
		for _, reading := range fields[1:] {
			n, err := s.number(reading)
			if err != nil {
				return err
			}
			s.readings[character] = append(s.readings[character], n)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	s.findNear()
	return s, nil
}

func (s *Sounds) number(reading string) (syllable, error) {
	n, ok := s.numbers[reading]
	if ok {
		return n, nil
	}
	if !all([]rune(reading), func(r rune) bool { return r >= 'a' && r <= 'z' }) {
		return 0, fmt.Errorf("%w: the reading %q is not of letters a to z", ErrFormat, reading)
	}
	if len(s.syllables) == maxSyllables {
		return 0, fmt.Errorf("%w: more than %d different readings", ErrFormat, maxSyllables)
	}
	n = syllable(len(s.syllables))
	s.syllables = append(s.syllables, reading)
	s.numbers[reading] = n
	return n, nil
}

func (s *Sounds) findNear() {
	near := make(map[string]uint16)
	for _, letters := range s.syllables {
		key := nearSound(letters)
		n, ok := near[key]
		if !ok {
			n = uint16(len(near))
			near[key] = n
		}
		s.near = append(s.near, n)
	}
}

// nearSound maps syllables that many speakers do not tell apart to one spelling: zh
// z, ch c, sh s, n l, hu f, ang an, eng en, ing in.
func nearSound(letters string) string {
	switch {
	case strings.HasPrefix(letters, "zh"), strings.HasPrefix(letters, "ch"), strings.HasPrefix(letters, "sh"):
		letters = letters[:1] + letters[2:]
	case strings.HasPrefix(letters, "n") && len(letters) > 1 && letters != "ng":
		letters = "l" + letters[1:]
	case letters == "fu":
		letters = "hu"
	case strings.HasPrefix(letters, "f"):
		letters = "hu" + letters[1:]
	}
	if strings.HasSuffix(letters, "ang") || strings.HasSuffix(letters, "eng") || strings.HasSuffix(letters, "ing") {
		letters = letters[:len(letters)-1]
	}
	switch letters { // hui and hun are short for huei and huen
	case "huei":
		return "hui"
	case "huen":
		return "hun"
	}
	return letters
}

// same reports whether two characters share a reading.
func (s *Sounds) same(a, b rune) bool {
	for _, x := range s.readings[a] {
		for _, y := range s.readings[b] {
			if x == y {
				return true
			}
		}
	}
	return false
}

// nearlySame reports whether the most common readings of two characters sound nearly the
// same; of rare readings nobody thinks while typing.
func (s *Sounds) nearlySame(a, b rune) bool {
	x, y := s.readings[a], s.readings[b]
	return len(x) > 0 && len(y) > 0 && s.near[x[0]] == s.near[y[0]]
}

// eachLine calls fn for each line that is neither empty nor a comment, and
// puts the file's name and the line's number before an error.
func eachLine(name string, r io.Reader, fn func(line string) error) error {
	lines := bufio.NewScanner(r)
	for number := 1; lines.Scan(); number++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" || line[0] == '#' {
			continue
		}
		if err := fn(line); err != nil {
			return fmt.Errorf("%s:%d: %w", name, number, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
