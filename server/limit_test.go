package server

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"
)

// When every place is taken the next search waits, and is then refused; as soon as
// a place is free the next one is answered.
func TestOverload(t *testing.T) {
	f := newFake()
	release, begun := make(chan struct{}), make(chan struct{}, 100)
	f.wait = func(context.Context) error {
		begun <- struct{}{}
		<-release
		return nil
	}
	s := newServer(t, f, func(c *Config) { c.Limits.Proxies.Trusted = prefixes(t, "192.0.2.1") })
	places := SearchesPerCore * runtime.GOMAXPROCS(0)
	var done sync.WaitGroup
	for i := range places {
		done.Go(func() { // each for a client of its own
			if w := get(s, "/api/v1/search?q=a", "X-Forwarded-For", fmt.Sprintf("203.0.113.%d", i)); w.Code != http.StatusOK {
				t.Errorf("within the limit: %d", w.Code)
			}
		})
	}
	for range places {
		<-begun
	}
	w := get(s, "/api/v1/search?q=a")
	problem(t, w, http.StatusServiceUnavailable, "overloaded")
	if w.Header().Get("Retry-After") != "1" {
		t.Errorf("Retry-After: %q", w.Header().Get("Retry-After"))
	}
	if w := get(s, "/search?q=a"); w.Code != 503 || w.Header().Get("Retry-After") == "" {
		t.Errorf("page: %d", w.Code)
	}
	for _, path := range []string{"/livez", "/readyz", "/api/v1/stats", "/openapi.json"} {
		if w := get(s, path); w.Code != http.StatusOK {
			t.Errorf("%s under overload: %d", path, w.Code)
		}
	}
	close(release)
	done.Wait()
	if w := get(s, "/api/v1/search?q=a"); w.Code != http.StatusOK || s.admission.taken() != 0 {
		t.Errorf("afterwards: %d, %d taken", w.Code, s.admission.taken())
	}
}

// placeReader is a body that records how many places are taken while it is read.
type placeReader struct {
	s     *Server
	taken int
}

func (r *placeReader) Read([]byte) (int, error) {
	r.taken = r.s.admission.taken()
	return 0, io.EOF
}

// A client that sends a body slowly has no place yet.
func TestBodiesAreReadWithoutAPlace(t *testing.T) {
	s := newServer(t, newFake())
	body := &placeReader{s: s, taken: -1}
	s.Handler().ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "http://localhost/api/v1/analyze", body))
	if body.taken != 0 {
		t.Errorf("%d places are taken", body.taken)
	}
}

// placeWriter is a client that records how many places are taken while it reads.
type placeWriter struct {
	*httptest.ResponseRecorder
	s     *Server
	taken int
}

func (w *placeWriter) Write(b []byte) (int, error) {
	w.taken = max(w.taken, w.s.admission.taken())
	return w.ResponseRecorder.Write(b)
}

// A client that reads an answer slowly no longer has a place.
func TestAnswersAreSentWithoutAPlace(t *testing.T) {
	s := newServer(t, newFake())
	for _, path := range []string{"/search?q=a", "/api/v1/search?q=a", "/articles/6171502", "/api/v1/articles/6171502", "/api/v1/suggest?q=a"} {
		for _, encoding := range []string{"", "gzip"} {
			w, r := &placeWriter{httptest.NewRecorder(), s, 0}, httptest.NewRequest(http.MethodGet, "http://localhost"+path, nil)
			r.Header.Set("Accept-Encoding", encoding)
			s.Handler().ServeHTTP(w, r)
			if w.Code != http.StatusOK || w.Body.Len() == 0 || w.taken != 0 {
				t.Errorf("%s: %d, %d bytes, %d places are taken", path, w.Code, w.Body.Len(), w.taken)
			}
			if size := w.Header().Get("Content-Length"); size != strconv.Itoa(w.Body.Len()) {
				t.Errorf("%s: %s of %d bytes", path, size, w.Body.Len())
			}
		}
	}
}

// A search gets a deadline, and telling of it is not an internal error.
func TestDeadline(t *testing.T) {
	f := newFake()
	f.wait = func(ctx context.Context) error {
		deadline, ok := ctx.Deadline()
		if left := time.Until(deadline); !ok || left > SearchTime || left <= 0 {
			t.Errorf("deadline %v %v", ok, left)
		}
		return context.DeadlineExceeded
	}
	s := newServer(t, f)
	for _, path := range []string{"/api/v1/search?q=a", "/api/v1/paragraphs?q=a", "/api/v1/suggest?q=a", "/api/v1/articles/x"} {
		problem(t, get(s, path), http.StatusGatewayTimeout, "timeout")
	}
}
