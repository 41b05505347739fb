package server

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/apikey"
)

// A client that sends too many requests is told when to try again; others are not
// affected.
func TestRateLimit(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	s := newServer(t, newFake(), func(c *Config) {
		c.Limits = Limits{Rate: .5, Burst: 3, Exempt: prefixes(t, "198.51.100.0/24"), Proxies: Proxies{Trusted: prefixes(t, "192.0.2.1")}}
	})
	s.rates.now = func() time.Time { return now }
	ask := func(ip, path string) (int, http.Header) {
		w := get(s, path, "X-Forwarded-For", ip)
		return w.Code, w.Header()
	}
	for i, want := range []string{`"requests";r=2;t=2`, `"requests";r=1;t=4`, `"requests";r=0;t=6`} {
		code, h := ask("203.0.113.1", "/api/v1/search?q=a")
		if code != http.StatusOK || h.Get("RateLimit") != want || h.Get("RateLimit-Policy") != `"requests";q=3;w=6` {
			t.Errorf("request %d: %d %v", i, code, h)
		}
	}
	for _, path := range []string{"/api/v1/search?q=a", "/search?q=a", "/", "/articles/6171502", "/api/v1/suggest?q=a", "/api/v1/stats"} {
		code, h := ask("203.0.113.1", path)
		if code != http.StatusTooManyRequests || h.Get("Retry-After") != "2" || h.Get("RateLimit") != `"requests";r=0;t=6` {
			t.Errorf("%s, one too many: %d %v", path, code, h)
		}
	}
	problem(t, get(s, "/api/v1/search?q=a", "X-Forwarded-For", "203.0.113.1"), http.StatusTooManyRequests, "rate_limited")
	for _, ip := range []string{"203.0.113.2", "2001:db8::1"} {
		if code, _ := ask(ip, "/api/v1/search?q=a"); code != http.StatusOK {
			t.Errorf("%s gets %d", ip, code)
		}
	}
	for range 2 {
		ask("2001:db8::2", "/api/v1/search?q=a")
	}
	if code, _ := ask("2001:db8::3", "/api/v1/search?q=a"); code != http.StatusTooManyRequests {
		t.Errorf("another address of the same network gets %d", code)
	}
	for range 10 {
		if code, h := ask("198.51.100.7", "/api/v1/search?q=a"); code != http.StatusOK || h.Get("RateLimit") != "" {
			t.Errorf("an exempt client gets %d %v", code, h)
		}
	}
	for _, path := range []string{"/livez", "/readyz", "/openapi.json"} {
		if code, _ := ask("203.0.113.1", path); code != http.StatusOK {
			t.Errorf("%s: %d", path, code)
		}
	}
	now = now.Add(2 * time.Second)
	if code, _ := ask("203.0.113.1", "/api/v1/search?q=a"); code != http.StatusOK {
		t.Errorf("after the time that it was told: %d", code)
	}
}

// A key is counted by itself, whatever address it comes from, and may have limits
// of its own; a request with an invalid key counts for its client.
func TestRateOfKeys(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	store, tokens := keyring(t, map[string]apikey.Key{
		"usual": {Scopes: []apikey.Scope{apikey.Search}},
		"own":   {Scopes: []apikey.Scope{apikey.Search}, Limits: apikey.Limits{Rate: 1, Burst: 4}},
	})
	s := newServer(t, newFake(), func(c *Config) {
		c.Keys = store
		c.Limits = Limits{Rate: .5, Burst: 2, Exempt: prefixes(t, "198.51.100.0/24"), Proxies: Proxies{Trusted: prefixes(t, "192.0.2.1")}}
	})
	s.rates.now = func() time.Time { return now }
	allowed := func(ip, token string) (n int) {
		for range 10 {
			if get(s, "/api/v1/search?q=a", "X-Forwarded-For", ip, "Authorization", token).Code != http.StatusTooManyRequests {
				n++
			}
		}
		return n
	}
	for _, c := range []struct {
		what, ip, token string
		want            int
	}{
		{"a key without limits of its own", "203.0.113.1", tokens["usual"], 2},
		{"the same from elsewhere", "203.0.113.2", tokens["usual"], 0},
		{"its client without it", "203.0.113.1", "", 2},
		{"a key with limits", "203.0.113.1", tokens["own"], 4},
		{"it from elsewhere", "203.0.113.3", tokens["own"], 0},
		{"a wrong key", "203.0.113.4", "Bearer xz_abc_def", 2},
		{"another wrong key of the same client", "203.0.113.4", "Bearer xz_abc_xyz", 0},
		{"a key without limits from an exempt client", "198.51.100.1", tokens["usual"], 10},
		{"a key with limits from an exempt client", "198.51.100.1", tokens["own"], 0},
	} {
		if got := allowed(c.ip, c.token); got != c.want {
			t.Errorf("%s: %d of 10, want %d", c.what, got, c.want)
		}
	}
	body := admin(s, "/metrics").Body.String()
	for name, want := range map[string]string{"own": `outcome="rate_limited"} 26`, "usual": `outcome="ok"} 12`} {
		id := strings.Split(tokens[name], "_")[1]
		if !strings.Contains(body, `xunzhang_key_requests_total{key="`+id+`",`+want) {
			t.Errorf("metrics of %s: no %s", name, want)
		}
	}
}

// The table is bounded: the client whose last request is oldest is dropped.
func TestRateTableIsBounded(t *testing.T) {
	table := newRateTable(1, 1)
	first, kept := clientOf(netip.MustParseAddr("192.0.2.1")), clientOf(netip.MustParseAddr("192.0.2.2"))
	for _, c := range []client{first, kept} {
		if !table.take(payer{client: c}, table.usual, 1).ok || table.take(payer{client: c}, table.usual, 1).ok {
			t.Error("a bucket of one has not one")
		}
	}
	for i := range maxRated - 1 {
		table.take(payer{client: clientOf(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}))}, table.usual, 1)
		if i%100 == 0 && table.take(payer{client: kept}, table.usual, 1).ok {
			t.Fatal("one that asks again and again is forgotten")
		}
	}
	if len(table.payers) != maxRated || table.recent.Len() != maxRated {
		t.Errorf("%d clients", len(table.payers))
	}
	if !table.take(payer{client: first}, table.usual, 1).ok {
		t.Error("the one that asked longest ago is remembered")
	}
}
