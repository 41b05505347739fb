package server

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/search/query"
)

func document(t *testing.T, s *Server) map[string]any {
	t.Helper()
	return decode[map[string]any](t, get(s, "/openapi.json"))
}

// The document and the routes name the same.
func TestEveryRouteIsDocumented(t *testing.T) {
	s := newServer(t, newFake())
	doc := document(t, s)
	if doc["openapi"] != "3.1.0" || doc["info"].(map[string]any)["version"] != "test" {
		t.Errorf("%v %v", doc["openapi"], doc["info"])
	}
	documented := map[string]bool{}
	for path, item := range doc["paths"].(map[string]any) {
		for method := range item.(map[string]any) {
			documented[strings.ToUpper(method)+" "+path] = true
		}
	}
	for _, r := range s.routes {
		if r.Method == http.MethodHead {
			continue
		}
		name := r.Method + " " + strings.NewReplacer("*id", "{id}", "*name", "{name}").Replace(r.Path)
		if !documented[name] {
			t.Errorf("%s is not documented", name)
		}
		delete(documented, name)
	}
	for name := range documented {
		t.Errorf("%s is documented and not there", name)
	}
}

func TestLimitsAreDocumented(t *testing.T) {
	doc := document(t, newServer(t, newFake()))
	want := map[string]int{
		"query_runes": search.MaxQueryRunes, "query_bytes": search.MaxQueryBytes, "query_terms": query.MaxTerms,
		"size": search.MaxSize, "window": search.MaxWindow, "filter_values": MaxFilterValues, "filter_runes": MaxFilterRunes,
		"id_bytes": MaxIDBytes, "suggestions": MaxSuggestions, "analyze_runes": MaxAnalyzeRunes,
		"search_seconds": int(SearchTime.Seconds()), "search_wait_milliseconds": int(SearchWait.Milliseconds()),
		"searches_per_core": SearchesPerCore, "header_bytes": MaxHeaderBytes, "body_bytes": MaxBodyBytes,
	}
	got := map[string]int{}
	for k, v := range doc["x-limits"].(map[string]any) {
		got[k] = int(v.(float64))
	}
	if !maps.Equal(got, want) {
		t.Errorf("%v\nwant %v", got, want)
	}
}

// Every answer has the form that the document promises.
func TestAnswersFollowTheDocument(t *testing.T) {
	s := newServer(t, newFake())
	doc := document(t, s)
	post := func(path, body string) *httptest.ResponseRecorder {
		return request(s, http.MethodPost, path, body)
	}
	for _, tt := range []struct {
		path, schema string
		w            *httptest.ResponseRecorder
	}{
		{"search", "Response", get(s, "/api/v1/search?q=小红书&explain=true")},
		{"nothing found", "Response", get(s, "/api/v1/search?q=zzz")},
		{"alias", "Response", get(s, "/api/v1/search?q=脸书")},
		{"spelling", "Response", get(s, "/api/v1/search?q=小红树")},
		{"paragraphs", "ParagraphsResponse", get(s, "/api/v1/paragraphs?q=小红书")},
		{"no paragraphs", "ParagraphsResponse", get(s, "/api/v1/paragraphs?q=zzz")},
		{"article", "ArticlePage", get(s, "/api/v1/articles/it/6171431?q=小红书")},
		{"related", "Related", get(s, "/api/v1/related?id=it/6171431")},
		{"suggest", "Suggestions", get(s, "/api/v1/suggest?q=小")},
		{"no suggestions", "Suggestions", get(s, "/api/v1/suggest?q=")},
		{"stats", "Stats", get(s, "/api/v1/stats")},
		{"analyze", "Analysis", post("/api/v1/analyze", `{"text":"小红书"}`)},
		{"problem", "Problem", get(s, "/api/v1/search?q=a&page=0")},
	} {
		schema := doc["components"].(map[string]any)["schemas"].(map[string]any)[tt.schema].(map[string]any)
		for _, fault := range check(doc, schema, decode[any](t, tt.w), tt.path) {
			t.Error(fault)
		}
	}
	if body := get(s, "/api/v1/search?q=zzz").Body.String(); !strings.Contains(body, `"articles":[]`) {
		t.Errorf("nothing found: %s", body)
	}
}

// check compares a value with the part of JSON Schema that the document uses.
// Members that the schema does not name are faults too.
func check(doc, schema map[string]any, v any, at string) []string {
	if ref, ok := schema["$ref"].(string); ok {
		name := strings.TrimPrefix(ref, "#/components/schemas/")
		schema = doc["components"].(map[string]any)["schemas"].(map[string]any)[name].(map[string]any)
	}
	var faults []string
	switch v := v.(type) {
	case map[string]any:
		properties, _ := schema["properties"].(map[string]any)
		other, _ := schema["additionalProperties"].(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(v)) {
			sub, ok := properties[name].(map[string]any)
			if !ok {
				sub = other
			}
			if sub == nil {
				faults = append(faults, at+"."+name+" is not in the document")
				continue
			}
			faults = append(faults, check(doc, sub, v[name], at+"."+name)...)
		}
		required, _ := schema["required"].([]any)
		for _, name := range required {
			if _, ok := v[name.(string)]; !ok {
				faults = append(faults, fmt.Sprintf("%s.%s is missing", at, name))
			}
		}
	case []any:
		items, _ := schema["items"].(map[string]any)
		for i, e := range v {
			faults = append(faults, check(doc, items, e, fmt.Sprintf("%s[%d]", at, i))...)
		}
	}
	if want, _ := schema["type"].(string); want != jsonType(v, want) {
		faults = append(faults, fmt.Sprintf("%s is %s, not %s", at, jsonType(v, want), want))
	}
	return faults
}

// jsonType names the type of a value; a whole number may be either kind.
func jsonType(v any, want string) string {
	switch v := v.(type) {
	case map[string]any:
		return "object"
	case []any:
		return "array"
	case string:
		return "string"
	case bool:
		return "boolean"
	case float64:
		if want == "integer" && v == float64(int64(v)) {
			return want
		}
		return "number"
	}
	return "null"
}

// References in the document lead somewhere.
func TestReferences(t *testing.T) {
	s := newServer(t, newFake())
	doc := document(t, s)
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			if ref, ok := v["$ref"].(string); ok {
				var at any = doc
				for name := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
					m, _ := at.(map[string]any)
					at = m[name]
				}
				if at == nil {
					t.Errorf("%s leads nowhere", ref)
				}
			}
			for _, e := range v {
				walk(e)
			}
		}
	}
	walk(doc)
	if !json.Valid(openapiFile) {
		t.Error("not JSON")
	}
}
