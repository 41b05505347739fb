//go:build unix

package faulttest

import (
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// nastyQueries returns queries that readers paste, and that attackers send.
func nastyQueries(random *rand.Rand, n int) []string {
	all := []string{"", " ", "*?", "((((", `"没关`, "title:", "author:", "+-", "-话题", "-", `""`, `"" ""`, "😀", "\x00", "。，！？", "\xed\xa0\x80", "\xff",
		"话题 OR", "OR OR OR", "共同 OR 话题 OR -", "a:b:c:d", "\u200b", "\u202e话题", "共同的" + strings.Repeat("\u0301", 100), "year:99999", "2025..", "%zz",
		strings.Repeat("话", 256), strings.Repeat("共 ", 128), strings.Repeat("-共 ", 80), strings.Repeat(`"`, 200), strings.Repeat("共同", 120) + "-",
		strings.Repeat("a", 1<<13), strings.Repeat("话 题 ", 3000)}
	pieces := fragments()
	for range n {
		var b strings.Builder
		for range 1 + random.IntN(12) {
			b.WriteString(pieces[random.IntN(len(pieces))])
			b.WriteString([]string{"", " ", "共同的话题", "-", `"`, "author:", " OR ", "edition1x"}[random.IntN(8)])
		}
		all = append(all, b.String())
	}
	return all
}

// Every request gets an answer or a 400 that names the mistake, and the page for
// readers is always shown but for NUL, which no text holds.
func TestNastyQueries(t *testing.T) {
	t.Parallel()
	p, random := program(t), lots(t)
	index, _ := edition(t, 2)
	server := p.Serve(t, index)
	var took []time.Duration
	for _, q := range nastyQueries(random, times(200, 5000)) {
		escaped := url.QueryEscape(q)
		for _, path := range []string{"/api/v1/search?q=", "/api/v1/paragraphs?q=", "/api/v1/suggest?q=", "/search?q=", "/articles/a1?q="} {
			a, err := server.Get(path + escaped)
			must(t, err)
			named := a.Status == http.StatusBadRequest && (strings.Contains(a.Body, `"parameter":"q"`) || !strings.HasPrefix(path, "/api/") && strings.Contains(q, "\x00"))
			if a.Status != http.StatusOK && !named && len(escaped) < 1<<14 {
				t.Errorf("%s%q: %d %s", path, q, a.Status, a.Body)
			}
			took = append(took, a.Took)
		}
	}
	t.Logf("%d requests: %s", len(took), quantiles(took))
	server.Stop(t)
	p.Check(t, index)
}
