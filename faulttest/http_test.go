//go:build unix

package faulttest

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// crowd is a set of connections that are open without being used.
func crowd(t *testing.T, s *Server, n int, begin string) (conns []net.Conn) {
	t.Helper()
	for range n {
		c, err := net.Dial("tcp", s.Host())
		if err != nil {
			t.Fatalf("connection %d: %v", len(conns), err)
		}
		t.Cleanup(func() { _ = c.Close() }) // the server may already have closed it
		_, err = io.WriteString(c, begin)
		must(t, err)
		conns = append(conns, c)
	}
	return conns
}

// healthy searches like one reader, and returns how long each search took.
func healthy(t *testing.T, s *Server, n int) (p50, p95 time.Duration) {
	t.Helper()
	var took []time.Duration
	for range n {
		a, err := s.Get("/api/v1/search?q=" + "%E8%AF%9D%E9%A2%98")
		if err != nil || a.Status != http.StatusOK {
			t.Fatalf("a healthy client gets %d, %v", a.Status, err)
		}
		took = append(took, a.Took)
	}
	slices.Sort(took)
	return took[n/2], took[n*95/100]
}

// Clients that connect and send nothing, send one byte at a time, or never finish a
// body, do not keep others from searching, and are disconnected.
func TestSlowAndIdleClients(t *testing.T) {
	t.Parallel()
	p := program(t)
	index, _ := edition(t, 1)
	server := p.Serve(t, index)
	before := settled(t, server)
	host := "Host: " + server.Host() + "\r\n"
	for _, c := range []struct {
		name, begin string
		n           int
	}{
		{"say nothing", "", times(300, 9_000)},
		{"send headers slowly", "GET /search?q=a HTTP/1.1\r\n" + host + "X-A: ", times(200, 500)},
		{"send a body slowly", "POST /api/v1/analyze HTTP/1.1\r\n" + host + "Content-Length: 100\r\n\r\n{", times(100, 500)},
	} {
		open := server.Descriptors()
		conns := crowd(t, server, c.n, c.begin)
		Until(t, "the server has accepted them", func() bool { return open == 0 || server.Descriptors() > c.n })
		p50, p95 := healthy(t, server, times(20, 200))
		t.Logf("%d clients %s: a healthy one waits %v, p95 %v; %d descriptors", c.n, c.name,
			p50.Round(100*time.Microsecond), p95.Round(100*time.Microsecond), server.Descriptors())
		if limit := 100 * time.Millisecond; long() && p95 > limit {
			t.Errorf("p95 is above %v", limit)
		}
		_, _ = conns[0].Write([]byte("x")) // the time limit of the header does not start again
	}
	Until(t, "the server lets them go", func() bool {
		time.Sleep(100 * time.Millisecond)
		return server.Descriptors() <= before.descriptors+4
	})
	after := settled(t, server)
	t.Logf("before: %s; after: %s", before, after)
	if after.goroutines > before.goroutines+4 {
		t.Errorf("goroutines grow from %d to %d", before.goroutines, after.goroutines)
	}
	server.Stop(t)
	p.Check(t, index)
}

// Idle connections, more than the process may have open files, keep nobody from
// connecting.
func TestMoreIdleClientsThanFiles(t *testing.T) {
	t.Parallel()
	p := program(t)
	index, _ := edition(t, 1)
	const files = 128
	few := *p
	few.under = []string{"sh", "-c", fmt.Sprintf(`ulimit -n %d; exec "$@"`, files), "sh"}
	server := few.Serve(t, index)
	crowd(t, server, 2*files, "")
	server.client.CloseIdleConnections() // a client that has to connect again
	p50, p95 := healthy(t, server, 20)
	t.Logf("beside %d idle clients of %d files a healthy one waits %v, p95 %v; %.0f connections",
		2*files, files, p50, p95, server.Metric(t, "xunzhang_connections"))
	if n := server.Metric(t, "xunzhang_connections"); n > files*3/4 || n < files/2 {
		t.Errorf("%v connections are open", n)
	}
	server.Stop(t)
	p.Check(t, index)
}

// Clients that send many requests and read no answers keep nobody from searching.
func TestSlowReaders(t *testing.T) {
	t.Parallel()
	p := program(t)
	index, _ := edition(t, 1)
	server := p.Serve(t, index)
	ask := strings.Repeat("GET /api/v1/search?size=100&q=%E8%AF%9D%E9%A2%98 HTTP/1.1\r\nHost: "+server.Host()+"\r\n\r\n", 600)
	for range 8 * runtime.GOMAXPROCS(0) { // twice the places
		c := server.Dial(t)
		must(t, c.(*net.TCPConn).SetReadBuffer(4<<10))
		go func() { _, _ = io.WriteString(c, ask) }() // returns when the test closes it
	}
	const answered = `xunzhang_http_requests_total{code="200",method="GET",route="/api/v1/search"}`
	last := 0.0
	Until(t, "nobody is answered any more", func() bool {
		now := server.Metric(t, answered)
		stands := now == last && now > 0
		last = now
		time.Sleep(300 * time.Millisecond)
		return stands
	})
	p50, p95 := healthy(t, server, 20)
	t.Logf("after %.0f answers that nobody reads a healthy client waits %v, p95 %v", last, p50, p95)
	server.Signal(os.Interrupt) // and the second signal ends it at once
	server.Signal(os.Interrupt)
	server.Wait(t).Orderly(t)
	p.Check(t, index)
}

// Requests that violate HTTP are refused, and bytes after a request on a connection
// are never taken for a part of it.
func TestMalformedRequests(t *testing.T) {
	t.Parallel()
	p := program(t)
	index, _ := edition(t, 1)
	server := p.Serve(t, index)
	const body = `{"text":"a"}`
	post := "POST /api/v1/analyze HTTP/1.1\r\nHost: " + server.Host() + "\r\n"
	chunk := fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body), body)
	for _, c := range []struct {
		name, request string
		want          []int
	}{
		{"a huge header", "GET / HTTP/1.1\r\nHost: " + server.Host() + "\r\nX-A: " + strings.Repeat("a", 1<<20) + "\r\n\r\n", []int{431}},
		{"many headers", "GET / HTTP/1.1\r\nHost: " + server.Host() + "\r\n" + strings.Repeat("X-A: a\r\n", 10_000) + "\r\n", []int{431}},
		{"a huge address", "GET /search?q=" + strings.Repeat("a", 1<<20) + " HTTP/1.1\r\nHost: " + server.Host() + "\r\n\r\n", []int{431}},
		{"two lengths", post + "Content-Length: 3\r\nContent-Length: 12\r\n\r\n" + body, []int{400}},
		{"a negative length", post + "Content-Length: -1\r\n\r\n" + body, []int{400}},
		{"chunks and a length", post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n" + chunk, []int{200, 400}},
		{"another encoding", post + "Transfer-Encoding: xchunked\r\n\r\n" + chunk, []int{400, 501}},
		{"a chunk's size that is none", post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + body + "\r\n0\r\n\r\n", []int{400}},
		{"no host", "GET / HTTP/1.1\r\n\r\n", []int{400}},
		{"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: " + server.Host() + "\r\n\r\n", []int{400}},
		{"a space before the colon", "GET / HTTP/1.1\r\nHost : " + server.Host() + "\r\n\r\n", []int{400}},
		{"no HTTP", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", []int{400}},
		{"another protocol", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", []int{400, 421, 505}},
	} {
		conn := server.Dial(t)
		_, _ = io.WriteString(conn, c.request) // a server that refuses early may close the connection
		if code, err := status(conn); err != nil || !slices.Contains(c.want, code) {
			t.Errorf("%s: %d, %v; want one of %v", c.name, code, err, c.want)
		}
	}
	healthy(t, server, 5)
	server.Stop(t)
	p.Check(t, index)
}

// Host names of others, pages of other sites and headers of proxies get no more
// than they should, and no request changes the index.
func TestOtherHostsAndOrigins(t *testing.T) {
	t.Parallel()
	p := program(t)
	index, _ := edition(t, 1)
	server := p.Serve(t, index)
	before := listing(t, index)
	for _, c := range []struct {
		method, path string
		headers      []string
		want         int
	}{
		{"GET", "/search?q=a", []string{"Host", "evil.example"}, 421},
		{"GET", "/api/v1/search?q=a", []string{"Host", "evil.example:80"}, 421},
		{"GET", "/metrics", []string{"Host", "127.0.0.1.evil.example"}, 421},
		{"GET", "/search?q=a", []string{"Host", "localhost"}, 200},
		{"GET", "/search?q=a", []string{"X-Forwarded-Host", "evil.example", "Forwarded", "host=evil.example"}, 200},
		{"GET", "/opensearch.xml", []string{"X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "ftp"}, 200},
		{"POST", "/api/v1/analyze", []string{"Origin", "https://evil.example"}, 403},
		{"POST", "/api/v1/analyze", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"POST", "/api/v1/analyze", nil, 200},
		{"PUT", "/api/v1/articles/a1", nil, 405},
		{"DELETE", "/api/v1/articles/a1", nil, 405},
		{"POST", "/search?q=a", nil, 405},
		{"GET", "/articles/..%2F..%2F..%2Fetc%2Fpasswd", nil, 404},
		{"GET", "/assets/..%2F..%2Fgo.mod", nil, 404},
		{"GET", "/api/v1/articles/%00", nil, 404},
		{"GET", "/debug/pprof/", nil, 404},
	} {
		a, err := server.Do(c.method, c.path, `{"text":"a"}`, c.headers...)
		if err != nil || a.Status != c.want {
			t.Errorf("%s %s %v: %d, %v; want %d", c.method, c.path, c.headers, a.Status, err, c.want)
		}
		if strings.Contains(a.Body+fmt.Sprint(a.Header), "evil.example") || strings.Contains(a.Body, "root:") {
			t.Errorf("%s %s %v: the answer repeats it: %s", c.method, c.path, c.headers, a.Body)
		}
	}
	server.Stop(t)
	if after := listing(t, index); after != before {
		t.Errorf("the index changes from\n%sto\n%s", before, after)
	}
	p.Check(t, index)
}

// Whatever a request contains, the log has one line of JSON for it, without
// anything that controls a terminal.
func TestLogOfStrangeRequests(t *testing.T) {
	t.Parallel()
	p := program(t)
	index, _ := edition(t, 1)
	server := p.Serve(t, index)
	const evil = "%0A%7B%22level%22%3A%22x%22%7D%0D%1B%5B31m%E2%80%AE%C2%85%FF%00"
	asked := 0
	for _, path := range []string{"/search?q=", "/articles/", "/api/v1/search?q=", "/api/v1/suggest?q=", "/"} {
		_, err := server.Do("GET", path+evil, "", "User-Agent", "\u202e", "X-Request-ID", "a\u0085b", "Traceparent", "x")
		must(t, err)
		asked++
	}
	for _, raw := range []string{"GET /\x1b[31m HTTP/1.1\r\nHost: x\r\n\r\n", "\x1b]0;x\x07\r\n\r\n", "GET /" + evil + " HTTP/9.9\r\n\r\n"} {
		_, err := io.WriteString(server.Dial(t), raw)
		must(t, err)
	}
	server.Stop(t)
	requests := 0
	for line := range strings.Lines(server.Stderr()) {
		var event map[string]any
		if !strings.HasPrefix(line, "{") && !strings.Contains(line, "level=") {
			continue // a message for people
		}
		if err := json.Unmarshal([]byte(line), &event); err != nil {
			t.Errorf("%v: %q", err, line)
		}
		if event["msg"] == "request" && event["path"] != "/readyz" {
			requests++
		}
		if strings.ContainsAny(strings.TrimSuffix(line, "\n"), "\u202e\u0085\x1b\x00\r") || strings.Contains(line, `\u001b`) {
			t.Errorf("the log can steer a terminal: %q", line)
		}
	}
	if requests < asked {
		t.Errorf("%d lines for %d requests:\n%s", requests, asked, server.Stderr())
	}
	p.Check(t, index)
}
