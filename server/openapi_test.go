package server

import (
	"maps"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/search/query"
	"github.com/xunzhang/xunzhang/server/apidoc"
)

func document(t *testing.T, s *Server) map[string]any {
	t.Helper()
	return decode[map[string]any](t, get(s, "/openapi.json"))
}

// documented returns the path of a route as the document writes it.
func documented(route string) string {
	return strings.NewReplacer("*id", "{id}", "*name", "{name}", `\:`, ":").Replace(route)
}

// The document and the router have the same routes.
func TestEveryRouteIsDocumented(t *testing.T) {
	s, _ := newKeyedServer(t, newFake()) // which has them all
	doc := document(t, s)
	if doc["openapi"] != "3.1.0" || doc["info"].(map[string]any)["version"] != "test" {
		t.Errorf("%v %v", doc["openapi"], doc["info"])
	}
	there := map[string]bool{}
	for path, item := range doc["paths"].(map[string]any) {
		for method := range item.(map[string]any) {
			there[strings.ToUpper(method)+" "+path] = true
		}
	}
	for _, r := range s.routes {
		if r.Method == http.MethodHead {
			continue
		}
		name := r.Method + " " + documented(r.Path)
		if !there[name] {
			t.Errorf("%s is not documented", name)
		}
		delete(there, name)
		delete(there, strings.TrimSuffix(name, "{id}")) // the same route, with the id as a parameter
	}
	for name := range there {
		t.Errorf("%s is documented and not there", name)
	}
}

func TestLimitsAreDocumented(t *testing.T) {
	doc := document(t, newServer(t, newFake()))
	want := map[string]int{
		"query_runes": search.MaxQueryRunes, "query_bytes": search.MaxQueryBytes, "query_terms": query.MaxTerms,
		"size": search.MaxSize, "size_above_64_characters": search.MaxPastedSize, "window": search.MaxWindow, "filter_values": MaxFilterValues, "filter_runes": MaxFilterRunes,
		"id_bytes": MaxIDBytes, "suggestions": MaxSuggestions, "analyze_runes": MaxAnalyzeRunes,
		"search_seconds": int(SearchTime.Seconds()), "search_wait_milliseconds": int(SearchWait.Milliseconds()),
		"batch": MaxBatch, "batch_hits": MaxBatchHits, "batch_seconds": int(BatchTime.Seconds()), "exports": MaxExports, "fields": maxFields,
		"searches_per_core": SearchesPerCore, "address_bytes": MaxAddressBytes, "header_bytes": MaxHeaderBytes, "body_bytes": MaxBodyBytes,
	}
	got := map[string]int{}
	for k, v := range doc["x-limits"].(map[string]any) {
		got[k] = int(v.(float64))
	}
	if !maps.Equal(got, want) {
		t.Errorf("%v\nwant %v", got, want)
	}
}

// The document is one that OpenAPI knows, and its examples have the form that it
// promises. Every operation has some.
func TestDocumentIsValid(t *testing.T) {
	doc, err := apidoc.Document("test", "https://search.example.org")
	if err != nil {
		t.Fatal(err)
	}
	spec, err := openapi3.NewLoader().LoadFromData(doc)
	if err != nil {
		t.Fatal(err)
	}
	if err := spec.Validate(t.Context(), openapi3.EnableExamplesValidation()); err != nil {
		t.Fatal(err)
	}
	for path, item := range spec.Paths.Map() {
		for method, o := range item.Operations() {
			if method == http.MethodOptions {
				continue
			}
			for status, r := range o.Responses.Map() {
				if r.Value.Headers["X-Request-ID"] == nil && status != "431" { // which net/http answers
					t.Errorf("%s %s %s: no headers", method, path, status)
				}
				for kind, media := range r.Value.Content {
					if len(media.Examples) == 0 && r.Ref == "" {
						t.Errorf("%s %s %s %s: no example", method, path, status, kind)
					}
				}
			}
			for _, p := range o.Parameters {
				if p.Value.Example == nil || p.Value.Description == "" {
					t.Errorf("%s %s: the parameter %s has no example or no description", method, path, p.Value.Name)
				}
			}
			if o.RequestBody != nil && len(o.RequestBody.Value.Content.Get("application/json").Examples) == 0 {
				t.Errorf("%s %s: no example of a body", method, path)
			}
		}
	}
}

// The page shows every operation and schema, from this host alone.
func TestDocsPage(t *testing.T) {
	s := newServer(t, newFake())
	w := get(s, "/docs")
	body := w.Body.String()
	if w.Code != 200 || !strings.Contains(body, "http://127.0.0.1:8080") {
		t.Fatalf("%d %.300s", w.Code, body)
	}
	for _, r := range s.routes {
		if r.Method == http.MethodHead || r.Method == http.MethodOptions {
			continue
		}
		if want := "<h2><code>" + r.Method + " " + documented(r.Path) + "</code></h2>"; !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
	for _, bad := range []string{"<script", "style=", "http://cdn", "https://cdn", "<no value>", "ZgotmplZ", "%!", "`"} {
		if strings.Contains(body, bad) {
			t.Errorf("%s in the page", bad)
		}
	}
	for _, link := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(body, -1) {
		if !strings.Contains(body, `id="`+link[1]+`"`) {
			t.Errorf("#%s leads nowhere", link[1])
		}
	}
	if w := get(s, apidoc.StylePath); w.Code != 200 || !strings.Contains(w.Header().Get("Content-Type"), "text/css") {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}
