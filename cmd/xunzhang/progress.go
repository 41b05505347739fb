package main

import (
	"fmt"
	"io"
	"time"

	"github.com/xunzhang/xunzhang/indexer"
)

// How long a job runs before its progress is shown, and how often a new line is
// printed where the output cannot rewrite one.
const (
	quiet      = time.Second
	plainEvery = 5 * time.Second
)

// A ticker shows the progress of a job: on a terminal in one line that it rewrites,
// elsewhere in new lines. It is used by one goroutine.
type ticker struct {
	out    io.Writer
	screen bool
	last   time.Duration // when a plain line was printed
	shown  bool
}

func newTicker(out io.Writer) *ticker { return &ticker{out: out, screen: terminal(out)} }

func (t *ticker) show(p indexer.Progress) {
	if p.Elapsed < quiet {
		return
	}
	if t.screen {
		t.shown = true
		fmt.Fprint(t.out, clearLine, progressLine(p))
		return
	}
	if t.last != 0 && p.Elapsed-t.last < plainEvery {
		return
	}
	t.last = p.Elapsed
	fmt.Fprintln(t.out, progressLine(p))
}

// end clears the line, so that only the report remains.
func (t *ticker) end() {
	if t.shown {
		fmt.Fprint(t.out, clearLine)
	}
}

func progressLine(p indexer.Progress) string {
	line := fmt.Sprintf("%s: %d files, %d articles, %s", p.Phase, p.Files, p.Articles, size(p.Bytes))
	switch {
	case p.Phase == indexer.Writing && p.Total > 0:
		line = fmt.Sprintf("%s: %d of %d articles", p.Phase, p.Done, p.Total)
		if p.Rate > 0 {
			line += fmt.Sprintf(", %.0f/s", p.Rate)
		}
		if p.Left > 0 {
			line += ", " + p.Left.Round(time.Second).String() + " left"
		}
	case p.Phase == indexer.Publishing:
		line = "merging and verifying"
	case p.Rate > 0:
		line += fmt.Sprintf(", %.0f articles/s", p.Rate)
	}
	if p.Skipped > 0 {
		line += fmt.Sprintf(", %d skipped", p.Skipped)
	}
	return line
}
