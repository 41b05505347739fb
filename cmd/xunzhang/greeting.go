package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strings"
	"syscall"

	"github.com/xunzhang/xunzhang/server"
)

// What somebody sees who starts the server at a terminal: sentences with the
// address, and no log between them.

// openLog decides where events and requests are logged: in the file of --log; else
// on standard error, where a terminal is spared all but warnings.
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
	s.say("xunzhang listens at %s and is getting ready: the dictionaries and the index in %s are read; the page waits as long", inBrowser(where(l)), s.index)
}

// ready says that searches are answered: to scripts the address alone.
func (s *serving) ready(l server.Listeners) {
	if !terminal(s.out) {
		fmt.Fprintln(s.out, where(l))
		return
	}
	fmt.Fprintf(s.out, "Ready: open %s in a browser. Ctrl-C stops.\n", inBrowser(where(l)))
}

// inBrowser is an address as a browser on this machine takes it.
func inBrowser(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	host, port, err := net.SplitHostPort(rest)
	if ip := net.ParseIP(host); !ok || err != nil || ip == nil || !ip.IsUnspecified() {
		return address
	}
	return scheme + "://" + net.JoinHostPort("localhost", port)
}

// taken adds to an error of listening which flag gives another address.
func taken(err error, flag string) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%w: another program listens there; %s gives another address", err, flag)
	}
	return err
}

// errLabel says that a label of a category is none.
var errLabel = errors.New("want CATEGORY=TEXT")

// readLabels reads the flag --label.
func readLabels(list []string) (map[string]string, error) {
	out := make(map[string]string, len(list))
	for _, l := range list {
		category, text, ok := strings.Cut(l, "=")
		if !ok || strings.TrimSpace(category) == "" || strings.TrimSpace(text) == "" {
			return nil, usageError{fmt.Errorf("--label %q: %w", l, errLabel)}
		}
		out[strings.TrimSpace(category)] = strings.TrimSpace(text)
	}
	return out, nil
}
