package server

import (
	"net/http"
	"strings"
	"testing"
)

// Every address says which methods it accepts, and refuses the others.
func TestOptions(t *testing.T) {
	s := newServer(t, newFake())
	for path, want := range map[string]string{
		"/": "GET, HEAD, OPTIONS", "/search": "GET, HEAD, OPTIONS", "/articles/x/y": "GET, HEAD, OPTIONS", "/assets/app.css": "GET, HEAD, OPTIONS",
		"/api/v1/search": "GET, HEAD, OPTIONS", "/api/v1/analyze": "POST, OPTIONS", "/api/v1/search:batch": "POST, OPTIONS",
		"/livez": "GET, HEAD, OPTIONS", "/openapi.json": "GET, HEAD, OPTIONS",
	} {
		w := request(s, http.MethodOptions, path, "")
		if w.Code != http.StatusNoContent || w.Header().Get("Allow") != want || w.Body.Len() > 0 {
			t.Errorf("%s: %d %q, want %q", path, w.Code, w.Header().Get("Allow"), want)
		}
		w = request(s, http.MethodDelete, path, "")
		if problem(t, w, http.StatusMethodNotAllowed, "bad_method"); w.Header().Get("Allow") == "" {
			t.Errorf("%s: a 405 without Allow", path)
		}
	}
	problem(t, request(s, http.MethodOptions, "/nothing", ""), http.StatusNotFound, "no_route")
}

// Pages of other sites read the API's answers only from configured origins, and
// the pages for readers never.
func TestCORS(t *testing.T) {
	const friend, other = "https://friend.example", "https://other.example"
	for _, tt := range []struct {
		origins        []string
		path, origin   string
		allowed        string // Access-Control-Allow-Origin
		varies, posted bool   // Vary: Origin; whether a POST is taken
	}{
		{nil, "/api/v1/search?q=a", friend, "", false, false},
		{[]string{friend}, "/api/v1/search?q=a", friend, friend, true, true},
		{[]string{friend}, "/api/v1/search?q=a&page=0", friend, friend, true, true},
		{[]string{friend}, "/api/v1/search?q=a", other, "", true, false},
		{[]string{friend}, "/api/v1/search?q=a", "null", "", true, false},
		{[]string{friend}, "/api/v1/search?q=a", "", "", true, true},
		{[]string{friend}, "/search?q=a", friend, "", false, true},
		{[]string{"*"}, "/api/v1/search?q=a", other, "*", true, true},
		{[]string{"*"}, "/openapi.json", other, "*", true, true},
		{[]string{"*"}, "/search?q=a", other, "", false, true},
	} {
		s := newServer(t, newFake(), func(c *Config) { c.Origins = tt.origins })
		h := get(s, tt.path, "Origin", tt.origin).Header()
		if got := h.Get("Access-Control-Allow-Origin"); got != tt.allowed {
			t.Errorf("%v %s from %s: allowed %q, want %q", tt.origins, tt.path, tt.origin, got, tt.allowed)
		}
		if got := strings.Contains(strings.Join(h.Values("Vary"), ","), "Origin"); got != tt.varies {
			t.Errorf("%v %s: Vary %v", tt.origins, tt.path, h.Values("Vary"))
		}
		if (h.Get("Access-Control-Expose-Headers") != "") != (tt.allowed != "") || h.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%v %s: %v", tt.origins, tt.path, h)
		}
		w := request(s, http.MethodPost, "/api/v1/analyze", `{"text":"a"}`, "Origin", tt.origin)
		if (w.Code == 200) != tt.posted {
			t.Errorf("%v from %s: a POST gives %d", tt.origins, tt.origin, w.Code)
		}
	}
}

func TestPreflight(t *testing.T) {
	s := newServer(t, newFake(), func(c *Config) { c.Origins = []string{"https://friend.example"} })
	w := request(s, http.MethodOptions, "/api/v1/search:batch", "", "Origin", "https://friend.example",
		"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization,content-type")
	if w.Code != http.StatusNoContent || !strings.Contains(w.Header().Get("Access-Control-Allow-Methods"), "POST") ||
		!strings.Contains(w.Header().Get("Access-Control-Allow-Headers"), "Authorization") {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	w = request(s, http.MethodOptions, "/api/v1/search:batch", "", "Origin", "https://other.example", "Access-Control-Request-Method", "POST")
	if w.Header().Get("Access-Control-Allow-Methods") != "" || w.Header().Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("another site: %v", w.Header())
	}
}

func TestOriginsAreChecked(t *testing.T) {
	for origin, ok := range map[string]bool{
		"https://a.example": true, "http://localhost:3000": true, "*": true,
		"a.example": false, "https://a.example/": false, "https://a.example/x": false, "ftp://a.example": false, "null": false, "": false, "https://u@a.example": false,
		"https://A.example": false, "https://a.example:99999": false, "https://a.example?": false, "https://[::1]:3000": true,
	} {
		_, err := New(Config{Addr: "127.0.0.1:1", Origins: []string{origin}}, newFake().services())
		if (err == nil) != ok {
			t.Errorf("%q: %v", origin, err)
		}
	}
}
