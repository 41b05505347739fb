package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/apikey"
	"github.com/xunzhang/xunzhang/web"
)

// noted has what a server records about readers.
type noted []string

func (n *noted) Searched(reader, text string, found int) {
	*n = append(*n, fmt.Sprintf("%s %s %v", reader, text, found > 0))
}

func (n *noted) Opened(reader, text string) { *n = append(*n, reader+" opened of "+text) }

// First pages of searches, and articles that were opened from results, are
// recorded; further pages, previews, programs and keys for a category are not.
func TestReadersAreNoted(t *testing.T) {
	var told noted
	store, tokens := keyring(t, map[string]apikey.Key{"restricted": {Scopes: []apikey.Scope{apikey.Search}, Categories: []string{"产品设计"}}})
	s := newServer(t, newFake(), func(c *Config) { c.Readers, c.Keys = &told, store })
	for _, path := range []string{"/search?q=TikTok", "/search?q=nowhereatall", "/search?q=TikTok&page=2", "/api/v1/search?q=TikTok", "/", "/articles/6171502?q=TikTok",
		"/articles/6171502", "/articles/6171502?q=TikTok&only=matches", "/articles/none?q=TikTok"} {
		get(s, path)
	}
	get(s, "/search?q=TikTok", "Authorization", tokens["restricted"])
	request(s, http.MethodHead, "/search?q=TikTok", "")
	want := []string{"192.0.2.1/32 TikTok true", "192.0.2.1/32 nowhereatall false", "192.0.2.1/32 opened of TikTok"}
	if !slices.Equal(told, want) {
		t.Errorf("told:\n%s", strings.Join(told, "\n"))
	}
}

// The owner's page is at the administration address only.
func TestOwnerPage(t *testing.T) {
	var failed error
	s := newServer(t, newFake(), func(c *Config) {
		c.Owner = func(context.Context) (web.OwnerPage, error) {
			return web.OwnerPage{Title: "索引里有什么", Tables: []web.Table{{Title: "表", Columns: []string{"名", "数"}, Rows: [][]string{{"<b>", "1"}}}}}, failed
		}
	})
	if w := admin(s, "/owner"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "<td>&lt;b&gt;</td>") || !strings.Contains(w.Header().Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	if w := get(s, "/owner"); w.Code != http.StatusNotFound {
		t.Errorf("readers get %d", w.Code)
	}
	failed = errors.New("a secret of the disk")
	if w := admin(s, "/owner"); w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	failed = ErrStarting
	if w := admin(s, "/owner"); w.Code != http.StatusServiceUnavailable {
		t.Errorf("while starting: %d", w.Code)
	}
}
