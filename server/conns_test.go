package server

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// serving starts a server on the loopback, whose clients are not exempt unless
// the limits say so, and returns where it listens.
func serving(t *testing.T, f *fake, limits Limits) (s *Server, addr string) {
	t.Helper()
	s = newServer(t, f, func(c *Config) { c.Limits = limits })
	url, stop, done := start(t, s)
	t.Cleanup(func() {
		stop()
		<-done
	})
	return s, strings.TrimPrefix(url, "http://")
}

// dial connects from an address of the loopback.
func dial(t *testing.T, from, addr string) net.Conn {
	t.Helper()
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
	c, err := d.DialContext(t.Context(), "tcp", addr)
	if err != nil {
		t.Skipf("no second address of the loopback here: %v", err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// ask sends a request over a connection and returns the status, 0 when the
// server closed it.
func ask(c net.Conn, path string) int {
	_, _ = fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path) // the answer tells
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return 0
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return 0
	}
	return resp.StatusCode
}

// using is how many connections are used in one way.
func (p *connPool) using(u usage) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for _, c := range p.open {
		if c.usage() == u {
			n++
		}
	}
	return n
}

func settle(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

// closed reports whether the server closed a connection.
func closed(c net.Conn) bool {
	_ = c.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
	_, err := c.Read(make([]byte, 1))
	var late net.Error
	return err != nil && !(errors.As(err, &late) && late.Timeout())
}

// When all connections are taken by clients that send no requests, the oldest of
// these are closed to make room for others.
func TestIdleConnectionsMakeRoom(t *testing.T) {
	const most = 10
	s, addr := serving(t, newFake(), Limits{Conns: most})
	var idle []net.Conn
	for range most {
		idle = append(idle, dial(t, "127.0.0.1", addr))
	}
	settle(t, "they are accepted", func() bool { return s.conns.count() == most })
	for range 3 {
		if got := ask(dial(t, "127.0.0.1", addr), "/api/v1/stats"); got != http.StatusOK {
			t.Fatalf("a healthy client gets %d", got)
		}
	}
	if n := s.conns.count(); n > most {
		t.Errorf("%d connections are open", n)
	}
	for i, c := range idle {
		if got := closed(c); got != (i < 3) {
			t.Errorf("idle connection %d closed: %v", i, got)
		}
	}
}

// A connection whose request never arrives is closed before one with a request that
// is being answered.
func TestWhoMakesRoom(t *testing.T) {
	f := newFake()
	release, begun := make(chan struct{}), make(chan struct{}, 10)
	f.wait = func(context.Context) error { begun <- struct{}{}; <-release; return nil }
	s, addr := serving(t, f, Limits{Conns: 4})
	served := dial(t, "127.0.0.1", addr)
	answered := make(chan int, 1)
	go func() { answered <- ask(served, "/api/v1/search?q=a") }()
	<-begun
	halfHead := dial(t, "127.0.0.1", addr)
	fmt.Fprint(halfHead, "GET / HTTP/1.1\r\nX-A: ")
	settle(t, "half a head comes", func() bool { return s.conns.using(usageAsking) == 1 })
	halfBody := dial(t, "127.0.0.1", addr)
	fmt.Fprint(halfBody, "POST /api/v1/analyze HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{")
	settle(t, "half a body comes", func() bool { return s.conns.using(usageAsking) == 2 })
	idle := dial(t, "127.0.0.1", addr)
	settle(t, "an idle one comes", func() bool { return s.conns.count() == 4 })
	for i, first := range []net.Conn{idle, halfHead, halfBody} {
		next := dial(t, "127.0.0.1", addr)
		fmt.Fprint(next, "GET /livez HTTP/1.1\r\nX-A: ") // asks, as the newest
		settle(t, "it asks, and is no idle one", func() bool { return s.conns.using(usageAsking) == 3 })
		if !closed(first) {
			t.Fatalf("the connection of least use stays, %d", i)
		}
	}
	if served, all := s.conns.using(usageServing), s.conns.count(); served != 1 || all != 4 {
		t.Errorf("%d are served of %d", served, all)
	}
	close(release)
	if got := <-answered; got != http.StatusOK {
		t.Errorf("the one that was being answered gets %d", got)
	}
}

// When a request is being answered on every connection, a new connection is told
// that the server is overloaded.
func TestNoRoomForConnections(t *testing.T) {
	f := newFake()
	release, begun := make(chan struct{}), make(chan struct{}, 2)
	f.wait = func(context.Context) error { begun <- struct{}{}; <-release; return nil }
	_, addr := serving(t, f, Limits{Conns: 2})
	answered := make(chan int, 2)
	for range 2 {
		c := dial(t, "127.0.0.1", addr)
		go func() { answered <- ask(c, "/api/v1/search?q=a") }()
		<-begun
	}
	if got := ask(dial(t, "127.0.0.1", addr), "/livez"); got != http.StatusServiceUnavailable {
		t.Errorf("one too many gets %d", got)
	}
	close(release)
	for range 2 {
		if got := <-answered; got != http.StatusOK {
			t.Errorf("%d", got)
		}
	}
}

// A client that takes all that it may have takes nothing from others: its own
// connections make room for its new ones. Exempt clients have no such bound.
func TestConnectionsOfAClient(t *testing.T) {
	s, addr := serving(t, newFake(), Limits{Conns: 100, ClientConns: 4, Exempt: prefixes(t, "127.0.0.9")})
	other := dial(t, "127.0.0.2", addr)
	var greedy []net.Conn
	for range 12 {
		greedy = append(greedy, dial(t, "127.0.0.3", addr))
	}
	if got := ask(greedy[11], "/livez"); got != http.StatusOK {
		t.Errorf("its newest gets %d", got)
	}
	settle(t, "the others are closed", func() bool { return s.conns.count() == 5 })
	if got := ask(other, "/livez"); got != http.StatusOK {
		t.Errorf("another client gets %d", got)
	}
	for range 12 {
		dial(t, "127.0.0.9", addr)
	}
	settle(t, "an exempt client has as many as it likes", func() bool { return s.conns.count() == 17 })
}

// Unread answers are kept up to a bound; then the connection that reads most slowly
// is closed.
func TestUnreadAnswersAreBounded(t *testing.T) {
	p := newConnPool(10, 0, func(string) {})
	reader, slow := net.Pipe()
	first := p.add(slow, peer{})
	wrote := make(chan error, 1)
	go func() { _, err := first.Write(make([]byte, maxUnsent)); wrote <- err }()
	settle(t, "it writes", func() bool { return first.writing.Load() == 1 && p.unsent.Load() == maxUnsent })
	quick, theirs := net.Pipe()
	second := p.add(theirs, peer{})
	go func() { _, _ = io.Copy(io.Discard, quick) }()
	if _, err := second.Write([]byte("answer")); err != nil {
		t.Errorf("a client that reads: %v", err)
	}
	if err := <-wrote; err == nil {
		t.Error("the answer that nobody reads is kept")
	}
	if p.unsent.Load() != 0 || p.count() != 1 {
		t.Errorf("%d bytes, %d connections are left", p.unsent.Load(), p.count())
	}
	reader.Close()
}

// A connection is removed once, no matter which side closes it.
func TestPoolForgets(t *testing.T) {
	p := newConnPool(100, 0, func(string) {})
	var all []*conn
	for range 50 {
		a, _ := net.Pipe()
		all = append(all, p.add(a, peer{}))
	}
	for i, c := range all {
		c.Close()
		c.Close()
		if p.count() != 49-i {
			t.Fatalf("%d left after %d", p.count(), i+1)
		}
	}
	if len(p.clients) != 0 {
		t.Errorf("clients are left: %v", p.clients)
	}
}

func TestLimitsAreCompleted(t *testing.T) {
	l, err := Limits{}.completed()
	if err != nil || l.Conns < 1 || l.Conns > MaxConns || l.Proxies.Header != DefaultClientHeader {
		t.Errorf("%+v, %v", l, err)
	}
	if files := openFiles(); files > 0 && l.Conns > files {
		t.Errorf("%d connections with %d files", l.Conns, files)
	}
	for _, l := range []Limits{{Conns: -1}, {ClientConns: -1}, {Rate: -1, Burst: 1}, {Burst: -1}, {Rate: 1}} {
		if _, err := l.completed(); err == nil {
			t.Errorf("%+v is taken", l)
		}
	}
}

// A connection ends after a request with both a length and chunks, of which another
// server on the way may have seen another end, and with it another request behind it.
func TestNothingFollowsChunks(t *testing.T) {
	url, stop, ended := start(t, newServer(t, newFake()))
	const body = "c\r\n{\"text\":\"a\"}\r\n0\r\n\r\n"
	nc, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	fmt.Fprintf(nc, "POST /api/v1/analyze HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n%sGET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n", len(body), body)
	text, err := io.ReadAll(nc)
	if err != nil || strings.Count(string(text), "HTTP/1.1 200") != 1 || !strings.Contains(string(text), "Connection: close") {
		t.Errorf("%v %s", err, text)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
