//go:build unix

package faulttest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// A Load counts the answers that many clients got.
type Load struct {
	mu      sync.Mutex
	status  map[int]int
	took    []time.Duration // of what was answered with 200
	without int             // refusals without Retry-After
	failed  error
	span    time.Duration
}

// Closed runs clients for some time, each of which sends its next request after the
// answer to the last one (a closed loop).
func Closed(s *Server, queries []string, clients int, span time.Duration) *Load {
	l, begin := &Load{status: map[int]int{}}, time.Now()
	var all sync.WaitGroup
	for i := range clients {
		random := rand.New(rand.NewPCG(1, uint64(i)))
		all.Go(func() {
			for time.Since(begin) < span {
				l.ask(s, address(random, queries))
			}
		})
	}
	all.Wait()
	l.span = time.Since(begin)
	return l
}

// inFlight is how many requests of an open load may be in flight at once, so that
// an overloaded server does not exhaust the machine.
const inFlight = 4000

// Open sends a number of requests a second for some time, whether answers come or
// not (an open loop).
func Open(s *Server, queries []string, rate float64, span time.Duration) *Load {
	l, begin := &Load{status: map[int]int{}}, time.Now()
	random, places := rand.New(rand.NewPCG(2, 0)), make(chan struct{}, inFlight)
	var all sync.WaitGroup
	sent := 0
	for time.Since(begin) < span {
		for due := int(time.Since(begin).Seconds() * rate); sent < due; sent++ {
			path := address(random, queries)
			places <- struct{}{}
			all.Go(func() {
				l.ask(s, path)
				<-places
			})
		}
		time.Sleep(time.Millisecond)
	}
	all.Wait()
	l.span = time.Since(begin)
	return l
}

// address returns a random address that a reader may request.
func address(random *rand.Rand, queries []string) string {
	q := url.QueryEscape(queries[random.IntN(len(queries))])
	switch random.IntN(10) {
	case 0, 1:
		return "/search?q=" + q
	case 2:
		return "/api/v1/suggest?q=" + q
	case 3:
		return "/api/v1/paragraphs?q=" + q
	case 4:
		return fmt.Sprintf("/api/v1/search?q=%s&page=%d", q, 1+random.IntN(3))
	}
	return "/api/v1/search?q=" + q
}

func (l *Load) ask(s *Server, path string) {
	a, err := s.Get(path)
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		l.failed = err
		return
	}
	l.status[a.Status]++
	switch a.Status {
	case http.StatusOK:
		l.took = append(l.took, a.Took)
	case http.StatusServiceUnavailable:
		if a.Header.Get("Retry-After") == "" {
			l.without++
		}
	}
}

// Rate is how many requests a second were answered with 200.
func (l *Load) Rate() float64 { return float64(l.status[http.StatusOK]) / l.span.Seconds() }

func (l *Load) String() string {
	return fmt.Sprintf("%.0f/s answered, %s; statuses %v", l.Rate(), quantiles(l.took), l.status)
}

func quantiles(took []time.Duration) string {
	if len(took) == 0 {
		return "none"
	}
	slices.Sort(took)
	at := func(share float64) time.Duration {
		return took[int(share*float64(len(took)-1))].Round(100 * time.Microsecond)
	}
	return fmt.Sprintf("p50 %v, p95 %v, p99 %v, most %v", at(.5), at(.95), at(.99), at(1))
}

// Refusals is how long the server held each request that it answered with 503,
// as its log has it.
func (s *Server) Refusals(t testing.TB) (took []time.Duration) {
	t.Helper()
	for line := range strings.Lines(s.Stderr()) {
		var event struct {
			Status int     `json:"status"`
			MS     float64 `json:"ms"`
		}
		if json.Unmarshal([]byte(line), &event) == nil && event.Status == http.StatusServiceUnavailable {
			took = append(took, time.Duration(event.MS*float64(time.Millisecond)))
		}
	}
	slices.Sort(took)
	return took
}
