package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/export"
)

// MaxExports is how many exports run at once, one of each key: each keeps a generation
// open.
const MaxExports = 2

// exportPlaces has the keys whose exports run. A key has one place, so that a program
// that reads slowly keeps only itself from exporting.
type exportPlaces struct {
	mu      sync.Mutex
	running map[string]bool // by the id of the key
}

// take takes the place of a key, and reports whether there was one.
func (p *exportPlaces) take(key string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.running[key] || len(p.running) >= MaxExports {
		return false
	}
	p.running[key] = true
	return true
}

func (p *exportPlaces) release(key string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.running, key)
}

// count returns how many exports run.
func (p *exportPlaces) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.running)
}

// How long an export waits for a place, and between two attempts.
const (
	exportPatience = 30 * time.Second
	exportPause    = 200 * time.Millisecond
)

var (
	errExports = errors.New("too many exports at once")
	errCut     = errors.New("the export was cut off")
)

// keyCut is the key, in the gin context, of whether an answer was cut off in the
// middle. Its connection is then closed in a way that the client notices.
const keyCut = "xunzhang.cut" // bool

// apiExport answers with a line of JSON for each article, in the order of their
// ids. Some articles at a time are read, each time in a place as a search has it,
// and are sent after the place is given back. All are of one generation.
func (s *Server) apiExport(c *gin.Context) error {
	p := strict(c.Request.URL.RawQuery)
	filter := export.Filter{Categories: p.list("category"), Authors: p.list("author"), Tags: p.list("tag"), Years: p.years(), From: p.date("from"), To: p.date("to")}
	fields := p.fields(export.Article{})
	if err := p.err(); err != nil {
		return err
	}
	if own := accessOf(c).categories; len(own) > 0 {
		filter.Categories = restricted{categories: own}.narrow(filter.Categories)
	}
	key := accessOf(c).key
	if !s.exports.take(key) {
		return errExports
	}
	defer s.exports.release(key)
	articles, err := s.services.Exporter.Export(c.Request.Context(), filter)
	if err != nil {
		return err
	}
	defer articles.Close()
	if s.isKnown(c, articles.State()) {
		unchanged(c)
		return nil
	}
	c.Header("Content-Type", "application/x-ndjson")
	if c.Request.Method == http.MethodHead {
		c.Status(http.StatusOK)
		return nil
	}
	s.stream(c, articles, fields)
	return nil
}

// isKnown adds an ETag to the answer, and reports whether the client has that
// answer already.
func (s *Server) isKnown(c *gin.Context, state engine.State) bool {
	tag := s.tag(state, c.Request.URL.RequestURI(), accessOf(c).categories...)
	c.Header("ETag", tag)
	c.Header("Cache-Control", "private, no-cache")
	condition := strings.TrimSpace(c.GetHeader("If-None-Match"))
	return condition == "*" || matches(condition, tag)
}

// stream sends articles. An error after the first line can no longer be reported:
// the answer is cut off, which clients notice.
func (s *Server) stream(c *gin.Context, articles Articles, fields fieldSet) {
	deadline := http.NewResponseController(c.Writer)
	s.packer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusOK)
		for {
			lines, err := s.exported(c, articles, fields)
			if errors.Is(err, io.EOF) {
				return
			}
			_ = deadline.SetWriteDeadline(time.Now().Add(writeTime)) // a new deadline for each piece, since an export may take long
			if err == nil {
				_, err = w.Write(lines)
			}
			if err == nil {
				err = http.NewResponseController(w).Flush()
			}
			if err != nil {
				s.config.Logger.Warn("an export was cut off", whose(c), "error", cut(clean(err.Error())))
				c.Set(keyCut, true)
				return
			}
		}
	})).ServeHTTP(c.Writer, c.Request)
}

// exported returns the lines of the next articles, and io.EOF after the last.
func (s *Server) exported(c *gin.Context, articles Articles, fields fieldSet) ([]byte, error) {
	ctx := c.Request.Context()
	release, err := s.patientPlace(ctx, s.accountOf(c))
	if err != nil {
		return nil, err
	}
	defer release()
	ctx, cancel := context.WithTimeout(ctx, SearchTime)
	defer cancel()
	some, err := articles.Next(ctx)
	if err != nil {
		return nil, err
	}
	var lines bytes.Buffer
	for _, a := range some {
		line, err := fields.encode(a)
		if err != nil {
			return nil, err
		}
		lines.Write(line)
	}
	return lines.Bytes(), nil
}

// patientPlace waits longer than a search for a place, because no reader waits for
// an export.
func (s *Server) patientPlace(ctx context.Context, of account) (release func(), err error) {
	for end := time.Now().Add(exportPatience); ; {
		release, err = s.admission.take(ctx, of, 1)
		if err == nil || time.Now().After(end) || !errors.Is(err, errOverload) && !errors.Is(err, errShare) {
			return release, err
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("%w: %w", errCut, ctx.Err())
		case <-time.After(exportPause):
		}
	}
}
