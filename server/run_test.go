package server

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

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
	go func() { ch <- s.Serve(ctx, Listeners{Public: []net.Listener{l}}) }()
	return "http://" + l.Addr().String(), cancel, ch
}

// admin sends a request to the administration address.
func admin(s *Server, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "http://localhost:8081"+path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		if r.Header.Set(headers[i], headers[i+1]); headers[i] == "Host" {
			r.Host = headers[i+1]
		}
	}
	w := httptest.NewRecorder()
	s.AdminHandler().ServeHTTP(w, r)
	return w
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

// For a while a load balancer is told that the server is stopping, and requests
// that still arrive are answered, on connections that are then closed.
func TestDrainDelay(t *testing.T) {
	for _, tt := range []struct {
		name  string
		cause error
		waits bool
	}{{"terminated", nil, true}, {"interrupted", ErrAtOnce, false}} {
		s := newServer(t, newFake(), func(c *Config) { c.DrainDelay = 300 * time.Millisecond })
		l, err := Listen(t.Context(), "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		url := "http://" + l.Addr().String()
		ctx, cancel := context.WithCancelCause(t.Context())
		done := make(chan error, 1)
		go func() { done <- s.Serve(ctx, Listeners{Public: []net.Listener{l}}) }()
		if code, _ := fetch(t, url+"/readyz"); code != http.StatusOK {
			t.Fatalf("%s: readyz %d", tt.name, code)
		}
		begin := time.Now()
		cancel(tt.cause)
		for !s.draining.Load() {
			runtime.Gosched()
		}
		if tt.waits {
			if code, body := fetch(t, url+"/readyz"); code != http.StatusServiceUnavailable || body != "stopping\n" {
				t.Errorf("readyz while stopping: %d %q", code, body)
			}
			resp, err := http.Get(url + "/api/v1/search?q=a")
			if err != nil || resp.StatusCode != http.StatusOK || !resp.Close {
				t.Errorf("a search while stopping: %v %v", resp, err)
			} else {
				resp.Body.Close()
			}
		}
		if err := <-done; err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if took := time.Since(begin); tt.waits && took < s.config.DrainDelay {
			t.Errorf("%s: it stops after %v", tt.name, took)
		}
		if _, err := net.Dial("tcp", l.Addr().String()); err == nil {
			t.Errorf("%s: it still listens", tt.name)
		}
	}
}

// Metrics and profiles are for the administration, under its own names, for no
// page of another site and for no reader.
func TestAdmin(t *testing.T) {
	s := newServer(t, newFake(), func(c *Config) { c.AdminAddr = ":8081" })
	for _, path := range []string{"/metrics", "/debug/pprof/", "/debug/pprof/heap?debug=1", "/debug/pprof/cmdline", "/livez", "/readyz"} {
		if w := admin(s, path); w.Code != http.StatusOK || w.Body.Len() == 0 {
			t.Errorf("%s: %d", path, w.Code)
		}
		problem(t, admin(s, path, "Host", "evil.example:8081"), http.StatusMisdirectedRequest, "bad_host")
		if w := get(s, path); strings.Contains(path, "z") != (w.Code == http.StatusOK) {
			t.Errorf("%s on the public address: %d", path, w.Code)
		}
	}
	problem(t, admin(s, "/search?q=a"), http.StatusNotFound, "no_route")
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, "http://localhost:8081/metrics", nil)
	r.Header.Set("Origin", "https://evil.example")
	s.AdminHandler().ServeHTTP(w, r)
	problem(t, w, http.StatusForbidden, "cross_origin")
	w = httptest.NewRecorder()
	r.Header.Del("Origin")
	s.AdminHandler().ServeHTTP(w, r)
	if problem(t, w, http.StatusMethodNotAllowed, "bad_method"); w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("allowed: %q", w.Header().Get("Allow"))
	}
	s.draining.Store(true)
	if w := admin(s, "/readyz"); w.Code != http.StatusServiceUnavailable || w.Body.String() != "stopping\n" {
		t.Errorf("readyz while stopping: %d %s", w.Code, w.Body)
	}
}

// The administration address answers until the last reader has been answered.
func TestAdminStopsLast(t *testing.T) {
	s := newServer(t, newFake(), func(c *Config) { c.DrainDelay = 100 * time.Millisecond })
	var l [2]net.Listener
	for i := range l {
		var err error
		if l[i], err = Listen(t.Context(), "127.0.0.1:0"); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, Listeners{Public: l[:1], Admin: l[1]}) }()
	url := "http://" + l[1].Addr().String()
	if code, body := fetch(t, url+"/metrics"); code != http.StatusOK || !strings.Contains(body, "xunzhang_index_generation 42") {
		t.Errorf("metrics: %d", code)
	}
	cancel()
	for !s.draining.Load() {
		runtime.Gosched()
	}
	if code, _ := fetch(t, url+"/metrics"); code != http.StatusOK {
		t.Errorf("metrics while stopping: %d", code)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	if _, err := net.Dial("tcp", l[1].Addr().String()); err == nil {
		t.Error("the administration still listens")
	}
}

// A listener that fails ends the server with its error.
func TestListenerThatFails(t *testing.T) {
	s := newServer(t, newFake(), func(c *Config) { c.DrainDelay = time.Hour })
	for _, which := range []string{"public", "admin"} {
		var ls Listeners
		for _, name := range []string{"public", "admin"} {
			l, err := Listen(t.Context(), "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			if name == which {
				l.Close()
			}
			if name == "admin" {
				ls.Admin = l
			} else {
				ls.Public = []net.Listener{l}
			}
		}
		if err := s.Serve(t.Context(), ls); !errors.Is(err, net.ErrClosed) {
			t.Errorf("%s: %v", which, err)
		}
	}
}

func TestListenNamesTheAddress(t *testing.T) {
	l, err := Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if _, err := Listen(t.Context(), l.Addr().String()); !errors.Is(err, syscall.EADDRINUSE) || !strings.Contains(err.Error(), l.Addr().String()) {
		t.Errorf("%v", err)
	}
}

// While the services are being made, probes are told to wait, programs get 503, and
// the page waits.
func TestStarting(t *testing.T) {
	f, pending := newFake(), &Pending{}
	s, err := New(Config{Addr: "127.0.0.1:1", AdminAddr: ":2"}, pending.Services())
	if err != nil {
		t.Fatal(err)
	}
	if w := get(s, "/livez"); w.Code != http.StatusOK {
		t.Errorf("livez: %d", w.Code)
	}
	for _, path := range []string{"/readyz", "/api/v1/search?q=a", "/api/v1/paragraphs?q=a", "/api/v1/suggest?q=a", "/api/v1/articles/6171502", "/api/v1/related?id=x", "/api/v1/stats"} {
		w := get(s, path)
		problem(t, w, http.StatusServiceUnavailable, "starting")
		if w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: no Retry-After", path)
		}
	}
	problem(t, request(s, http.MethodPost, "/api/v1/analyze", `{"text":"a"}`), http.StatusServiceUnavailable, "starting")
	for _, path := range []string{"/", "/search?q=a", "/articles/6171502"} {
		w := get(s, path)
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Refresh") == "" || !strings.Contains(w.Body.String(), "正在准备") {
			t.Errorf("%s: %d %v", path, w.Code, w.Header())
		}
	}
	if w := admin(s, "/readyz"); w.Code != http.StatusServiceUnavailable || w.Body.String() != "starting\n" {
		t.Errorf("readyz of the administration: %d %s", w.Code, w.Body)
	}
	if err := pending.Provide(Services{}); err == nil {
		t.Error("services that are none are taken")
	}
	if err := pending.Provide(f.services()); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/readyz", "/search?q=a", "/api/v1/search?q=a", "/api/v1/paragraphs?q=a", "/api/v1/suggest?q=a",
		"/api/v1/articles/6171502", "/api/v1/related?id=6171502", "/api/v1/stats"} {
		if w := get(s, path); w.Code != http.StatusOK || w.Header().Get("Refresh") != "" {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if w := request(s, http.MethodPost, "/api/v1/analyze", `{"text":"a"}`); w.Code != http.StatusOK {
		t.Errorf("analyze: %d", w.Code)
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
	s, err := New(Config{Addr: "127.0.0.1:1"}, Services{Finder: noIndex{f}, Reader: f, Analyzer: f, Exporter: f})
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
	if w := get(s, "/livez"); w.Code != 200 {
		t.Errorf("livez: %d", w.Code)
	}
	if w := admin(s, "/metrics"); w.Code != 200 {
		t.Errorf("metrics: %d", w.Code)
	}
}

func TestMetrics(t *testing.T) {
	f, failures := newFake(), &atomic.Int64{}
	s := newServer(t, f, func(c *Config) { c.Failures = failures })
	failures.Store(3)
	f.wait = func(ctx context.Context) error { MeterEngine(ctx, time.Millisecond, 40); return nil }
	get(s, "/search?q=秘密的词")
	get(s, "/api/v1/search?q=a&page=0")
	request(s, "BREW", "/秘密", "")
	body := admin(s, "/metrics").Body.String()
	for _, want := range []string{
		`xunzhang_http_requests_total{code="200",method="GET",route="/search"} 1`,
		`xunzhang_http_requests_total{code="400",method="GET",route="/api/v1/search"} 1`,
		`method="other",route="none"`,
		`xunzhang_http_request_duration_seconds_count{route="/search"} 1`,
		`xunzhang_http_outcomes_total{outcome="ok",route="/search"} 1`, `xunzhang_http_outcomes_total{outcome="bad_parameter",route="/api/v1/search"} 1`,
		`xunzhang_search_stage_seconds_count{stage="finding"} 1`, `xunzhang_search_stage_seconds_count{stage="ranking"} 1`, `xunzhang_search_stage_seconds_count{stage="waiting"} 2`,
		`xunzhang_search_candidates_sum 40`, "xunzhang_index_failures_total 3", "xunzhang_index_built_timestamp_seconds 1.7383968e+09",
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
