package server

import (
	"context"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
)

// start serves on a free port until stop is called; done then has the error.
func start(t *testing.T, s *Server) (url string, stop func(), done <-chan error) {
	t.Helper()
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ch := make(chan error, 1)
	go func() { ch <- s.Serve(ctx, l) }()
	return "http://" + l.Addr().String(), cancel, ch
}

func fetch(t *testing.T, url string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Error(err)
	}
	return resp.StatusCode, string(body)
}

// When the server stops, what runs is finished, readiness is gone, and nothing
// new is accepted.
func TestGracefulStop(t *testing.T) {
	f := newFake()
	begun, release := make(chan struct{}, 1), make(chan struct{})
	f.wait = func(context.Context) error {
		begun <- struct{}{}
		<-release
		return nil
	}
	s := newServer(t, f)
	url, stop, done := start(t, s)
	if code, _ := fetch(t, url+"/readyz"); code != http.StatusOK {
		t.Fatalf("readyz: %d", code)
	}
	answered := make(chan int, 1)
	go func() {
		code, _ := fetch(t, url+"/api/v1/search?q=a")
		answered <- code
	}()
	<-begun
	stop()
	for !s.draining.Load() {
		runtime.Gosched()
	}
	if w := get(s, "/readyz"); w.Code != http.StatusServiceUnavailable {
		t.Errorf("readyz while stopping: %d", w.Code)
	}
	if w := get(s, "/livez"); w.Code != http.StatusOK {
		t.Errorf("livez while stopping: %d", w.Code)
	}
	close(release)
	if code := <-answered; code != http.StatusOK {
		t.Errorf("the running request: %d", code)
	}
	if err := <-done; err != nil {
		t.Errorf("stop: %v", err)
	}
}

func TestRunNeedsItsPort(t *testing.T) {
	s := newServer(t, newFake())
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s.config.Addr = l.Addr().String()
	if err := s.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "listen") {
		t.Errorf("%v", err)
	}
}

// Headers beyond the limit are refused before they are read.
func TestHugeHeaders(t *testing.T) {
	url, stop, done := start(t, newServer(t, newFake()))
	code, _ := fetch(t, url+"/search?q="+strings.Repeat("a", 1<<20))
	if code != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a query of 1 MB: %d", code)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

type noIndex struct{ *fake }

func (noIndex) State(context.Context) (engine.State, error) {
	return engine.State{}, engine.ErrNoIndex
}

func TestNotReadyWithoutAnIndex(t *testing.T) {
	f := newFake()
	s, err := New(Config{Addr: "127.0.0.1:1"}, Services{Finder: noIndex{f}, Reader: f, Analyzer: f})
	if err != nil {
		t.Fatal(err)
	}
	problem(t, get(s, "/readyz"), 503, "no_index")
	problem(t, get(s, "/api/v1/stats"), 503, "no_index")
	for _, path := range []string{"/", "/search?q=a"} {
		if w := get(s, path); w.Code != 503 || !strings.Contains(w.Body.String(), "xunzhang reindex") {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	for _, path := range []string{"/livez", "/metrics"} {
		if w := get(s, path); w.Code != 200 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestMetrics(t *testing.T) {
	s := newServer(t, newFake())
	get(s, "/search?q=秘密的词")
	get(s, "/api/v1/search?q=a&page=0")
	request(s, "BREW", "/秘密", "")
	body := get(s, "/metrics").Body.String()
	for _, want := range []string{
		`xunzhang_http_requests_total{code="200",method="GET",route="/search"} 1`,
		`xunzhang_http_requests_total{code="400",method="GET",route="/api/v1/search"} 1`,
		`method="other",route="none"`,
		`xunzhang_http_request_duration_seconds_count{route="/search"} 1`,
		"xunzhang_index_generation 42", "xunzhang_index_articles 35", "xunzhang_searches_running 0", "go_goroutines",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(body, "秘密") {
		t.Error("what a reader typed is a label")
	}
}

func TestHead(t *testing.T) {
	url, stop, done := start(t, newServer(t, newFake()))
	for _, path := range []string{"/", "/search?q=a", "/api/v1/search?q=a", "/livez"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodHead, url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		if body, _ := io.ReadAll(resp.Body); resp.StatusCode != 200 || len(body) > 0 {
			t.Errorf("%s: %d, %d bytes", path, resp.StatusCode, len(body))
		}
		resp.Body.Close()
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
