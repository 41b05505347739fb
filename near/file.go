package near

import (
	"encoding/json"
	"errors"
	"fmt"
)

// FileName is the name of a generation's file that holds its groups.
const FileName = "duplicates"

// ErrFormat says that bytes are not stored groups.
var ErrFormat = errors.New("not a list of duplicates")

// fileVersion is the version of the stored form.
const fileVersion = 1

type file struct {
	Version int        `json:"version"`
	Groups  [][]string `json:"groups"`
}

// Encode returns the stored form of groups of article ids.
func Encode(groups [][]string) ([]byte, error) {
	b, err := json.Marshal(file{fileVersion, groups})
	if err != nil {
		return nil, fmt.Errorf("store duplicates: %w", err)
	}
	return b, nil
}

// Decode reads what Encode stored, and returns the number of its group for every
// article that has duplicates. Errors wrap ErrFormat.
func Decode(data []byte) (map[string]int, error) {
	var f file
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if f.Version != fileVersion {
		return nil, fmt.Errorf("%w: version %d", ErrFormat, f.Version)
	}
	of := map[string]int{}
	for i, g := range f.Groups {
		for _, id := range g {
			of[id] = i
		}
	}
	return of, nil
}
