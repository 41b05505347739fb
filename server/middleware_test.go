package server

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/engine"
)

func TestSecurityHeaders(t *testing.T) {
	s := newServer(t, newFake())
	for _, path := range []string{"/", "/search?q=a", "/articles/6171502", "/api/v1/search?q=a", "/nothing", "/openapi.json"} {
		h := get(s, path).Header()
		csp := h.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: no %s", path, want)
			}
		}
		if strings.Contains(csp, "unsafe") || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("%s: %v", path, h)
		}
		if h.Get("Set-Cookie") != "" || h.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %v", path, h)
		}
	}
}

// Browsers are told to use HTTPS only, if that is how readers reach the server.
func TestStrictTransportSecurity(t *testing.T) {
	for base, want := range map[string]bool{"": false, "http://search.example": false, "https://search.example": true} {
		s := newServer(t, newFake(), func(c *Config) { c.BaseURL = base })
		for _, path := range []string{"/", "/api/v1/search?q=a", "/nothing"} {
			if got := get(s, path).Header().Get("Strict-Transport-Security"); (got == "max-age=31536000") != want {
				t.Errorf("%s%s: %q", base, path, got)
			}
		}
	}
}

// Every body has a content type, and every text its character set.
func TestContentTypes(t *testing.T) {
	s := newServer(t, newFake())
	style := regexp.MustCompile(`/assets/[\w.-]+`).FindAllString(get(s, "/").Body.String(), -1)
	paths := append(style, "/", "/search?q=a", "/articles/6171502", "/articles/none", "/nothing", "/api/v1/search?q=a", "/api/v1/search?page=0", "/opensearch.xml",
		"/openapi.json", "/docs", "/docs.css", "/livez", "/readyz", "/api/v1/stats", "/api/v1/suggest?q=a&format=opensearch")
	for _, path := range paths {
		h := get(s, path).Header()
		kind := h.Get("Content-Type")
		text := strings.HasPrefix(kind, "text/") || strings.Contains(kind, "xml")
		if kind == "" || text && !strings.HasSuffix(kind, "; charset=utf-8") && !strings.HasPrefix(kind, "image/") || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %q", path, kind)
		}
	}
}

func TestRequestID(t *testing.T) {
	s := newServer(t, newFake())
	for _, tt := range []struct {
		sent string
		kept bool
	}{
		{"abc-123_x.y", true}, {"", false}, {"a b", false}, {"a\nb", false}, {"名", false},
		{strings.Repeat("a", 65), false}, {`"}{`, false},
	} {
		got := get(s, "/livez", "X-Request-ID", tt.sent).Header().Get("X-Request-ID")
		if (got == tt.sent) != tt.kept || got == "" {
			t.Errorf("%q: %q", tt.sent, got)
		}
	}
}

// One event is one line of JSON, whatever a request holds.
func TestLogInjection(t *testing.T) {
	var log logBuffer
	s := newServer(t, newFake(), logTo(&log), func(c *Config) { c.LogQueries = true })
	const trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
	evil := "%0A%7B%22level%22%3A%22x%22%7D%1B%5B31m%E2%80%AE%C2%85" + strings.Repeat("%E9%95%BF", 900)
	get(s, "/articles/"+evil+"?q="+evil, "Traceparent", trace)
	get(s, "/search?q="+evil, "Traceparent", "00-\x1b-x-01", "X-Request-ID", "a\nb")
	lines := log.lines()
	if len(lines) != 2 {
		t.Fatalf("%d lines:\n%s", len(lines), strings.Join(lines, "\n"))
	}
	for i, line := range lines {
		var e map[string]any
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		for _, bad := range []string{"\u202e", "\u0085", "\x1b", `\u001b`} {
			if strings.Contains(line, bad) {
				t.Errorf("%q in %s", bad, line)
			}
		}
		for _, name := range []string{"q", "path"} {
			if v, _ := e[name].(string); utf8.RuneCountInString(v) > 256 {
				t.Errorf("%s has %d runes", name, utf8.RuneCountInString(v))
			}
		}
		if got, _ := e["traceparent"].(string); (got == trace) != (i == 0) {
			t.Errorf("traceparent %q", got)
		}
		if e["request_id"] == "" || e["status"] == nil || e["ms"] == nil || e["route"] == nil {
			t.Errorf("something is missing: %s", line)
		}
	}
}

// Queries are in the log only when the owner asked for it. Failures are logged too,
// but an error shows the query only to the reader.
func TestQueriesStayOutOfTheLog(t *testing.T) {
	const secret = "私密的病名"
	for _, asked := range []bool{false, true} {
		var log logBuffer
		f := newFake()
		s := newServer(t, f, logTo(&log), func(c *Config) { c.LogQueries = asked })
		for _, path := range []string{"/search?q=", "/api/v1/search?q=", "/api/v1/paragraphs?q=", "/api/v1/suggest?q=",
			"/articles/6171502?q=", "/api/v1/articles/6171502?q=", "/api/v1/search?page=0&q=", "/nothing?q="} {
			get(s, path+secret)
		}
		f.fail = func(string) error { return engine.ErrUnavailable }
		get(s, "/api/v1/search?q="+secret)
		request(s, http.MethodPost, "/api/v1/analyze", `{"text":"`+secret+`"}`)
		for _, line := range log.lines() {
			if strings.Contains(line, secret) != (asked && strings.Contains(line, `"method":"GET"`)) {
				t.Errorf("asked for %v: %s", asked, line)
			}
		}
	}
}

// Alerts on errors of the log must not go off at each start and stop.
func TestStartingAndStoppingAreNoErrors(t *testing.T) {
	for _, c := range []struct {
		err   error
		level string
	}{{ErrStarting, "INFO"}, {errStopping, "INFO"}, {engine.ErrUnavailable, "ERROR"}, {nil, "INFO"}} {
		var log logBuffer
		f := newFake()
		f.fail = func(string) error { return c.err }
		get(newServer(t, f, logTo(&log)), "/api/v1/search?q=a")
		if lines := log.lines(); len(lines) != 1 || !strings.Contains(lines[0], `"level":"`+c.level+`"`) {
			t.Errorf("%v: %q, want one line of level %s", c.err, lines, c.level)
		}
	}
}

func TestPanic(t *testing.T) {
	var log logBuffer
	f := newFake()
	f.fail = func(string) error { panic("kaputt\nsecret") }
	s := newServer(t, f, logTo(&log))
	w := get(s, "/api/v1/search?q=a")
	problem(t, w, http.StatusInternalServerError, "internal")
	if strings.Contains(w.Body.String(), "secret") {
		t.Errorf("the inside shows: %s", w.Body)
	}
	if w := get(s, "/search?q=a"); w.Code != 500 || !strings.Contains(w.Body.String(), "出错了") {
		t.Errorf("page: %d", w.Code)
	}
	lines := log.lines()
	if len(lines) != 4 || !strings.Contains(lines[0], `"msg":"panic"`) || !strings.Contains(lines[0], "kaputt") || !strings.Contains(lines[0], "fake_test.go") {
		t.Errorf("%d lines: %.300s", len(lines), lines[0])
	}
	f.fail = nil
	if s.admission.taken() != 0 {
		t.Error("a panic kept its place")
	}
}

func TestHost(t *testing.T) {
	at := func(addr string, hosts ...string) func(*Config) {
		return func(c *Config) { c.Addr, c.Hosts = addr, hosts }
	}
	for _, tt := range []struct {
		name   string
		change func(*Config)
		host   string
		ok     bool
	}{
		{"loopback by name", at("127.0.0.1:8080"), "localhost:8080", true},
		{"loopback by number", at("127.0.0.1:8080"), "127.0.0.1:8080", true},
		{"loopback, IPv6", at("[::1]:8080"), "[::1]:8080", true},
		{"loopback, IPv6 in full", at("[::1]:8080"), "[0:0:0:0:0:0:0:1]:8080", true},
		{"loopback, IPv4 within IPv6", at("127.0.0.1:8080"), "[::ffff:127.0.0.1]:8080", true},
		{"the root's dot", at("127.0.0.1:8080", "search.example"), "search.example.:443", true},
		{"two dots", at("127.0.0.1:8080", "search.example"), "search.example..", false},
		{"a name with a name", at("127.0.0.1:8080", "search.example"), "evil.example@search.example", false},
		{"no name", at("127.0.0.1:8080"), "", false},
		{"no port", at("127.0.0.1:8080"), "localhost:http", false},
		{"a port that is none", at("127.0.0.1:8080"), "localhost:99999", false},
		{"rebinding", at("127.0.0.1:8080"), "evil.example:8080", false},
		{"configured", at("127.0.0.1:8080", "search.example"), "Search.Example", true},
		{"elsewhere, none configured", at(":8080"), "anything.example", true},
		{"elsewhere, configured", at(":8080", "search.example"), "search.example:443", true},
		{"elsewhere, another", at(":8080", "search.example"), "evil.example", false},
		{"elsewhere, no loopback", at(":8080", "search.example"), "127.0.0.1", false},
		{"elsewhere, a public address", func(c *Config) { c.Addr, c.BaseURL = "0.0.0.0:8080", "https://a.example" }, "a.example", true},
		{"elsewhere, a public address, another", func(c *Config) { c.Addr, c.BaseURL = "0.0.0.0:8080", "https://a.example" }, "evil.example", false},
		{"elsewhere, a public address, by number", func(c *Config) { c.Addr, c.BaseURL = "0.0.0.0:8080", "https://a.example" }, "127.0.0.1:8080", false},
		{"its own address", func(c *Config) { c.Addr, c.BaseURL, c.Hosts = ":8080", "https://a.example", []string{"b.example"} }, "a.example", true},
	} {
		s := newServer(t, newFake(), tt.change)
		w := get(s, "/api/v1/stats", "Host", tt.host)
		if tt.ok && w.Code != 200 {
			t.Errorf("%s: %d %s", tt.name, w.Code, w.Body)
		}
		if !tt.ok {
			problem(t, w, http.StatusMisdirectedRequest, "bad_host")
		}
		if w := get(s, "/livez", "Host", tt.host); w.Code != 200 {
			t.Errorf("%s: livez %d", tt.name, w.Code)
		}
	}
}

// Another site's page cannot make a browser post here; programs can.
func TestCrossOrigin(t *testing.T) {
	s := newServer(t, newFake())
	const body = `{"text":"小红书"}`
	for _, tt := range []struct {
		headers []string
		status  int
	}{
		{nil, 200},
		{[]string{"Sec-Fetch-Site", "same-origin"}, 200},
		{[]string{"Sec-Fetch-Site", "cross-site"}, 403},
		{[]string{"Origin", "https://evil.example"}, 403},
		{[]string{"Origin", "null"}, 403},
		{[]string{"Origin", "http://localhost:8080"}, 200},
	} {
		w := request(s, http.MethodPost, "/api/v1/analyze", body, tt.headers...)
		if w.Code != tt.status {
			t.Errorf("%v: %d %s", tt.headers, w.Code, w.Body)
		}
		if tt.status == 403 {
			problem(t, w, 403, "cross_origin")
		}
	}
	if w := get(s, "/search?q=a", "Sec-Fetch-Site", "cross-site"); w.Code != 200 {
		t.Errorf("a link from another site: %d", w.Code)
	}
}

// Headers of a proxy have no effect unless it is configured.
func TestForwardedHeadersAreIgnored(t *testing.T) {
	var log logBuffer
	s := newServer(t, newFake(), logTo(&log))
	w := get(s, "/opensearch.xml", "X-Forwarded-Host", "evil.example", "X-Forwarded-For", "6.6.6.6", "X-Forwarded-Proto", "ftp", "Forwarded", "for=6.6.6.6;host=evil.example")
	if strings.Contains(w.Body.String(), "evil") || strings.Contains(log.lines()[0], "6.6.6.6") {
		t.Errorf("%s\n%s", w.Body, log.lines()[0])
	}
}

// The log has the client that a trusted proxy names.
func TestClientsBehindProxies(t *testing.T) {
	var log logBuffer
	s := newServer(t, newFake(), logTo(&log), func(c *Config) { c.Limits.Proxies.Trusted = prefixes(t, "192.0.2.0/24") })
	get(s, "/livez", "X-Forwarded-For", "203.0.113.5, 198.51.100.9") // httptest's client is 192.0.2.1
	if !strings.Contains(log.lines()[0], `"remote":"198.51.100.9"`) {
		t.Errorf("%s", log.lines()[0])
	}
}

func TestAnalyze(t *testing.T) {
	s := newServer(t, newFake())
	for _, tt := range []struct {
		body   string
		status int
		code   string
	}{
		{`{"text":"小红书"}`, 200, ""},
		{`{"text":""}`, 200, ""},
		{`{}`, 400, "bad_parameter"},
		{`{"text":1}`, 400, "bad_body"},
		{`{"text":"a","more":1}`, 400, "bad_body"},
		{`{"text":"a"} {}`, 400, "bad_body"},
		{`{"text":"a","text":"b"}`, 400, "bad_body"},
		{`{"text":"a","TEXT":"b"}`, 400, "bad_body"},
		{"{\"text\":\"a\xff\"}", 400, "bad_body"},
		{`{"text":"a\u0000"}`, 400, "bad_parameter"},
		{`{"text":"a\u200d\n"}`, 200, ""},
		{`text=a`, 400, "bad_body"},
		{``, 400, "bad_body"},
		{`{"text":"` + strings.Repeat("长", MaxAnalyzeRunes+1) + `"}`, 400, "bad_parameter"},
		{`{"text":"` + strings.Repeat("a", MaxBodyBytes) + `"}`, 413, "too_large"},
	} {
		w := request(s, http.MethodPost, "/api/v1/analyze", tt.body)
		if tt.status == 200 && w.Code == 200 {
			continue
		}
		problem(t, w, tt.status, tt.code)
	}
	w := request(s, http.MethodPost, "/api/v1/analyze", `{"text":"a"}`, "Content-Encoding", "gzip")
	if problem(t, w, 415, "bad_coding"); w.Header().Get("Accept-Encoding") != "identity" {
		t.Error("no word of what is understood")
	}
}
