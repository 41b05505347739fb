package server

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/apikey"
	"github.com/xunzhang/xunzhang/export"
)

const pathExport = "/api/v1/export"

// An export needs a key, even when everything else is public.
func TestExportNeedsAKey(t *testing.T) {
	problem(t, get(newServer(t, newFake()), pathExport), 401, "no_key")
	s, tokens := newKeyedServer(t, newFake())
	problem(t, get(s, pathExport), 401, "no_key")
	problem(t, get(s, pathExport, "Authorization", tokens["search"]), 403, "bad_scope")
	for _, name := range []string{"read", "admin"} {
		if w := get(s, pathExport, "Authorization", tokens[name]); w.Code != 200 {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
}

// Every article is a line that conforms to the schema.
func TestExport(t *testing.T) {
	f := newFake()
	s, tokens := newKeyedServer(t, f)
	c, err := theContract()
	if err != nil {
		t.Fatal(err)
	}
	schema := c.whole.Components.Schemas["ExportedArticle"].Value
	w := get(s, pathExport, "Authorization", tokens["read"])
	if w.Header().Get("Content-Type") != "application/x-ndjson" || w.Header().Get("ETag") == "" || w.Header().Get("Cache-Control") != "private, no-cache" {
		t.Errorf("%v", w.Header())
	}
	n := 0
	for line := range strings.Lines(w.Body.String()) {
		var v any
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if err := schema.VisitJSON(v); err != nil {
			t.Errorf("%s: %v", line, err)
		}
		n++
	}
	if n != len(f.articles) || f.open.Load() != 0 || s.admission.taken() != 0 {
		t.Errorf("%d lines, %d open, %d places taken", n, f.open.Load(), s.admission.taken())
	}
	if w := get(s, pathExport+"?fields=id&category=文化", "Authorization", tokens["read"]); w.Body.String() != "{\"id\":\"hant/001\"}\n" {
		t.Errorf("%s", w.Body)
	}
	if w := get(s, pathExport, "Authorization", tokens["read"], "If-None-Match", w.Header().Get("ETag")); w.Code != 304 {
		t.Errorf("once more: %d", w.Code)
	}
	if w := request(s, http.MethodHead, pathExport, "", "Authorization", tokens["read"]); w.Code != 200 || w.Body.Len() > 0 {
		t.Errorf("HEAD: %d, %d bytes", w.Code, w.Body.Len())
	}
	problem(t, get(s, pathExport+"?q=a", "Authorization", tokens["read"]), 400, "bad_parameter")
	problem(t, get(s, pathExport+"?fields=text", "Authorization", tokens["read"]), 400, "bad_parameter")
}

// A key that is bound to categories exports only these.
func TestRestrictedExport(t *testing.T) {
	s, tokens := newKeyedServer(t, newFake())
	for path, want := range map[string]bool{pathExport: true, pathExport + "?category=产品设计": true, pathExport + "?category=文化": false, pathExport + "?category=文化&category=产品设计": true} {
		w := get(s, path, "Authorization", tokens["restricted"])
		if (w.Body.Len() > 0) != want {
			t.Errorf("%s: %d bytes", path, w.Body.Len())
		}
		for line := range strings.Lines(w.Body.String()) {
			if !strings.Contains(line, `"category":"产品设计"`) {
				t.Errorf("%s: %s", path, line)
			}
		}
	}
}

// The number of concurrent exports is limited, and each frees its place at the end.
func TestExportsAtOnce(t *testing.T) {
	f := newFake()
	s, tokens := newKeyedServer(t, f)
	names := []string{"read", "admin"} // as many as MaxExports
	begun, release := make(chan struct{}, MaxExports), make(chan struct{})
	f.wait = func(context.Context) error {
		select {
		case begun <- struct{}{}:
		default:
		}
		<-release
		return nil
	}
	done := make(chan int, MaxExports)
	busy := func(name string) {
		t.Helper()
		w := get(s, pathExport, "Authorization", tokens[name])
		if problem(t, w, 503, "export_busy"); w.Header().Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
	}
	for _, name := range names {
		go func() { done <- get(s, pathExport, "Authorization", tokens[name]).Code }()
		<-begun
		busy(name) // a key has one
	}
	busy("restricted")
	close(release)
	for range MaxExports {
		if code := <-done; code != 200 {
			t.Errorf("%d", code)
		}
	}
	if f.open.Load() != 0 || s.exports.count() != 0 {
		t.Errorf("%d generations are kept open, %d exports run", f.open.Load(), s.exports.count())
	}
}

// An export that fails in the middle does not look complete.
func TestExportIsCutOff(t *testing.T) {
	f := newFake()
	calls := 0
	f.fail = func(string) error {
		if calls++; calls == 3 {
			return errors.New("the disk is gone")
		}
		return nil
	}
	var log logBuffer
	store, tokens := keyring(t, map[string]apikey.Key{"read": {Scopes: []apikey.Scope{apikey.Read}}})
	s, err := New(Config{Addr: "127.0.0.1:1", Keys: store}, f.services())
	if err != nil {
		t.Fatal(err)
	}
	logTo(&log)(&s.config)
	url, stop, ended := start(t, s)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+pathExport, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", tokens["read"])
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%d bytes and %v", len(body), err)
	}
	if !strings.Contains(strings.Join(log.lines(), "\n"), "cut off") {
		t.Errorf("%v", log.lines())
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// An export may take longer than other answers: each of its pieces has their time
// limit.
func TestLongExport(t *testing.T) {
	if os.Getenv("XUNZHANG_LONG") == "" {
		t.Skip("takes longer than an answer may; set XUNZHANG_LONG=1")
	}
	f := newFake()
	f.wait = func(context.Context) error { time.Sleep(writeTime / 8); return nil }
	store, tokens := keyring(t, map[string]apikey.Key{"read": {Scopes: []apikey.Scope{apikey.Read}}})
	url, stop, ended := start(t, newServer(t, f, func(c *Config) { c.Keys = store }))
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+pathExport, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", tokens["read"])
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	n := 0
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); n++ {
		var a export.Article
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
	}
	if n != len(f.articles) {
		t.Errorf("%d articles of %d", n, len(f.articles))
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
