package querystats

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Parameters of a Counter.
const (
	settle     = 4 * time.Second // within which a longer or shorter text of the same reader replaces the one before
	saveEvery  = time.Minute
	queued     = 1024  // events that wait to be counted; further ones are dropped
	maxPending = 1_000 // readers who may be typing
)

// A Counter counts in the background: its callers never wait, and events are
// dropped when too many come at once. It is safe for concurrent use.
type Counter struct {
	path   string
	log    *slog.Logger
	events chan event
	asked  chan chan Report
	end    chan struct{}
	ended  chan error
}

// An event is a search, or an article that was opened from one.
type event struct {
	reader, text string
	found        int
	opened       bool
	at           time.Time
}

// Open starts a Counter that continues from the counts in a file, which need not
// exist yet. The file is written every minute, and by Close. An error names the
// file.
func Open(path string, log *slog.Logger) (*Counter, error) {
	l, err := open(path, time.Now())
	if err != nil {
		return nil, err
	}
	if err := l.save(path); err != nil { // so that an error is reported at the start
		return nil, err
	}
	c := &Counter{path: path, log: log, events: make(chan event, queued), asked: make(chan chan Report), end: make(chan struct{}), ended: make(chan error, 1)}
	go c.run(l)
	return c, nil
}

// Check returns the error that Open would return, and leaves the file as it is.
func Check(path string) error {
	if _, err := open(path, time.Now()); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// Searched counts a search by a reader. found is how many articles hold all words.
func (c *Counter) Searched(reader, text string, found int) {
	c.tell(event{reader: reader, text: text, found: found})
}

// Opened counts that a reader opened an article from the results of a search.
func (c *Counter) Opened(reader, text string) {
	c.tell(event{reader: reader, text: text, opened: true})
}

func (c *Counter) tell(e event) {
	if e.text = tidy(e.text); e.text == "" {
		return
	}
	e.at = time.Now()
	select {
	case c.events <- e:
	default:
	}
}

// Report returns the report of the current counts.
func (c *Counter) Report(ctx context.Context) (Report, error) {
	answer := make(chan Report, 1)
	select {
	case c.asked <- answer:
		return <-answer, nil
	case <-ctx.Done():
		return Report{}, ctx.Err()
	case <-c.end:
		return Report{}, context.Canceled
	}
}

// Close counts the events that wait, and writes the file. It is called once.
func (c *Counter) Close() error {
	close(c.end)
	return <-c.ended
}

// run counts until Close.
func (c *Counter) run(l *ledger) {
	t := typing{ledger: l, last: make(map[string]event)}
	save, tick := time.NewTicker(saveEvery), time.NewTicker(time.Second)
	defer save.Stop()
	defer tick.Stop()
	for {
		select {
		case e := <-c.events:
			t.take(e)
		case answer := <-c.asked:
			answer <- l.report()
		case now := <-tick.C:
			t.settled(now.Add(-settle))
		case <-save.C:
			l.turn(time.Now())
			if err := l.save(c.path); err != nil {
				c.log.Error("what readers search for was not written", "error", err)
			}
		case <-c.end:
			for len(c.events) > 0 {
				t.take(<-c.events)
			}
			t.settled(time.Now())
			c.ended <- l.save(c.path)
			return
		}
	}
}

// A typing holds the last search of each reader. The page searches while the reader
// types, and only the finished text counts.
type typing struct {
	ledger *ledger
	last   map[string]event // by reader
}

// take counts an event, or keeps it until it is clear that the reader has finished
// typing.
func (t *typing) take(e event) {
	before, typed := t.last[e.reader]
	if typed && (e.opened || !continues(before, e)) {
		t.search(before)
		delete(t.last, e.reader)
	}
	switch {
	case e.opened:
		t.ledger.count(e.reader, e.text, e.at, Counts{Opened: 1})
	case len(t.last) >= maxPending:
		t.search(e)
	default:
		t.last[e.reader] = e
	}
}

// continues reports whether the text of a search extends or shortens that of the
// search before.
func continues(before, e event) bool {
	return e.at.Sub(before.at) < settle && (strings.HasPrefix(e.text, before.text) || strings.HasPrefix(before.text, e.text))
}

// settled counts the searches whose readers have typed nothing more since a time.
func (t *typing) settled(before time.Time) {
	for reader, e := range t.last {
		if !e.at.After(before) {
			t.search(e)
			delete(t.last, reader)
		}
	}
}

func (t *typing) search(e event) {
	c := Counts{Searches: 1}
	if e.found == 0 {
		c.Missed = 1
	}
	t.ledger.count(e.reader, e.text, e.at, c)
}
