package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/faulttest"
)

func TestHealth(t *testing.T) {
	for status, code := range map[int]int{200: exitDone, 503: exitUnavailable, 404: exitUnavailable} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/readyz" {
				t.Errorf("%s is asked for", r.URL)
			}
			w.WriteHeader(status)
			fmt.Fprintln(w, "starting")
		}))
		var messages faulttest.Output
		if got := run([]string{"health", "--url", s.URL + "/"}, nil, io.Discard, &messages); got != code || (code == exitDone) != (messages.String() == "") {
			t.Errorf("%d: exit code %d, want %d: %s", status, got, code, messages.String())
		}
		if code != exitDone && !strings.Contains(messages.String(), "starting") {
			t.Errorf("%d: it does not say why: %s", status, messages.String())
		}
		s.Close()
	}
	for args, code := range map[string]int{"--url http://127.0.0.1:1": exitUnavailable, "--url http://%": exitUsage, "--timeout soon": exitUsage} {
		if got := run(append([]string{"health"}, strings.Fields(args)...), nil, io.Discard, io.Discard); got != code {
			t.Errorf("%s: exit code %d, want %d", args, got, code)
		}
	}
}

func TestHealthOverASocket(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Skip(err) // the name of the folder may be too long for one
	}
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" {
			t.Errorf("%s is asked for", r.URL)
		}
	}))
	s.Listener = l
	s.Start()
	if got := run([]string{"health", "--url", "unix:" + socket}, nil, io.Discard, io.Discard); got != exitDone {
		t.Errorf("exit code %d", got)
	}
	s.Close()
	if got := run([]string{"health", "--url", "unix:" + socket}, nil, io.Discard, io.Discard); got != exitUnavailable {
		t.Errorf("without a server: exit code %d", got)
	}
}
