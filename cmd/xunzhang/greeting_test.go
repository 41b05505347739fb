package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestInBrowser(t *testing.T) {
	for address, want := range map[string]string{
		"http://127.0.0.1:8080": "http://127.0.0.1:8080", "http://0.0.0.0:80": "http://localhost:80",
		"https://[::]:8443": "https://localhost:8443", "unix:/run/x": "unix:/run/x",
	} {
		if got := inBrowser(address); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}

// The log is written where --log says, and then no line of it is among the
// messages.
func TestLogGoesToAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "log.json")
	var messages bytes.Buffer
	s := &serving{app: &app{err: &messages}, log: file}
	done, err := s.openLog()
	if err != nil {
		t.Fatal(err)
	}
	s.config.Logger.Info("request")
	if err := done(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(text), `"msg":"request"`) || messages.Len() > 0 {
		t.Errorf("%v, file %q, standard error %q", err, text, &messages)
	}
	s.log = "-"
	if _, err := s.openLog(); err != nil {
		t.Fatal(err)
	}
	if s.config.Logger.Info("request"); !strings.Contains(messages.String(), `"msg":"request"`) {
		t.Errorf("standard error has %q", &messages)
	}
}

func TestReadLabels(t *testing.T) {
	got, err := readLabels([]string{"it = 互联网", "pd=产品=设计"})
	if err != nil || len(got) != 2 || got["it"] != "互联网" || got["pd"] != "产品=设计" {
		t.Errorf("%v %v", got, err)
	}
	for _, bad := range []string{"it", "=x", "it="} {
		if _, err := readLabels([]string{bad}); err == nil {
			t.Errorf("%q is a label", bad)
		}
	}
}
