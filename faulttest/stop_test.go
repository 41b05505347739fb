//go:build unix

package faulttest

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

// half sends the first half of a request, which cannot be answered before finish is
// called.
func half(t *testing.T, s *Server) (finish func() (int, error)) {
	t.Helper()
	const body = `{"text":"小红书"}`
	c := s.Dial(t)
	_, err := fmt.Fprintf(c, "POST /api/v1/analyze HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		s.Host(), len(body), body[:5])
	must(t, err)
	return func() (int, error) {
		if _, err := io.WriteString(c, body[5:]); err != nil {
			return 0, err
		}
		return status(c)
	}
}

// status reads an answer and returns its status.
func status(c net.Conn) (int, error) {
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, err
}

// After SIGTERM probes are told for a while that the server is not ready, while
// other requests are still answered. Then no new connection is accepted, the
// running request is answered, and the process ends with exit code 0.
func TestStopWithARequestInFlight(t *testing.T) {
	t.Parallel()
	p := program(t)
	index, _ := edition(t, 1)
	server := p.Serve(t, index, "--drain-delay", "2s")
	finish := half(t, server)
	time.Sleep(100 * time.Millisecond) // until the server has accepted it
	server.Signal(syscall.SIGTERM)
	Until(t, "the server stops", func() bool { return strings.Contains(server.Stderr(), `"msg":"stopping"`) })
	for path, want := range map[string]int{"/readyz": http.StatusServiceUnavailable, "/livez": http.StatusOK, "/api/v1/search?q=a": http.StatusOK} {
		if a, err := server.Get(path); err != nil || a.Status != want {
			t.Errorf("%s while stopping: %d, %v, want %d", path, a.Status, err, want)
		}
	}
	Until(t, "nobody new gets in", func() bool {
		c, err := net.Dial("tcp", server.Host())
		if err == nil {
			err = c.Close()
		}
		return err != nil
	})
	if code, err := finish(); code != http.StatusOK || err != nil {
		t.Errorf("the request in flight: %d, %v", code, err)
	}
	r := server.Wait(t)
	if r.Orderly(t); r.Code != 0 {
		t.Errorf("it ends with %d: %s", r.Code, r.Stderr)
	}
	p.Check(t, index)
}

// A request that never ends is aborted; after a second signal the process does not
// wait for it.
func TestStopThatIsHeldUp(t *testing.T) {
	t.Parallel()
	p := program(t)
	index, _ := edition(t, 1)
	for signals := 2; signals >= times(2, 1); signals-- {
		server := p.Serve(t, index, "--drain-delay", "0s")
		half(t, server)
		time.Sleep(100 * time.Millisecond) // until the server has accepted it
		begin := time.Now()
		server.Signal(syscall.SIGTERM)
		Until(t, "the server stops", func() bool { return strings.Contains(server.Stderr(), `"msg":"stopping"`) })
		if signals == 2 {
			server.Signal(syscall.SIGTERM)
		}
		r := server.Wait(t)
		r.Orderly(t)
		t.Logf("%d signals: it ends with %d after %v", signals, r.Code, time.Since(begin).Round(time.Millisecond))
		if signals == 2 && r.Code != 130 {
			t.Errorf("after the second signal it ends with %d: %s", r.Code, r.Stderr)
		}
	}
	p.Check(t, index)
}
