package server

import (
	"net/http"
	"testing"
)

// A client that accepts no form of an answer is told so; most headers accept it.
func TestAccept(t *testing.T) {
	s, tokens := newKeyedServer(t, newFake())
	for _, tt := range []struct {
		accept string
		ok     bool
	}{
		{"", true}, {"*/*", true}, {"application/json", true}, {"Application/JSON; charset=utf-8", true}, {"application/*", true},
		{"text/html, application/xml;q=0.9, */*;q=0.8", true}, {"text/html, image/gif, *; q=.2, */*; q=.2", true}, {"nonsense", true}, {"text/xml, application/json;q=0.1", true},
		{"text/html", false}, {"application/xml", false}, {"application/json;q=0", false}, {"application/json;q=0.0, */*", false}, {"*/*;q=0", false},
		{"application/jsonp", false}, {"text/*", false},
	} {
		for _, path := range []string{"/api/v1/search?q=a", "/api/v1/paragraphs?q=a", "/api/v1/articles/6171502", "/api/v1/related?id=6171502", "/api/v1/suggest?q=a", "/api/v1/stats"} {
			w := get(s, path, "Accept", tt.accept, "Authorization", tokens["admin"])
			if tt.ok && w.Code != http.StatusOK {
				t.Errorf("%s, accepting %q: %d", path, tt.accept, w.Code)
			}
			if !tt.ok {
				problem(t, w, http.StatusNotAcceptable, "not_acceptable")
			}
		}
	}
	for path, accept := range map[string]string{"/api/v1/suggest?q=a&format=opensearch": kindSuggestions, pathExport: kindLines} {
		if w := get(s, path, "Accept", accept, "Authorization", tokens["admin"]); w.Code != http.StatusOK || w.Header().Get("Content-Type")[:len(accept)] != accept {
			t.Errorf("%s: %d %s", path, w.Code, w.Header().Get("Content-Type"))
		}
	}
	for _, accept := range []string{kindJSON, "*/*"} { // a client may accept JSON everywhere, and each line is that
		if w := get(s, pathExport, "Accept", accept, "Authorization", tokens["admin"]); w.Code != http.StatusOK {
			t.Errorf("an export, accepting %s: %d", accept, w.Code)
		}
	}
	problem(t, get(s, pathExport, "Accept", "text/csv", "Authorization", tokens["admin"]), http.StatusNotAcceptable, "not_acceptable")
	for path, body := range map[string]string{"/api/v1/analyze": `{"text":"a"}`, pathBatch: `{"searches":[{"q":"a"}]}`} {
		problem(t, request(s, http.MethodPost, path, body, "Accept", "text/html"), http.StatusNotAcceptable, "not_acceptable")
	}
	if w := get(s, "/search?q=a", "Accept", "application/json"); w.Code != http.StatusOK {
		t.Errorf("a page is a page: %d", w.Code)
	}
}
