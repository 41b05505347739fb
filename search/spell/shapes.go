package spell

import (
	"fmt"
	"io"
	"slices"
)

// Shapes are groups of characters that look alike.
type Shapes struct {
	alike map[rune][]rune
}

// ReadShapes reads groups of characters that look alike, one group per line:
// "已己巳". Empty lines and lines that begin with # are left out.
func ReadShapes(name string, r io.Reader) (*Shapes, error) {
	s := &Shapes{alike: make(map[rune][]rune)}
	err := eachLine(name, r, func(line string) error {
		group := []rune(line)
		if len(group) < 2 || !all(group, isHan) {
			return fmt.Errorf("%w: want two or more Han characters", ErrFormat)
		}
		for _, a := range group {
			for _, b := range group {
				if a != b && !slices.Contains(s.alike[a], b) {
					s.alike[a] = append(s.alike[a], b)
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}
