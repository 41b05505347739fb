package server

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
)

// An unchanged answer is not sent, and not even searched for.
func TestETag(t *testing.T) {
	f := newFake()
	s := newServer(t, f)
	for _, path := range []string{"/search?q=a", "/api/v1/search?q=a", "/api/v1/paragraphs?q=a", "/api/v1/suggest?q=a",
		"/articles/6171502", "/api/v1/articles/6171502", "/api/v1/related?id=6171502", "/"} {
		w := get(s, path)
		tag := w.Header().Get("ETag")
		if w.Code != http.StatusOK || tag == "" {
			t.Fatalf("%s: %d %q", path, w.Code, tag)
		}
		before := f.searches.Load()
		again := get(s, path, "If-None-Match", `"other", `+tag)
		if again.Code != http.StatusNotModified || again.Body.Len() != 0 || again.Header().Get("ETag") != tag {
			t.Errorf("%s: %d with %d bytes", path, again.Code, again.Body.Len())
		}
		if f.searches.Load() != before {
			t.Errorf("%s: searched for a 304", path)
		}
		f.generation.Add(1)
		if w := get(s, path, "If-None-Match", tag); w.Code != http.StatusOK || w.Header().Get("ETag") == tag {
			t.Errorf("%s: a new generation gave %d", path, w.Code)
		}
	}
	if a, b := get(s, "/api/v1/search?q=a"), get(s, "/api/v1/search?q=b"); a.Header().Get("ETag") == b.Header().Get("ETag") {
		t.Error("two queries have one tag")
	}
}

// "*" is met by any answer that there is, and by no error.
func TestETagOfAnything(t *testing.T) {
	s := newServer(t, newFake())
	for path, want := range map[string]int{
		"/search?q=a": 304, "/": 304, "/api/v1/search?q=a": 304, "/api/v1/articles/6171502": 304, "/articles/6171502": 304,
		"/api/v1/articles/none": 404, "/articles/none": 404, "/api/v1/search?q=a&page=0": 400, "/api/v1/suggest": 400, "/nothing": 404,
	} {
		w := get(s, path, "If-None-Match", " * ", "Accept-Encoding", "gzip")
		if w.Code != want || (w.Body.Len() == 0) != (want == 304) || (w.Header().Get("ETag") != "") != (want == 304) {
			t.Errorf("%s: %d, %d bytes, want %d", path, w.Code, w.Body.Len(), want)
		}
		if want == 304 && (w.Header().Get("Content-Length") != "" || w.Header().Get("Content-Type") != "" || w.Header().Get("Content-Encoding") != "") {
			t.Errorf("%s: headers of a body: %v", path, w.Header())
		}
	}
}

// A generation published between the question for the state and the search
// leaves the answer without a tag rather than with a wrong one.
func TestETagOfAnotherGeneration(t *testing.T) {
	f := newFake()
	f.fail = func(string) error { f.generation.Add(1); return nil }
	s := newServer(t, f)
	if w := get(s, "/api/v1/search?q=a"); w.Code != http.StatusOK || w.Header().Get("ETag") != "" {
		t.Errorf("%d %q", w.Code, w.Header().Get("ETag"))
	}
	if s.tag(engine.State{Generation: 1}, "/") == s.tag(engine.State{Generation: 2}, "/") {
		t.Error("two generations have one tag")
	}
}

// Answers that depend on no search are tagged by their content.
func TestETagOfContent(t *testing.T) {
	f := newFake()
	s := newServer(t, f)
	style := regexp.MustCompile(`/assets/[\w.-]+\.css`).FindString(get(s, "/").Body.String())
	for _, path := range []string{style, "/openapi.json", "/opensearch.xml", "/api/v1/stats", "/api/v1/stats?fields=articles"} {
		w := get(s, path)
		tag := w.Header().Get("ETag")
		if w.Code != http.StatusOK || tag == "" {
			t.Fatalf("%s: %d %q", path, w.Code, tag)
		}
		for _, condition := range []string{tag, "*", `"x", ` + tag} {
			again := get(s, path, "If-None-Match", condition, "Accept-Encoding", "gzip")
			if again.Code != http.StatusNotModified || again.Body.Len() > 0 || again.Header().Get("ETag") != tag || again.Header().Get("Content-Type") != "" {
				t.Errorf("%s if none matches %s: %d %v", path, condition, again.Code, again.Header())
			}
		}
		if w := get(s, path, "If-None-Match", `"other"`); w.Code != http.StatusOK {
			t.Errorf("%s: %d for another tag", path, w.Code)
		}
	}
	tag := get(s, "/api/v1/stats").Header().Get("ETag")
	f.generation.Add(1)
	if w := get(s, "/api/v1/stats", "If-None-Match", tag); w.Code != http.StatusOK {
		t.Errorf("a new generation: %d", w.Code)
	}
	if w := get(s, "/livez"); w.Header().Get("ETag") != "" {
		t.Error("what must not be kept has a tag")
	}
}
