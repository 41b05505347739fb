package server

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
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
	keyCost  = "xunzhang.cost"  // int, in ordinary searches
	keyIP    = "xunzhang.ip"    // netip.Addr of the client, not valid when it has none
)

// Limits of what a log line contains of a request.
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

// part tells clients to close the connection when the server is stopping, and after a
// body in chunks. If that had a length too, another server on the way may see another end
// of it; net/http reads the chunks, removes the length, and does not say that it was there
// (RFC 9112, 6.1).
func (s *Server) part(c *gin.Context) {
	if s.draining.Load() || len(c.Request.TransferEncoding) > 0 {
		c.Header("Connection", "close")
	}
}

func plainID(id string) bool {
	odd := func(r rune) bool {
		return r >= 0x80 || !(unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.", r))
	}
	return id != "" && len(id) <= maxIDLength && !strings.ContainsFunc(id, odd)
}

// attribute finds out the address of the request's client.
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

// observe logs a line for each request, and counts it.
func (s *Server) observe(c *gin.Context) {
	start := time.Now()
	c.Next()
	took := time.Since(start)
	status, route := c.Writer.Status(), routeOf(c)
	s.metrics.observe(route, c.Request.Method, status, errorOf(c), took)
	if sent := s.keyOf(c); sent.good() {
		s.metrics.keys.WithLabelValues(sent.key.ID, outcomeName(status, errorOf(c))).Inc()
	}
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
	if cost := c.GetInt(keyCost); cost > 0 {
		attrs = append(attrs, slog.Int("cost", cost))
	}
	if key := accessOf(c).key; key != "" {
		attrs = append(attrs, slog.String("key", key))
	}
	if err := errorOf(c); err != nil && status >= http.StatusInternalServerError {
		if level = slog.LevelError; errors.Is(err, ErrStarting) || errors.Is(err, errStopping) {
			level = slog.LevelInfo // as it should be
		}
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

// whose identifies a request in the log: by its id, and by the trace of the client
// that it is a part of.
func whose(c *gin.Context) slog.Attr {
	attrs := []any{slog.String("request_id", c.GetString(keyID))}
	if trace := c.GetHeader("Traceparent"); isTrace(trace) {
		attrs = append(attrs, slog.String("traceparent", trace))
	}
	return slog.Group("", attrs...) // a group without a name is written as its members
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

// recover turns a panic into a 500 and one line in the log. It does the same with a
// disk that fails under a mapped file, which would otherwise end the process. The
// connection of an answer that was cut off is closed.
func (s *Server) recover(c *gin.Context) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		if v == http.ErrAbortHandler {
			panic(v) // net/http closes the connection
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

// secure sets the headers that browsers enforce. Everything is loaded from this
// host, and pages have no inline styles or scripts.
func (s *Server) secure(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "+
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	if c.Request.TLS != nil || strings.HasPrefix(s.config.BaseURL, "https://") { // a proxy in front speaks TLS
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}

// bounded limits the size of the body, and of an address of the API; that of a page may
// come from a long paste, and is cut. net/http refuses what is longer than MaxHeaderBytes
// before it is known what is asked for.
func (s *Server) bounded(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, MaxBodyBytes)
	if len(c.Request.RequestURI) > MaxAddressBytes && strings.HasPrefix(c.Request.URL.Path, "/api/") {
		s.fail(c, fmt.Errorf("%w: more than %d bytes", errAddress, MaxAddressBytes))
	}
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

// cut shortens a text to the length that a log line or an error may contain.
func cut(s string) string { return shorten(s, maxLogRunes, 4*maxLogRunes) }
