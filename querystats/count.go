// Package querystats counts what readers search for: how often, how often nothing was
// found, and how often an article was opened from the results. It keeps counts by day
// and text, no addresses and no order of events. It must not know HTTP, nor how
// anything is found.
//
// What a single reader typed is private, and may be a name. So a text is shown, and
// written to disk, only after MinReaders readers have searched for it. Readers are
// told apart by a hash with a salt that is kept in memory and changes every day, so
// that a reader who comes again on another day counts again.
package querystats

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// What is kept.
const (
	KeptDays   = 90    // of which counts are kept, today included
	MinReaders = 3     // on one day or on several, that a text needs to be shown or written
	MaxTexts   = 5_000 // that are kept; those of the fewest readers are dropped first
	MaxRunes   = 64    // of a text; longer texts were pasted, and are not counted
)

// Counts are the counts of a text on one day or on several.
type Counts struct {
	Searches int `json:"searches"`
	Missed   int `json:"missed"`  // searches that found no article with all words
	Opened   int `json:"opened"`  // articles that were opened from the results
	Readers  int `json:"readers"` // different readers of each day, added up
}

func (c *Counts) add(o Counts) {
	c.Searches += o.Searches
	c.Missed += o.Missed
	c.Opened += o.Opened
	c.Readers += o.Readers
}

// A day holds the counts of a text on one day.
type day struct {
	Day string `json:"day"` // YYYY-MM-DD
	Counts
}

// A history holds all counts of a text.
type history struct {
	days    []day // ascending
	readers map[uint64]bool
}

func (h *history) sum() (c Counts) {
	for _, d := range h.days {
		c.add(d.Counts)
	}
	return c
}

// A ledger counts. It is used by one goroutine.
type ledger struct {
	texts map[string]*history
	today string
	salt  [32]byte
}

func newLedger() *ledger { return &ledger{texts: make(map[string]*history)} }

// turn begins a new day: it drops the readers of the day before, and counts older
// than KeptDays.
func (l *ledger) turn(now time.Time) {
	today := now.Format(time.DateOnly)
	if today == l.today {
		return
	}
	l.today = today
	_, _ = rand.Read(l.salt[:]) // never fails
	oldest := now.AddDate(0, 0, 1-KeptDays).Format(time.DateOnly)
	for text, h := range l.texts {
		h.readers = nil
		if h.days = slices.DeleteFunc(h.days, func(d day) bool { return d.Day < oldest }); len(h.days) == 0 {
			delete(l.texts, text)
		}
	}
}

// count adds to the counts of a text today.
func (l *ledger) count(reader, text string, now time.Time, c Counts) {
	l.turn(now)
	h := l.texts[text]
	if h == nil {
		if len(l.texts) >= MaxTexts {
			l.forget()
		}
		h = &history{}
		l.texts[text] = h
	}
	if n := len(h.days); n == 0 || h.days[n-1].Day != l.today {
		h.days, h.readers = append(h.days, day{Day: l.today}), nil
	}
	if h.readers == nil {
		h.readers = make(map[uint64]bool)
	}
	if len(h.readers) < MinReaders {
		h.readers[l.hash(reader)] = true // more readers need not be told apart
	}
	d := &h.days[len(h.days)-1]
	d.add(c)
	// After a restart the readers of earlier that day are no longer known; a reader
	// who comes again must not count twice.
	d.Readers = max(d.Readers, len(h.readers))
}

func (l *ledger) hash(reader string) uint64 {
	sum := sha256.Sum256(append(l.salt[:], reader...))
	return binary.LittleEndian.Uint64(sum[:])
}

// forget drops the text with the fewest readers; of several, the one whose last
// search is longest ago.
func (l *ledger) forget() {
	least, at := "", Counts{}
	for text, h := range l.texts {
		sum := h.sum()
		order := cmp.Or(cmp.Compare(sum.Readers, at.Readers), strings.Compare(h.lastDay(), lastDay(l.texts[least])), cmp.Compare(sum.Searches, at.Searches))
		if least == "" || order < 0 {
			least, at = text, sum
		}
	}
	delete(l.texts, least)
}

func (h *history) lastDay() string { return h.days[len(h.days)-1].Day }

func lastDay(h *history) string {
	if h == nil {
		return ""
	}
	return h.lastDay()
}

// tidy returns the text as it is counted, regardless of case and spaces. It returns
// "" for texts that are not counted: long ones, and those that look personal (an
// email address, a number of seven digits or more).
func tidy(text string) string {
	if !utf8.ValidString(text) {
		return ""
	}
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	digits := 0
	for _, r := range text {
		switch {
		case r == '@' || r == '＠':
			return ""
		case unicode.IsDigit(r):
			digits++
		case r == ' ' || r == '-':
		default:
			digits = 0
		}
		if digits >= 7 {
			return ""
		}
	}
	if utf8.RuneCountInString(text) > MaxRunes {
		return ""
	}
	return text
}
