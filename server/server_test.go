package server

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// newServer is a server over a fake, on a made-up address. What it answers is
// compared with the OpenAPI document: see checked.
func newServer(t testing.TB, f *fake, change ...func(*Config)) *Server {
	t.Helper()
	c := Config{Addr: "127.0.0.1:8080", Examples: []string{"小红书 TikTok 难民", "没有的词"}, Version: "test"}
	for _, fn := range change {
		fn(&c)
	}
	s, err := New(c, f.services())
	if err != nil {
		t.Fatal(err)
	}
	s.handler = checked(t, s.handler)
	return s
}

// get requests a path; headers are pairs of name and value.
func get(s *Server, path string, headers ...string) *httptest.ResponseRecorder {
	return request(s, http.MethodGet, path, "", headers...)
}

func request(s *Server, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://localhost:8080/", strings.NewReader(body))
	r.RequestURI = path
	if u, err := r.URL.Parse(path); err == nil {
		r.URL = u
	}
	r.Host = "localhost:8080"
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w
}

func decode[T any](t testing.TB, w *httptest.ResponseRecorder) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("%v in %s", err, w.Body)
	}
	return v
}

// problem checks that an answer is an RFC 9457 problem.
func problem(t testing.TB, w *httptest.ResponseRecorder, status int, code string) Problem {
	t.Helper()
	p := decode[Problem](t, w)
	if w.Code != status || p.Status != status || p.Code != code || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Fatalf("%d %s, want %d %s: %s", w.Code, w.Header().Get("Content-Type"), status, code, w.Body)
	}
	if p.Title == "" || p.Detail == "" || p.RequestID == "" || p.Instance == "" || !strings.HasSuffix(p.Type, code) {
		t.Fatalf("something is missing: %s", w.Body)
	}
	return p
}

// logBuffer collects log lines from several goroutines.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) lines() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Split(strings.TrimSuffix(l.b.String(), "\n"), "\n")
}

func logTo(l *logBuffer) func(*Config) {
	return func(c *Config) { c.Logger = slog.New(slog.NewJSONHandler(l, nil)) }
}

func TestConfigIsChecked(t *testing.T) {
	for _, tt := range []struct {
		c    Config
		want string // base URL, or part of the error after "!"
	}{
		{Config{Addr: "127.0.0.1:8080"}, "http://127.0.0.1:8080"},
		{Config{Addr: ":8080"}, "http://localhost:8080"},
		{Config{Addr: "[::]:80"}, "http://localhost:80"},
		{Config{Addr: "[::1]:80"}, "http://[::1]:80"},
		{Config{Addr: ":1", BaseURL: "https://x.example/"}, "https://x.example"},
		{Config{Addr: ":1", BaseURL: "https://x.example/sub"}, "!no path"},
		{Config{Addr: ":1", BaseURL: "ftp://x.example"}, "!http"},
		{Config{Addr: ":443", TLS: true}, "https://localhost:443"},
		{Config{Addr: "unix:/run/x.sock"}, "http://localhost"},
		{Config{Addr: "unix:/run/x.sock", BaseURL: "https://x.example"}, "https://x.example"},
		{Config{Addr: "8080"}, "!address"},
	} {
		s, err := New(tt.c, newFake().services())
		if want, bad := strings.CutPrefix(tt.want, "!"); bad {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%+v: %v, want %s", tt.c, err, want)
			}
			continue
		}
		if err != nil || s.config.BaseURL != tt.want {
			t.Errorf("%+v: %v %+v", tt.c, err, s)
		}
	}
	if _, err := New(Config{Addr: ":1"}, Services{}); err == nil {
		t.Error("a server without services")
	}
}
