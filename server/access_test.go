package server

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/apikey"
)

// keyring makes keys in a file, and returns their tokens.
func keyring(t *testing.T, keys map[string]apikey.Key) (*apikey.Store, map[string]string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keys")
	tokens := map[string]string{}
	for name, k := range keys {
		k.Name = name
		made, token, err := apikey.New(k, time.Now())
		if err == nil {
			err = apikey.Add(path, made)
		}
		if err != nil {
			t.Fatal(err)
		}
		tokens[name] = "Bearer " + token
		if name == "revoked" {
			if err := apikey.Revoke(path, made.ID, time.Now()); err != nil {
				t.Fatal(err)
			}
		}
	}
	store, err := apikey.Open(path, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return store, tokens
}

// newKeyedServer has keys of each kind; what is protected needs one.
func newKeyedServer(t *testing.T, f *fake, protected ...apikey.Scope) (*Server, map[string]string) {
	t.Helper()
	store, tokens := keyring(t, map[string]apikey.Key{
		"search":     {Scopes: []apikey.Scope{apikey.Search}},
		"read":       {Scopes: []apikey.Scope{apikey.Read}},
		"admin":      {Scopes: []apikey.Scope{apikey.Admin}},
		"restricted": {Scopes: []apikey.Scope{apikey.Search, apikey.Read}, Categories: []string{"产品设计"}},
		"revoked":    {Scopes: []apikey.Scope{apikey.Admin}},
	})
	return newServer(t, f, func(c *Config) { c.Keys, c.Protected, c.MCP = store, protected, true }), tokens
}

// Every scope opens its own addresses and no others.
func TestScopes(t *testing.T) {
	s, tokens := newKeyedServer(t, newFake(), apikey.Search, apikey.Read)
	tokens["wrong"], tokens["none"], tokens["empty"] = "Bearer xz_abc_def", "", "Bearer "
	tokens["a proxy's"] = "Basic dTpw"
	for _, tt := range []struct {
		paths []string
		open  string // names of the tokens with which it can be used
		no    string // valid tokens without the scope
	}{
		{[]string{"/", "/search?q=a", "/api/v1/search?q=a", "/api/v1/paragraphs?q=a", "/api/v1/suggest?q=a"}, "search admin restricted", "read"},
		{[]string{"/api/v1/stats"}, "search admin", "read restricted"},
		{[]string{"/articles/6171502", "/api/v1/articles/6171502", "/api/v1/related?id=6171502"}, "read admin restricted", "search"},
		{[]string{"/livez", "/readyz", "/openapi.json", "/docs", "/opensearch.xml"}, "search read admin restricted revoked wrong none empty a proxy's", ""},
	} {
		for _, path := range tt.paths {
			for name, token := range tokens {
				want := http.StatusUnauthorized
				if strings.Contains(tt.open, name) {
					want = http.StatusOK
				} else if strings.Contains(tt.no, name) {
					want = http.StatusForbidden
				}
				w := get(s, path, "Authorization", token)
				if w.Code != want {
					t.Errorf("%s with the key %q: %d, want %d", path, name, w.Code, want)
				}
				if challenge := w.Header().Get("WWW-Authenticate"); (challenge != "") != (want == 401 || want == 403 && name != "restricted") {
					t.Errorf("%s with the key %q: WWW-Authenticate %q", path, name, challenge)
				}
			}
		}
	}
	for name, code := range map[string]string{"none": "no_key", "wrong": "bad_key", "revoked": "bad_key"} {
		problem(t, get(s, "/api/v1/search?q=a", "Authorization", tokens[name]), 401, code)
	}
	for _, path := range []string{"/api/v1/analyze", pathBatch} {
		problem(t, request(s, http.MethodPost, path, `{}`), 401, "no_key")
		problem(t, request(s, http.MethodPost, path, `{}`, "Authorization", tokens["read"]), 403, "bad_scope")
	}
	if w := request(s, http.MethodOptions, "/api/v1/search", ""); w.Code != http.StatusNoContent {
		t.Errorf("OPTIONS needs a key: %d", w.Code)
	}
}

// Public addresses need no key; a key that is sent nevertheless must be valid.
func TestPublicScopes(t *testing.T) {
	s, tokens := newKeyedServer(t, newFake(), apikey.Read)
	if w := get(s, "/api/v1/search?q=a"); w.Code != 200 || w.Header().Get("Cache-Control") != "no-cache" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	for _, path := range []string{"/api/v1/search?q=a", "/api/v1/stats", "/search?q=a"} {
		if w := get(s, path, "Authorization", tokens["admin"]); w.Code != 200 || w.Header().Get("Cache-Control") != "private, no-cache" {
			t.Errorf("%s: %d %v", path, w.Code, w.Header())
		}
	}
	problem(t, get(s, "/api/v1/search?q=a", "Authorization", tokens["revoked"]), 401, "bad_key")
	problem(t, get(s, "/api/v1/articles/6171502"), 401, "no_key")
	without := newServer(t, newFake())
	problem(t, get(without, "/api/v1/search?q=a", "Authorization", "Bearer xz_a_b"), 401, "bad_key")
}

func TestAccessIsChecked(t *testing.T) {
	for _, protected := range [][]apikey.Scope{{apikey.Search}, {apikey.Admin}, {"write"}} {
		if _, err := New(Config{Addr: "127.0.0.1:1", Protected: protected}, newFake().services()); err == nil {
			t.Errorf("%v without keys is taken", protected)
		}
	}
}

// Nothing in a request shows a restricted key an article of another category, or
// that there is one.
func TestNothingWidensARestrictedKey(t *testing.T) {
	f := newFake(fakeArticle{id: "secret/1", title: "小红书的机密", category: "机密", published: "2024-01-01", tags: []string{"机密计划", "小红书"},
		text: []string{"机密计划的正文，小红书和 TikTok 都在里面。"}})
	s, tokens := newKeyedServer(t, f)
	for _, path := range []string{
		"/api/v1/search?q=小红书", "/api/v1/search?q=小红书&category=机密", "/api/v1/search?q=小红书&category=机密&category=产品设计", "/api/v1/search?q=category:机密",
		"/api/v1/search?q=小红书+OR+category:机密", "/api/v1/search?q=分类：机密", "/api/v1/search?q=&size=100", "/api/v1/search?tag=机密计划", "/api/v1/search?year=2024",
		"/api/v1/search?from=2000-01-01&size=100", "/api/v1/search?q=小红书&explain=true", "/api/v1/search?q=机密计划", "/api/v1/search?q=小红书&fields=facets",
		"/api/v1/paragraphs?q=小红书", "/api/v1/paragraphs?q=小红书&category=机密", "/api/v1/articles/secret/1", "/api/v1/articles/?id=secret/1",
		"/api/v1/related?id=secret/1", "/api/v1/related?id=6171502&size=100", "/api/v1/suggest?q=机", "/api/v1/suggest?q=机密", "/api/v1/suggest?q=小红书的",
		"/", "/search?q=小红书", "/search?q=小红书&category=机密", "/search?q=机密+没有", "/articles/secret/1", "/articles/6171502",
	} {
		w := get(s, path, "Authorization", tokens["restricted"])
		// The answer has the typed text, and nothing else.
		body := w.Body.String()
		for _, typed := range []string{"小红书 OR category:机密", "category:机密", "分类：机密", "机密 没有", "机密计划", "机密"} {
			if strings.Contains(path, strings.ReplaceAll(typed, " ", "+")) {
				body = strings.ReplaceAll(body, typed, "")
			}
		}
		for _, leaked := range []string{"secret", "的机密", "机密计划的正文", "机密"} {
			if strings.Contains(body, leaked) && !strings.Contains(path, "secret/1") {
				t.Errorf("%s: %q in %.500s", path, leaked, body)
			}
		}
		if strings.Contains(path, "secret/1") && w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	batch := request(s, http.MethodPost, pathBatch, `{"searches":[{"q":"小红书","category":["机密"]},{"q":"小红书"}]}`, "Authorization", tokens["restricted"])
	if batch.Code != 200 || strings.Contains(batch.Body.String(), "机密") {
		t.Errorf("batch: %d %s", batch.Code, batch.Body)
	}
	if w := get(s, "/api/v1/articles/6171502", "Authorization", tokens["restricted"]); w.Code != 200 {
		t.Errorf("its own article: %d", w.Code)
	}
	if w := get(s, "/api/v1/search?q=小红书", "Authorization", tokens["restricted"]); !strings.Contains(w.Body.String(), `"total":1,`) {
		t.Errorf("its own article is not found: %s", w.Body)
	}
	problem(t, get(s, "/api/v1/stats", "Authorization", tokens["restricted"]), 403, "bad_scope")
}

// A restricted key is not told which query was searched for instead because of
// other articles.
func TestRestrictedExpansions(t *testing.T) {
	f := newFake()
	s, tokens := newKeyedServer(t, f)
	for path, want := range map[string]string{"/api/v1/search?q=midjour": `"kind":"inside"`, "/api/v1/search?q=小红树": `"suggestion"`} {
		if w := get(s, path); !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: without a key: no %s", path, want)
		}
	}
	if w := get(s, "/api/v1/search?q=midjour", "Authorization", tokens["restricted"]); strings.Contains(w.Body.String(), "TikTok") {
		t.Errorf("TikTok is not in that category: %s", w.Body)
	}
	if w := get(s, "/api/v1/search?q=小红树", "Authorization", tokens["restricted"]); !strings.Contains(w.Body.String(), `"suggestion"`) {
		t.Errorf("小红书 is in that category: %s", w.Body)
	}
}

// The answers of different keys have different tags, and no cache mixes them.
func TestTagsOfKeys(t *testing.T) {
	s, tokens := newKeyedServer(t, newFake())
	all, one := get(s, "/api/v1/search?q=小红书"), get(s, "/api/v1/search?q=小红书", "Authorization", tokens["restricted"])
	if all.Header().Get("ETag") == one.Header().Get("ETag") {
		t.Error("one tag for two answers")
	}
	for _, w := range []string{strings.Join(all.Header().Values("Vary"), ","), strings.Join(one.Header().Values("Vary"), ",")} {
		if !strings.Contains(w, "Authorization") {
			t.Errorf("Vary: %s", w)
		}
	}
	tag := all.Header().Get("ETag")
	if w := get(s, "/api/v1/search?q=小红书", "Authorization", tokens["restricted"], "If-None-Match", tag); w.Code != 200 {
		t.Errorf("the tag of another key's answer: %d", w.Code)
	}
}

// A key is accepted in the header only, because addresses are logged.
func TestKeysAreNotInAddresses(t *testing.T) {
	s, tokens := newKeyedServer(t, newFake(), apikey.Search)
	_, token, _ := strings.Cut(tokens["search"], " ")
	for _, name := range []string{"key", "api_key", "access_token", "token"} {
		problem(t, get(s, "/api/v1/search?q=a&"+name+"="+token), 401, "no_key")
	}
	problem(t, get(s, "/api/v1/search?q=a&key="+token, "Authorization", tokens["search"]), 400, "bad_parameter")
	if w := get(s, "/api/v1/search?q=a", "Cookie", "key="+token); w.Code != 401 {
		t.Errorf("in a cookie: %d", w.Code)
	}
}

// Two keys in a request are none: a proxy may have checked the other one.
func TestOneKey(t *testing.T) {
	s, tokens := newKeyedServer(t, newFake())
	for _, other := range []string{tokens["read"], tokens["search"], "Basic dTpw"} {
		r := httptest.NewRequest(http.MethodGet, "http://localhost:8080/api/v1/search?q=a", nil)
		r.Header["Authorization"] = []string{tokens["search"], other}
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		problem(t, w, http.StatusUnauthorized, "bad_key")
	}
	problem(t, get(s, "/api/v1/search?q=a", "Authorization", tokens["search"]+", "+tokens["search"]), 401, "bad_key")
}

// The log names keys by their ids, and contains no secret.
func TestKeysInTheLog(t *testing.T) {
	var log logBuffer
	store, tokens := keyring(t, map[string]apikey.Key{"a": {Scopes: []apikey.Scope{apikey.Search}}})
	s := newServer(t, newFake(), logTo(&log), func(c *Config) { c.Keys = store })
	get(s, "/api/v1/search?q=a", "Authorization", tokens["a"])
	get(s, "/api/v1/search?q=a", "Authorization", tokens["a"]+"x")
	parts := strings.Split(strings.TrimPrefix(tokens["a"], "Bearer "), "_")
	lines := log.lines()
	if !strings.Contains(lines[0], `"key":"`+parts[1]+`"`) || strings.Contains(lines[1], `"key"`) {
		t.Errorf("%v", lines)
	}
	if strings.Contains(strings.Join(lines, ""), parts[2]) {
		t.Errorf("a secret: %v", lines)
	}
}

// A key that is revoked while the server runs is refused from then on.
func TestRevokedWhileServing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	k, token, err := apikey.New(apikey.Key{Scopes: []apikey.Scope{apikey.Search}}, time.Now())
	if err == nil {
		err = apikey.Add(path, k)
	}
	if err != nil {
		t.Fatal(err)
	}
	store, err := apikey.Open(path, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	s := newServer(t, newFake(), func(c *Config) { c.Keys, c.Protected = store, []apikey.Scope{apikey.Search} })
	ask := func() int { return get(s, "/api/v1/search?q=a", "Authorization", "bearer "+token).Code }
	if ask() != 200 {
		t.Fatal("the key is not good")
	}
	if err := apikey.Revoke(path, k.ID, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, time.Now(), time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(10 * time.Second); ask() == 200; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the key is still good")
		}
	}
}
