package main

import (
	"fmt"
	"log/slog"
	"os"

	"github.com/xunzhang/xunzhang/server"
)

// At a terminal, the server prints sentences with its address, and no log between
// them.

// openLog decides where events and requests are logged: in the file of --log; else
// on standard error, only warnings when that is a terminal.
func (s *serving) openLog() (done func() error, err error) {
	switch {
	case s.log == "" && terminal(s.err):
		s.config.Logger = slog.New(slog.NewTextHandler(s.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
		return nothing, nil
	case s.log == "" || s.log == "-":
		s.config.Logger = slog.New(slog.NewJSONHandler(s.err, nil))
		return nothing, nil
	}
	f, err := os.OpenFile(s.log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o640)
	if err != nil {
		return nothing, fmt.Errorf("--log: %w", err)
	}
	s.config.Logger = slog.New(slog.NewJSONHandler(f, nil))
	return f.Close, nil
}

// greet says where the server listens, before it can answer searches.
func (s *serving) greet(l server.Listeners) {
	s.say("xunzhang listens at %s and is getting ready: the dictionaries and the index in %s are being read; until then the page waits", inBrowser(where(l)), s.place())
}

// ready says that searches are answered: to scripts the address alone.
func (s *serving) ready(l server.Listeners) {
	if !terminal(s.out) {
		fmt.Fprintln(s.out, where(l))
		return
	}
	fmt.Fprintf(s.out, "Ready: open %s in a browser. Ctrl-C stops.\n", inBrowser(where(l)))
}
