package server

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzhttp"
)

// A packer compresses whole bodies in memory. A compressor takes half a megabyte,
// so none should be in use while a slow client reads.
type packer func(http.Handler) http.HandlerFunc

func newPacker() (packer, error) {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(minCompressBytes), gzhttp.EnableZstd(false))
	if err != nil {
		return nil, fmt.Errorf("compression: %w", err)
	}
	return wrap, nil
}

// pack compresses the body if the client accepts that, and sets the headers.
func (p packer) pack(r *http.Request, header http.Header, body []byte) []byte {
	out := &sink{header: header}
	p(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(body) // into memory
	})).ServeHTTP(out, r)
	return out.body.Bytes()
}

// A sink keeps a body in memory.
type sink struct {
	header http.Header
	body   bytes.Buffer
}

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) WriteHeader(int)             {} // the caller sets the status itself
func (s *sink) Write(b []byte) (int, error) { return s.body.Write(b) }

// whole returns a handler that compresses its response as a whole before it is
// sent. A response that may be cached gets an ETag made from its content.
func (s *Server) whole(h handler) handler {
	return func(c *gin.Context) error {
		body, err := s.hold(c, func(c *gin.Context) error {
			if err := h(c); err != nil {
				return err
			}
			tagContent(c)
			return nil
		})
		send(c, body)
		return err
	}
}

// hold runs a handler, and returns the body that it wrote, compressed.
func (s *Server) hold(c *gin.Context, h handler) ([]byte, error) {
	w := &heldWriter{ResponseWriter: c.Writer}
	defer func() { c.Writer = w.ResponseWriter }()
	c.Writer = w
	err := h(c)
	if err != nil || w.body.Len() == 0 {
		return w.body.Bytes(), err
	}
	return s.packer.pack(c.Request, c.Writer.Header(), w.body.Bytes()), nil
}

// send writes a body that was held.
func send(c *gin.Context, body []byte) {
	if len(body) > 0 {
		c.Header("Content-Length", strconv.Itoa(len(body)))
		_, _ = c.Writer.Write(body) // the client went away
	}
}

// A heldWriter keeps the body in memory. Headers and status are passed on, because
// they are not sent before the body.
type heldWriter struct {
	gin.ResponseWriter
	body bytes.Buffer
}

// drop discards the body, and the headers that describe it.
func (w *heldWriter) drop() {
	w.body.Reset()
	for _, name := range [...]string{"Content-Type", "Content-Length", "Content-Encoding"} {
		w.Header().Del(name)
	}
}

func (w *heldWriter) Write(b []byte) (int, error)       { return w.body.Write(b) }
func (w *heldWriter) WriteString(s string) (int, error) { return w.body.WriteString(s) }
func (w *heldWriter) WriteHeaderNow()                   {}
func (w *heldWriter) Flush()                            {}
func (w *heldWriter) Size() int                         { return w.body.Len() }
func (w *heldWriter) Written() bool                     { return w.body.Len() > 0 }
