package querystats

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/xunzhang/xunzhang/atomicfile"
)

// ErrFile says that a file was not written by this package.
var ErrFile = errors.New("not a file of what readers search for")

// maxFile bounds the file that is read, in bytes.
const maxFile = 64 << 20

// A filed is a text with its counts as the file stores it.
type filed struct {
	Text string `json:"text"`
	Days []day  `json:"days"`
}

type document struct {
	Version int     `json:"version"`
	Texts   []filed `json:"texts"`
}

const version = 1

// Read returns the report of the counts in a file.
func Read(path string) (Report, error) {
	l, err := load(path, time.Now())
	if err != nil {
		return Report{}, err
	}
	return l.report(), nil
}

// load reads a ledger. Errors name the file; the error for a missing file is
// fs.ErrNotExist.
func load(path string, now time.Time) (*ledger, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("what readers search for: %w", err)
	}
	if info.Size() > maxFile {
		return nil, fmt.Errorf("%w: %s has %d bytes", ErrFile, path, info.Size())
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("what readers search for: %w", err)
	}
	var doc document
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&doc); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrFile, path, err)
	}
	if doc.Version != version {
		return nil, fmt.Errorf("%w: %s: its version is %d, and %d is known", ErrFile, path, doc.Version, version)
	}
	l := newLedger()
	for i, f := range doc.Texts {
		if f.Text != tidy(f.Text) || len(f.Days) == 0 || !slices.IsSortedFunc(f.Days, compareDays) {
			return nil, fmt.Errorf("%w: %s: text %d", ErrFile, path, i+1)
		}
		if len(l.texts) < MaxTexts {
			l.texts[f.Text] = &history{days: f.Days}
		}
	}
	l.turn(now)
	return l, nil
}

func compareDays(a, b day) int { return bytes.Compare([]byte(a.Day), []byte(b.Day)) }

// document returns the part of a ledger that is written: the texts with enough
// readers.
func (l *ledger) document() document {
	doc := document{Version: version, Texts: []filed{}}
	for _, text := range slices.Sorted(maps.Keys(l.texts)) {
		if h := l.texts[text]; h.sum().Readers >= MinReaders {
			doc.Texts = append(doc.Texts, filed{text, h.days})
		}
	}
	return doc
}

// save replaces the file, which only its owner can read.
func (l *ledger) save(path string) error {
	data, err := json.Marshal(l.document())
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return atomicfile.Write(path, append(data, '\n'), nil)
}

// open is load, except that a missing file is an empty ledger.
func open(path string, now time.Time) (*ledger, error) {
	l, err := load(path, now)
	if errors.Is(err, fs.ErrNotExist) {
		l, err = newLedger(), nil
	}
	return l, err
}
