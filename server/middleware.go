package server

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"time"
	"unicode"

	"github.com/gin-gonic/gin"
)

// Keys of a gin context.
const (
	keyID    = "xunzhang.id"    // string
	keyState = "xunzhang.state" // engine.State
	keyError = "xunzhang.error" // error
	keyIP    = "xunzhang.ip"    // netip.Addr of the client, not valid when it has none
)

// Limits of what a log line holds of a request.
const (
	maxLogRunes   = 256
	maxStackBytes = 4 << 10
	maxIDLength   = 64
)

// identify gives every request an id: the client's own when it is a plain one.
func identify(c *gin.Context) {
	id := c.GetHeader("X-Request-ID")
	if !plainID(id) {
		id = newID()
	}
	c.Set(keyID, id)
	c.Header("X-Request-ID", id)
}

func newID() string {
	var b [12]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// part tells clients to ask over another connection when the server is stopping.
func (s *Server) part(c *gin.Context) {
	if s.draining.Load() {
		c.Header("Connection", "close")
	}
}

func plainID(id string) bool {
	odd := func(r rune) bool {
		return r >= 0x80 || !(unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.", r))
	}
	return id != "" && len(id) <= maxIDLength && !strings.ContainsFunc(id, odd)
}

// attribute finds out whose request it is.
func (s *Server) attribute(c *gin.Context) { c.Set(keyIP, s.config.Limits.Proxies.ip(c.Request)) }

// ipOf is the address of a request's client, not valid when it has none.
func ipOf(c *gin.Context) netip.Addr {
	v, _ := c.Get(keyIP)
	ip, _ := v.(netip.Addr)
	return ip
}

// remote is the address of a request's client for the log.
func remote(c *gin.Context) string {
	if ip := ipOf(c); ip.IsValid() {
		return ip.String()
	}
	return "unix"
}

// observe logs one line a request and counts it.
func (s *Server) observe(c *gin.Context) {
	start := time.Now()
	c.Next()
	took := time.Since(start)
	status, route := c.Writer.Status(), routeOf(c)
	s.metrics.observe(route, c.Request.Method, status, errorOf(c), took)
	level := slog.LevelInfo
	attrs := []slog.Attr{
		whose(c),
		slog.String("method", cut(clean(c.Request.Method))),
		slog.String("path", cut(clean(c.Request.URL.Path))),
		slog.String("route", route),
		slog.Int("status", status),
		slog.Int("bytes", max(c.Writer.Size(), 0)),
		slog.Float64("ms", float64(took.Microseconds())/1000),
		slog.String("remote", remote(c)),
	}
	if q := lenient(c.Request.URL.RawQuery).values.Get("q"); s.config.LogQueries && q != "" {
		attrs = append(attrs, slog.String("q", cut(clean(q))))
	}
	if key := accessOf(c).key; key != "" {
		attrs = append(attrs, slog.String("key", key))
	}
	if err := errorOf(c); err != nil && status >= http.StatusInternalServerError {
		level = slog.LevelError
		attrs = append(attrs, slog.String("error", cut(clean(err.Error()))))
	}
	s.config.Logger.LogAttrs(c.Request.Context(), level, "request", attrs...)
}

// errorOf is the error that a request was answered with, nil for none.
func errorOf(c *gin.Context) error {
	v, _ := c.Get(keyError)
	err, _ := v.(error)
	return err
}

// whose names a request in the log: its id, and what it is a part of for whoever
// asked.
func whose(c *gin.Context) slog.Attr {
	attrs := []any{slog.String("request_id", c.GetString(keyID))}
	if trace := c.GetHeader("Traceparent"); isTrace(trace) {
		attrs = append(attrs, slog.String("traceparent", trace))
	}
	return slog.Group("", attrs...) // of no name, so that its members stand by themselves
}

// isTrace reports whether a header is a W3C traceparent: four hexadecimal
// fields of 2, 32, 16 and 2 digits.
func isTrace(s string) bool {
	parts := strings.Split(s, "-")
	if len(s) != 55 || len(parts) != 4 {
		return false
	}
	for i, n := range []int{2, 32, 16, 2} {
		if _, err := hex.DecodeString(parts[i]); err != nil || len(parts[i]) != n {
			return false
		}
	}
	return true
}

// recover turns a panic into a 500 and one line in the log, and makes one of a
// disk that fails under the mapped texts, which would end the process. An answer
// that was cut off ends with its connection.
func (s *Server) recover(c *gin.Context) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		if v == http.ErrAbortHandler {
			panic(v) // net/http knows what is meant
		}
		stack := debug.Stack()
		s.config.Logger.Error("panic", whose(c), "value", cut(clean(fmt.Sprint(v))),
			"stack", string(stack[:min(len(stack), maxStackBytes)]))
		s.fail(c, fmt.Errorf("panic: %v", v))
	}()
	c.Next()
	if c.GetBool(keyCut) {
		panic(http.ErrAbortHandler)
	}
}

// secure sets what browsers enforce. Everything comes from this host, and
// neither styles nor scripts stand in the pages.
func (s *Server) secure(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "+
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	if c.Request.TLS != nil || strings.HasPrefix(s.config.BaseURL, "https://") { // then a proxy speaks TLS
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}

// bounded caps the body.
func bounded(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, MaxBodyBytes)
}

// clean replaces what could disturb a log or a terminal: control characters,
// bidirectional overrides, invalid UTF-8.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '\uFFFD'
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// cut keeps what a log line or an error may hold of a text.
func cut(s string) string { return shorten(s, maxLogRunes, 4*maxLogRunes) }
