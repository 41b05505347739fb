package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/apikey"
)

// A real server tells a key for one category nothing about the others: not by
// operators, counts, spelling, pinyin, pieces of words or completions.
func TestRestrictedKeyOfARealServer(t *testing.T) {
	dir := t.TempDir()
	index, keys := filepath.Join(dir, "index"), filepath.Join(dir, "keys.jsonl")
	var lines strings.Builder
	for i := range 12 {
		fmt.Fprintf(&lines, `{"id":"open/%d","title":"公开的面馆第%d篇","author":"白露","category":"公开","published":"2024-01-%02d","tags":["面馆"],"paragraphs":["面馆门口的牛肉面很香。","第%d段写给所有人看。"]}`+"\n", i, i, i+1, i)
		fmt.Fprintf(&lines, `{"id":"dark/%d","title":"玄铁计划第%d号","author":"夜行客","category":"机密","published":"1999-02-%02d","tags":["玄铁计划"],"paragraphs":["玄铁计划用了 Zyxwvutian 材料，面馆的牛肉面也在里面。","魑魅魍魉聚在一处，第%d号。"]}`+"\n", i, i, i+1, i)
	}
	if code := run([]string{"reindex", "--index", index, "-"}, strings.NewReader(lines.String()), io.Discard, io.Discard); code != exitDone {
		t.Fatalf("reindex: %d", code)
	}
	made, token, err := apikey.New(apikey.Key{Scopes: []apikey.Scope{apikey.Search, apikey.Read}, Categories: []string{"公开"}}, time.Now())
	if err == nil {
		err = apikey.Add(keys, made)
	}
	if err != nil {
		t.Fatal(err)
	}
	p := start(t, "serve", "--index", index, "--addr", "127.0.0.1:0", "--admin", "", "--drain-delay", "0s", "--keys", keys, "--public", "", "--exempt", "127.0.0.0/8")
	address := p.line(t)
	ask := func(path, key string) (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if key != "" {
			r.Header.Set("Authorization", "Bearer "+key)
		}
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(body)
	}
	if code, _ := ask("/api/v1/search?q=a", ""); code != http.StatusUnauthorized {
		t.Errorf("without a key: %d", code)
	}
	until(t, "completions are there", func() bool { _, body := ask("/api/v1/suggest?q=面", token); return strings.Contains(body, "面馆") })
	leak := regexp.MustCompile(`玄铁计划|玄鐵|[Zz]yxwvutian|魑魅魍魉|夜行客|机密|dark/|1999`)
	for _, q := range []string{"", "面馆", "牛肉面", "Zyxwvu", "zyxwvut", "zyxwvutain", "xuantie", "xuantiejihua", "chimeiwangliang", "玄铁计", "玄铁计化", "魑魅魍", "魑魅王魉", "夜行", "yexingke",
		"面馆 OR 玄铁", "-牛肉面", "date:1998..2000", "面馆 category:公开", `"牛肉面也在"`, "面", "z", "第3号"} {
		typed := url.QueryEscape(q)
		for _, path := range []string{"/api/v1/search?size=100&explain=true&q=", "/api/v1/paragraphs?size=100&q=", "/api/v1/suggest?size=20&q=", "/search?q=", "/completions?titles=true&q=", "/feed.xml?q=", "/api/v1/search?sort=oldest&category=" + url.QueryEscape("机密") + "&category=" + url.QueryEscape("公开") + "&q="} {
			code, body := ask(path+typed, token)
			if strings.HasPrefix(path, "/search") { // the page links to the typed query
				body = strings.ReplaceAll(body, url.QueryEscape("机密"), "")
			}
			if found := leak.FindString(body); code != http.StatusOK || found != "" {
				t.Errorf("%s%s: %d, %q in %.600s", path, q, code, found, body)
			}
		}
	}
	for _, path := range []string{"/api/v1/articles/dark/1", "/articles/dark/1", "/api/v1/related?id=dark/1"} {
		if code, _ := ask(path, token); code != http.StatusNotFound {
			t.Errorf("%s: %d", path, code)
		}
	}
	for _, path := range []string{"/api/v1/related?size=100&id=open/1", "/articles/open/1", "/api/v1/export", "/"} {
		if code, body := ask(path, token); code != http.StatusOK || leak.MatchString(body) {
			t.Errorf("%s: %d, %q", path, code, leak.FindString(body))
		}
	}
	if _, body := ask("/api/v1/search?q="+url.QueryEscape("面馆"), token); !strings.Contains(body, `"total":12,`) {
		t.Errorf("its own articles are not all found: %.300s", body)
	}
}
