//go:build unix

package faulttest

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A Server is a process that serves an index.
type Server struct {
	*Process
	URL    string // http://127.0.0.1:PORT
	admin  string // the same of the administration
	client *http.Client
}

// Serve starts a server on a free port of the loopback, and waits until it is
// ready.
func (p *Program) Serve(t testing.TB, index string, flags ...string) *Server {
	t.Helper()
	s := &Server{Process: p.Start(t, append([]string{"serve", "--index", index, "--addr", "127.0.0.1:0", "--admin", "127.0.0.1:0"}, flags...)...)}
	Until(t, "the server begins", func() bool {
		select {
		case <-s.Ended():
			t.Fatalf("the server ends with %d: %s", s.cmd.ProcessState.ExitCode(), s.Stderr())
		default:
		}
		return strings.HasSuffix(s.Stdout(), "\n")
	})
	s.URL = strings.TrimSpace(s.Stdout())
	s.admin = "http://" + s.listening("administration")
	s.client = &http.Client{Timeout: patience, Transport: &http.Transport{MaxIdleConnsPerHost: 1000}}
	t.Cleanup(s.client.CloseIdleConnections)
	if a, err := s.Get("/readyz"); err != nil || a.Status != http.StatusOK {
		t.Fatalf("readyz: %d, %v", a.Status, err)
	}
	return s
}

// listening is the address that the log has for a purpose, "" when it has none.
func (s *Server) listening(purpose string) string {
	for line := range strings.Lines(s.Stderr()) {
		var event struct{ Msg, Addr, For string }
		if json.Unmarshal([]byte(line), &event) == nil && event.Msg == "listening" && event.For == purpose {
			return event.Addr
		}
	}
	return ""
}

// Host is where the server listens, as HOST:PORT.
func (s *Server) Host() string { return strings.TrimPrefix(s.URL, "http://") }

// An Answer is what a server answered.
type Answer struct {
	Status int
	Header http.Header
	Body   string
	Took   time.Duration
}

// Get asks for a path.
func (s *Server) Get(path string) (Answer, error) { return s.Do(http.MethodGet, path, "") }

// Do asks with a method and headers, by name and value. The header Host names
// the host.
func (s *Server) Do(method, path, body string, headers ...string) (Answer, error) {
	r, err := http.NewRequest(method, s.URL+path, strings.NewReader(body))
	if err != nil {
		return Answer{}, err
	}
	for i := 0; i+1 < len(headers); i += 2 {
		if r.Header.Set(headers[i], headers[i+1]); headers[i] == "Host" {
			r.Host = headers[i+1]
		}
	}
	begin := time.Now()
	resp, err := s.client.Do(r)
	if err != nil {
		return Answer{}, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return Answer{resp.StatusCode, resp.Header, string(b), time.Since(begin)}, err
}

// Search asks for a page of articles, and fails unless there is one.
func (s *Server) Search(query string) (Page, error) {
	a, err := s.Get("/api/v1/search?size=100&q=" + url.QueryEscape(query))
	if err == nil && a.Status != http.StatusOK {
		err = fmt.Errorf("status %d: %s", a.Status, a.Body)
	}
	var p Page
	if err == nil {
		err = json.Unmarshal([]byte(a.Body), &p)
	}
	if err != nil {
		return Page{}, fmt.Errorf("search for %q: %w", query, err)
	}
	return p, nil
}

// Dial opens a bare connection.
func (s *Server) Dial(t testing.TB) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", s.Host())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() }) // the test may have closed it
	return c
}

// Metric is a number of the administration's /metrics; 0 when there is none of
// that name.
func (s *Server) Metric(t testing.TB, name string) float64 {
	t.Helper()
	resp, err := s.client.Get(s.admin + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(body)) {
		if value, ok := strings.CutPrefix(line, name+" "); ok {
			n, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	return 0
}

// Memory is how much is resident, in bytes; 0 where the system does not say.
func (s *Server) Memory(t testing.TB) int64 {
	return int64(s.Metric(t, "process_resident_memory_bytes"))
}

// Descriptors is how many files and connections are open, 0 where the system
// does not say.
func (s *Server) Descriptors() int {
	all, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", s.PID()))
	if err != nil {
		return 0
	}
	return len(all)
}

// Stop ends the server as a service manager does; it must end with exit code 0.
func (s *Server) Stop(t testing.TB) {
	t.Helper()
	s.client.CloseIdleConnections()
	s.Signal(os.Interrupt)
	r := s.Wait(t)
	if r.Orderly(t); r.Code != 0 {
		t.Errorf("serve ends with %d: %s", r.Code, tail(r.Stderr))
	}
}
