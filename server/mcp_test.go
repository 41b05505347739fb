package server

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// A keyedTransport sends a key with every request.
type keyedTransport struct{ key string }

func (k keyedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", k.key)
	return http.DefaultTransport.RoundTrip(r)
}

// session opens a session of the protocol with a server over HTTP.
func session(t *testing.T, url, key string) (*sdk.ClientSession, error) {
	t.Helper()
	client := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil)
	s, err := client.Connect(t.Context(), &sdk.StreamableClientTransport{Endpoint: url + pathMCP, MaxRetries: -1,
		HTTPClient: &http.Client{Transport: keyedTransport{key}}}, nil)
	if err == nil {
		t.Cleanup(func() { _ = s.Close() })
	}
	return s, err
}

func tool(t *testing.T, s *sdk.ClientSession, name string, args map[string]any) (string, bool) {
	t.Helper()
	r, err := s.CallTool(t.Context(), &sdk.CallToolParams{Name: name, Arguments: args})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return r.Content[0].(*sdk.TextContent).Text, r.IsError
}

// A program with a key can use the protocol over HTTP, with the tools that the key
// permits.
func TestMCP(t *testing.T) {
	srv, tokens := newKeyedServer(t, newFake())
	url, stop, ended := start(t, srv)
	for name, want := range map[string]string{"search": "search", "admin": "read_article related search", "restricted": "read_article related search"} {
		s, err := session(t, url, tokens[name])
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		list, err := s.ListTools(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, tool := range list.Tools {
			names = append(names, tool.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s has the tools %s, want %s", name, got, want)
		}
	}
	s, err := session(t, url, tokens["admin"])
	if err != nil {
		t.Fatal(err)
	}
	if text, failed := tool(t, s, "search", map[string]any{"query": "小红书"}); failed || !strings.Contains(text, "(http://127.0.0.1:8080/articles/it/6171431#p-") {
		t.Errorf("%v %s", failed, text)
	}
	if text, failed := tool(t, s, "read_article", map[string]any{"id": "it/6171431"}); failed || !strings.Contains(text, "能坚持几天") {
		t.Errorf("%v %s", failed, text)
	}
	if text, failed := tool(t, s, "related", map[string]any{"id": "it/6171431"}); failed || !strings.Contains(text, "id: 6171502") {
		t.Errorf("%v %s", failed, text)
	}
	for _, name := range []string{"read", "revoked", ""} {
		if _, err := session(t, url, tokens[name]); err == nil {
			t.Errorf("the key %q is let in", name)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// A key that is bound to categories stays so in every tool.
func TestRestrictedMCP(t *testing.T) {
	srv, tokens := newKeyedServer(t, newFake())
	url, stop, ended := start(t, srv)
	s, err := session(t, url, tokens["restricted"])
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range []map[string]any{{"query": "小红书"}, {"query": "小红书", "categories": []string{"互联网"}}, {"query": "category:互联网 小红书"}} {
		if text, _ := tool(t, s, "search", args); strings.Contains(text, "6171431") {
			t.Errorf("%v: %s", args, text)
		}
	}
	for _, name := range []string{"read_article", "related"} {
		if text, failed := tool(t, s, name, map[string]any{"id": "it/6171431"}); !failed || !strings.Contains(text, "no article") {
			t.Errorf("%s: %s", name, text)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// The address exists only when it was asked for, accepts POST alone, refuses other
// sites, and takes a place like a search.
func TestMCPAsAnAddress(t *testing.T) {
	problem(t, request(newServer(t, newFake()), http.MethodPost, pathMCP, "{}"), 404, "no_route")
	f := newFake()
	s, tokens := newKeyedServer(t, f)
	ask := func(body string, headers ...string) (int, string) {
		w := request(s, http.MethodPost, pathMCP, body, append([]string{"Authorization", tokens["admin"], "Content-Type", "application/json",
			"Accept", "application/json, text/event-stream"}, headers...)...)
		return w.Code, w.Body.String()
	}
	const search = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":{"query":"小红书"}}}`
	if code, body := ask(search); code != 200 || !strings.Contains(body, `"structuredContent"`) {
		t.Errorf("%d %s", code, body)
	}
	if code, _ := ask(search, "Host", "evil.example"); code != http.StatusMisdirectedRequest {
		t.Errorf("another host: %d", code)
	}
	if code, _ := ask(search, "Origin", "https://evil.example"); code != http.StatusForbidden {
		t.Errorf("another site: %d", code)
	}
	if code, _ := ask(search, "Content-Type", "text/plain"); code != http.StatusUnsupportedMediaType {
		t.Errorf("another type: %d", code)
	}
	for _, body := range []string{"", "{", "null", "[" + search + "]", search + search, strings.Repeat("[", 1<<19),
		`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":{"query":"小红书","Query":""}}}`} {
		w := request(s, http.MethodPost, pathMCP, body, "Authorization", tokens["admin"], "Content-Type", "application/json", "Accept", "application/json, text/event-stream")
		problem(t, w, http.StatusBadRequest, "bad_body")
	}
	if code, _ := ask(search, "Content-Encoding", "gzip"); code != http.StatusUnsupportedMediaType {
		t.Errorf("a coding: %d", code)
	}
	if code, _ := ask(search, "Accept", "application/json"); code != http.StatusNotAcceptable {
		t.Errorf("no events are accepted: %d", code)
	}
	if code, _ := ask(strings.Repeat(" ", MaxBodyBytes+1)); code != http.StatusRequestEntityTooLarge {
		t.Errorf("a large body: %d", code)
	}
	problem(t, get(s, pathMCP, "Authorization", tokens["admin"]), 405, "bad_method")
	f.wait = func(ctx context.Context) error {
		if _, ends := ctx.Deadline(); s.admission.taken() != 1 || !ends {
			t.Errorf("%d places are taken, for a time: %v", s.admission.taken(), ends)
		}
		if ctx.Value(workKey{}) == nil {
			t.Error("the engine's work for it is not measured")
		}
		return nil
	}
	ask(search)
	if _, err := New(Config{Addr: "127.0.0.1:1", MCP: true}, newFake().services()); err == nil {
		t.Error("it is served without keys")
	}
}

// Nothing changes of which a client could be notified: a subscription ends at once, and
// keeps no place.
func TestMCPHasNoSubscriptions(t *testing.T) {
	s, tokens := newKeyedServer(t, newFake())
	const listen = `{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{"notifications":{"toolsListChanged":true}}}`
	ctx, cancel := context.WithCancelCause(t.Context())
	s.handler = func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r.WithContext(ctx)) })
	}(s.handler)
	waiting := time.AfterFunc(SearchTime/2, func() { cancel(errors.New("it waits for notifications")) })
	defer waiting.Stop()
	request(s, http.MethodPost, pathMCP, listen, "Authorization", tokens["admin"], "Content-Type", "application/json", "Accept", "application/json, text/event-stream")
	if err := context.Cause(ctx); err != nil {
		t.Error(err)
	}
	list := request(s, http.MethodPost, pathMCP, `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"a","version":"1"}}}`,
		"Authorization", tokens["admin"], "Content-Type", "application/json", "Accept", "application/json, text/event-stream")
	if body := list.Body.String(); strings.Contains(body, "listChanged") || strings.Contains(body, "logging") || !strings.Contains(body, `"tools":{}`) {
		t.Errorf("%s", body)
	}
}

// A message costs what its tool does with its arguments, whatever else is in it.
func TestCostOfMessages(t *testing.T) {
	long := strings.Repeat("长", 256)
	for message, want := range map[string]int{
		`{"method":"tools/list"}`:                                                                  1,
		`{"params":{"name":"search","arguments":{"query":"a"}}}`:                                   1,
		`{"params":{"name":"search","arguments":{"query":"` + long + `"}}}`:                        11,
		`{"params":{"name":"search","arguments":{"limit":"x","query":"` + long + `","page":2.5}}}`: 11,
		`{"params":{"name":"search","arguments":{"query":"` + long + `"},"_meta":{"query":"a"}}}`:  11,
		`{"params":{"name":"related","arguments":{"id":"a"}}}`:                                     costOfRelated,
	} {
		if got := messageCost([]byte(message)); got != want {
			t.Errorf("%.80s: %d, want %d", message, got, want)
		}
	}
}
