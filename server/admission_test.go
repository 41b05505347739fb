package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// from is the account of a client by the last number of its address.
func from(n byte) account { return account{client: clientOf(netip.AddrFrom4([4]byte{192, 0, 2, n}))} }

// hold takes a place for some time, and returns the outcome.
func hold(t *testing.T, a *admission, of account, span time.Duration) <-chan error {
	t.Helper()
	return holdWeighed(t, a, of, span, 1)
}

// holdWeighed is hold for a request that costs so much.
func holdWeighed(t *testing.T, a *admission, of account, span time.Duration, cost int) <-chan error {
	t.Helper()
	done := make(chan error, 1)
	go func() {
		release, err := a.take(t.Context(), of, cost)
		if err == nil {
			time.Sleep(span)
			release()
		}
		done <- err
	}()
	synctest.Wait()
	return done
}

// A client that asks for every place leaves some to others.
func TestOneClientDoesNotTakeEveryPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAdmission(8, 200*time.Millisecond)
		var greedy []<-chan error
		for range 20 {
			greedy = append(greedy, hold(t, a, from(1), time.Second))
		}
		if a.taken() != 6 {
			t.Errorf("%d places are taken", a.taken())
		}
		for range 2 {
			if err := <-hold(t, a, from(2), time.Millisecond); err != nil {
				t.Errorf("another client: %v", err)
			}
		}
		for i, done := range greedy {
			if err := <-done; (err == nil) != (i < 6) || err != nil && !errors.Is(err, errShare) {
				t.Errorf("search %d: %v", i, err)
			}
		}
		if a.taken() != 0 || a.waiting() != 0 {
			t.Errorf("%d are taken, %d wait", a.taken(), a.waiting())
		}
	})
}

// Many clients that have used much leave a quarter of the places to clients that
// have used little, and wait behind them.
func TestWhoHasUsedLittleComesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAdmission(4, 200*time.Millisecond)
		for n := range byte(4) {
			if err := <-hold(t, a, from(n), 2*time.Second); err != nil {
				t.Fatal(err)
			}
		}
		a.mean = 10 * time.Millisecond
		var heavy []<-chan error
		for n := range byte(4) {
			heavy = append(heavy, hold(t, a, from(n), 100*time.Millisecond))
		}
		if a.taken() != 3 {
			t.Errorf("clients that have used much have %d places", a.taken())
		}
		first := hold(t, a, from(100), 300*time.Millisecond)
		second := hold(t, a, from(101), time.Millisecond)
		time.Sleep(110 * time.Millisecond)
		synctest.Wait()
		select {
		case err := <-second:
			if err != nil {
				t.Errorf("a newcomer: %v", err)
			}
		default:
			t.Error("a newcomer waits behind who has used much")
		}
		for i, done := range append(heavy, first) {
			if err := <-done; err != nil {
				t.Errorf("%d: %v", i, err)
			}
		}
	})
}

// The use of the past is forgotten with time.
func TestUsageIsForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAdmission(4, time.Second)
		if err := <-hold(t, a, from(1), 4*time.Second); err != nil {
			t.Fatal(err)
		}
		u := a.account(from(1))
		if !a.hasUsedMuch(u) {
			t.Error("four seconds are little")
		}
		time.Sleep(2*usageHalf + time.Second)
		if a.hasUsedMuch(u) {
			t.Errorf("%v are remembered", a.usage(u))
		}
	})
}

// A client whose turn will come too late is told at once.
func TestRefusalsAreForeseen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAdmission(2, 200*time.Millisecond)
		a.mean = 50 * time.Millisecond
		for n := range byte(2) {
			hold(t, a, from(n), 150*time.Millisecond)
		}
		begin := time.Now()
		var queue []<-chan error
		for n := byte(10); n < 20; n++ {
			queue = append(queue, hold(t, a, from(n), time.Millisecond))
		}
		refused := 0
		for _, done := range queue {
			select {
			case err := <-done:
				if !errors.Is(err, errOverload) {
					t.Errorf("%v", err)
				}
				refused++
			default:
			}
		}
		// The remaining requests are served within 100 ms, at 50 ms each on two
		// places.
		if refused != 6 || time.Since(begin) != 0 {
			t.Errorf("%d are refused after %v", refused, time.Since(begin))
		}
		for _, done := range queue[:4] {
			if err := <-done; err != nil {
				t.Errorf("one that waits: %v", err)
			}
		}
	})
}

// A request that gets no place is refused in time; the first in the queue always waits.
func TestWaitingEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAdmission(1, 200*time.Millisecond)
		a.mean = time.Minute
		held := hold(t, a, from(1), time.Second)
		begin := time.Now()
		if err := <-hold(t, a, from(2), 0); !errors.Is(err, errOverload) || time.Since(begin) != 200*time.Millisecond {
			t.Errorf("%v after %v", err, time.Since(begin))
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(50*time.Millisecond, cancel)
		if _, err := a.take(ctx, from(3), 1); !errors.Is(err, context.Canceled) {
			t.Errorf("a client that goes away: %v", err)
		}
		if a.waiting() != 0 {
			t.Errorf("%d wait", a.waiting())
		}
		if err := <-held; err != nil {
			t.Error(err)
		}
		release, err := a.take(t.Context(), from(4), 1)
		if err != nil {
			t.Fatalf("a free place: %v", err)
		}
		release()
	})
}

// The table of clients is bounded, and no waiting client is dropped from it.
func TestAccountsAreBounded(t *testing.T) {
	a := newAdmission(4, time.Second)
	first := a.account(from(1))
	first.running = 1
	for i := range 3 * maxAccounts {
		u := a.account(account{client: clientOf(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}))})
		if i%2 == 0 {
			u.used = time.Hour // use in the past, which would be a reason to keep the account
		}
		if len(a.accounts) > maxAccounts {
			t.Fatalf("%d accounts", len(a.accounts))
		}
	}
	if a.account(from(1)) != first {
		t.Error("a client that has a place is forgotten")
	}
}

// Over HTTP: eight connections of one client that search all the time leave places
// to another client, and get 429 themselves.
func TestShareOverHTTP(t *testing.T) {
	f := newFake()
	release, begun := make(chan struct{}), make(chan struct{}, 100)
	f.wait = func(ctx context.Context) error {
		begun <- struct{}{}
		select {
		case <-release:
		case <-ctx.Done():
		}
		return nil
	}
	s := newServer(t, f, func(c *Config) { c.Limits = Limits{Proxies: Proxies{Trusted: prefixes(t, "192.0.2.1")}} })
	answers := make(chan int, 100)
	search := func(ip string) {
		w := get(s, "/api/v1/search?q=a", "X-Forwarded-For", ip)
		if w.Code == http.StatusTooManyRequests {
			problem(t, w, http.StatusTooManyRequests, "client_overloaded")
			if w.Header().Get("Retry-After") == "" {
				t.Error("no Retry-After")
			}
		}
		answers <- w.Code
	}
	for range s.admission.places {
		go search("203.0.113.1")
	}
	for range s.admission.share {
		<-begun
	}
	go search("203.0.113.2")
	<-begun
	for range s.admission.places - s.admission.share {
		if code := <-answers; code != http.StatusTooManyRequests {
			t.Errorf("one too many gets %d", code)
		}
	}
	close(release)
	for range s.admission.share + 1 {
		if code := <-answers; code != http.StatusOK {
			t.Errorf("%d", code)
		}
	}
}

// Expensive requests take several places, wait behind those that take one, and
// leave half of the places to them.
func TestLargeRequestsLeaveRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAdmission(8, 200*time.Millisecond)
		a.mean = 10 * time.Millisecond
		large := func(n byte, span time.Duration) <-chan error { return holdWeighed(t, a, from(n), span, 1000) }
		first := large(1, 100*time.Millisecond)
		if a.taken() != 4 {
			t.Errorf("a request of whatever cost takes %d places of 8", a.taken())
		}
		second := large(2, 100*time.Millisecond)
		var small []<-chan error
		for n := range byte(4) {
			small = append(small, hold(t, a, from(10+n), 50*time.Millisecond))
		}
		if a.taken() != 8 || a.waiting() != 1 {
			t.Errorf("%d places are taken, %d requests wait", a.taken(), a.waiting())
		}
		third := hold(t, a, from(20), time.Millisecond) // comes before the one that waits already
		time.Sleep(60 * time.Millisecond)
		synctest.Wait()
		select {
		case err := <-third:
			if err != nil {
				t.Errorf("a small one: %v", err)
			}
		default:
			t.Error("a small one waits behind a large one")
		}
		for i, done := range append(small, first, second) {
			if err := <-done; err != nil {
				t.Errorf("%d: %v", i, err)
			}
		}
		if a.taken() != 0 || a.large != 0 || a.much != 0 {
			t.Errorf("%d are taken, %d by large ones, %d by who has used much", a.taken(), a.large, a.much)
		}
	})
}

func TestWeights(t *testing.T) {
	for _, c := range []struct{ places, cost, want int }{
		{8, 0, 1}, {8, 1, 1}, {8, 8, 1}, {8, 9, 2}, {8, 30, 4}, {8, 1000, 4}, {1, 1000, 1}, {2, 1000, 1}, {64, 30, 4},
	} {
		if got := newAdmission(c.places, time.Second).weightOf(c.cost); got != c.want {
			t.Errorf("%d of %d places for a cost of %d, want %d", got, c.places, c.cost, c.want)
		}
	}
}

// Over HTTP: eight clients with long texts and a hundred hits leave half of the
// places to others, and metrics and log have the estimated cost.
func TestCostOverHTTP(t *testing.T) {
	f := newFake()
	release, begun := make(chan struct{}), make(chan struct{}, 100)
	f.wait = func(ctx context.Context) error {
		begun <- struct{}{}
		select {
		case <-release:
		case <-ctx.Done():
		}
		return nil
	}
	var log bytes.Buffer
	s := newServer(t, f, func(c *Config) {
		c.Limits = Limits{Searches: 8, Proxies: Proxies{Trusted: prefixes(t, "192.0.2.1")}}
		c.Logger = slog.New(slog.NewJSONHandler(&log, nil))
	})
	answers := make(chan int, 100)
	long := "/api/v1/search?size=100&q=" + url.QueryEscape(strings.Repeat("产品经理", 60))
	for i := range 8 {
		go func() { answers <- get(s, long, "X-Forwarded-For", fmt.Sprintf("203.0.113.%d", i)).Code }()
	}
	<-begun
	<-begun // each takes two of the four places that they have together
	for range 6 {
		if code := <-answers; code != http.StatusServiceUnavailable {
			t.Errorf("one too many gets %d", code)
		}
	}
	go func() { answers <- get(s, "/api/v1/search?q=a+b", "X-Forwarded-For", "203.0.113.100").Code }()
	<-begun
	close(release)
	for range 3 {
		if code := <-answers; code != http.StatusOK {
			t.Errorf("%d", code)
		}
	}
	if text := admin(s, "/metrics").Body.String(); !strings.Contains(text, `xunzhang_request_cost_bucket{le="8"} 1`) || !strings.Contains(text, "xunzhang_request_cost_count 9") {
		t.Errorf("%s", text)
	}
	if !strings.Contains(log.String(), `"cost":`) {
		t.Errorf("no cost in %s", log.String())
	}
}

// A key with a limit of its own runs that many concurrent searches, from any
// address.
func TestSearchesOfAKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAdmission(8, 100*time.Millisecond)
		key := account{key: "k", searches: 2}
		large := holdWeighed(t, a, key, time.Second, 1000) // counts as one
		second := hold(t, a, key, time.Second)
		if err := <-hold(t, a, key, time.Second); !errors.Is(err, errShare) {
			t.Errorf("the third: %v", err)
		}
		if err := <-hold(t, a, from(1), time.Millisecond); err != nil {
			t.Errorf("another client: %v", err)
		}
		for _, done := range []<-chan error{large, second} {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if err := <-hold(t, a, key, time.Millisecond); err != nil {
			t.Errorf("afterwards: %v", err)
		}
	})
}

// Completions for a key with categories cost more: each candidate is searched for.
func TestCostOfRestrictedCompletions(t *testing.T) {
	var log logBuffer
	s, tokens := newKeyedServer(t, newFake())
	s.config.Logger = slog.New(slog.NewJSONHandler(&log, nil))
	for _, tt := range []struct {
		path, key string
		cost      int
	}{
		{"/api/v1/suggest?q=a", "search", 1}, {"/api/v1/suggest?q=a&size=20", "search", 1}, {"/completions?q=a", "search", 1},
		{"/api/v1/suggest?q=a&size=1", "restricted", 1}, {"/api/v1/suggest?q=a&size=20", "restricted", 16}, {"/completions?q=a", "restricted", 16},
	} {
		if w := get(s, tt.path, "Authorization", tokens[tt.key]); w.Code != http.StatusOK {
			t.Errorf("%s: %d", tt.path, w.Code)
		}
		lines := log.lines()
		if last := lines[len(lines)-1]; !strings.Contains(last, fmt.Sprintf(`"cost":%d`, tt.cost)) {
			t.Errorf("%s of %s: %s, want the cost %d", tt.path, tt.key, last, tt.cost)
		}
	}
}
