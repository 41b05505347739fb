package server

import (
	"container/list"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/time/rate"
)

// errRate says that a client sends more requests than its rate allows.
var errRate = errors.New("this client asks too often")

// maxRated is how many clients are remembered; the least recently seen is removed
// first.
const maxRated = 10_000

// A rateTable limits the rate of requests of each client, by a token bucket for each.
type rateTable struct {
	perSecond float64 // 0 for any number
	burst     int
	now       func() time.Time

	mu      sync.Mutex
	clients map[client]*list.Element // of *rated
	recent  *list.List               // the latest first
}

type rated struct {
	client client
	bucket *rate.Limiter
}

func newRateTable(perSecond float64, burst int) *rateTable {
	return &rateTable{perSecond: perSecond, burst: burst, now: time.Now, clients: map[client]*list.Element{}, recent: list.New()}
}

// A rateState says how many requests a client may still send.
type rateState struct {
	ok   bool
	left int           // requests that it may send at once
	full time.Duration // until its bucket is full again
	next time.Duration // until it may send the next request, 0 for now
}

// take counts n requests of a client, at most as many as it may ask at once: all
// of them, or none.
func (t *rateTable) take(of client, n int) rateState {
	t.mu.Lock()
	defer t.mu.Unlock()
	n = min(n, t.burst)
	now, bucket := t.now(), t.bucket(of)
	s := rateState{ok: bucket.AllowN(now, n)}
	tokens := bucket.TokensAt(now)
	s.left = max(int(tokens), 0)
	s.full = seconds((float64(t.burst) - tokens) / t.perSecond)
	if !s.ok {
		s.next = seconds((float64(n) - tokens) / t.perSecond)
	}
	return s
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// bucket returns the token bucket of a client.
func (t *rateTable) bucket(of client) *rate.Limiter {
	if e := t.clients[of]; e != nil {
		t.recent.MoveToFront(e)
		return e.Value.(*rated).bucket
	}
	if len(t.clients) >= maxRated {
		oldest := t.recent.Back()
		t.recent.Remove(oldest)
		delete(t.clients, oldest.Value.(*rated).client)
	}
	r := &rated{of, rate.NewLimiter(rate.Limit(t.perSecond), t.burst)}
	t.clients[of] = t.recent.PushFront(r)
	return r.bucket
}

// rated is a handler that refuses requests above the rate of their client.
func (s *Server) rated(h handler) handler {
	return func(c *gin.Context) error {
		if err := s.charge(c, 1); err != nil {
			return err
		}
		return h(c)
	}
}

// charge counts n requests of a client, and is errRate when it asks too often.
// The answer says how much is left, in the fields of the IETF's draft "RateLimit
// header fields for HTTP".
func (s *Server) charge(c *gin.Context, n int) error {
	ip := ipOf(c)
	if n < 1 || s.rates.perSecond <= 0 || s.config.Limits.exempts(ip) {
		return nil
	}
	state := s.rates.take(clientOf(ip), n)
	c.Header("RateLimit-Policy", fmt.Sprintf(`"requests";q=%d;w=%d`, s.rates.burst, wholeSeconds(seconds(float64(s.rates.burst)/s.rates.perSecond))))
	c.Header("RateLimit", fmt.Sprintf(`"requests";r=%d;t=%d`, state.left, wholeSeconds(state.full)))
	if !state.ok {
		c.Header("Retry-After", strconv.Itoa(wholeSeconds(state.next)))
		return errRate
	}
	return nil
}

// wholeSeconds rounds up, because a client that waits too short a time is refused
// again.
func wholeSeconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }

// retryAfter reports whether a status asks the client to try again later.
func retryAfter(status int) bool {
	return status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests
}
