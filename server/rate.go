package server

import (
	"container/list"
	"errors"
	"fmt"
	"math"
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

// A rateTable limits the rate of requests of each payer. Each has a token bucket.
type rateTable struct {
	usual rateLimit // of clients without a limit of their own
	now   func() time.Time

	mu     sync.Mutex
	payers map[payer]*list.Element // of *rated
	recent *list.List              // the latest first
}

// A payer is the unit that requests are counted by: a key, or a client without one.
type payer struct {
	client client // the zero value with a key
	key    string // id of the key
}

// A rateLimit is how many requests a payer may send.
type rateLimit struct {
	perSecond float64 // 0 for any number
	burst     int
}

type rated struct {
	payer  payer
	bucket *rate.Limiter
}

func newRateTable(perSecond float64, burst int) *rateTable {
	return &rateTable{usual: rateLimit{perSecond, burst}, now: time.Now, payers: map[payer]*list.Element{}, recent: list.New()}
}

// A rateState says how many requests a client may still send.
type rateState struct {
	ok   bool
	left int           // requests that it may send at once
	full time.Duration // until its bucket is full again
	next time.Duration // until it may send the next request, 0 for now
}

// take counts n requests of a payer, or as many as it may send at once if these are
// fewer: all of them within its limit, or none.
func (t *rateTable) take(of payer, limit rateLimit, n int) rateState {
	t.mu.Lock()
	defer t.mu.Unlock()
	n = min(n, limit.burst)
	now, bucket := t.now(), t.bucket(of, limit)
	s := rateState{ok: bucket.AllowN(now, n)}
	tokens := bucket.TokensAt(now)
	s.left = max(int(tokens), 0)
	s.full = seconds((float64(limit.burst) - tokens) / limit.perSecond)
	if !s.ok {
		s.next = seconds((float64(n) - tokens) / limit.perSecond)
	}
	return s
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// bucket returns the token bucket of a payer, and sets its limit, which may have
// changed.
func (t *rateTable) bucket(of payer, limit rateLimit) *rate.Limiter {
	if e := t.payers[of]; e != nil {
		t.recent.MoveToFront(e)
		bucket := e.Value.(*rated).bucket
		bucket.SetLimitAt(t.now(), rate.Limit(limit.perSecond))
		bucket.SetBurstAt(t.now(), limit.burst)
		return bucket
	}
	if len(t.payers) >= maxRated {
		oldest := t.recent.Back()
		t.recent.Remove(oldest)
		delete(t.payers, oldest.Value.(*rated).payer)
	}
	r := &rated{of, rate.NewLimiter(rate.Limit(limit.perSecond), limit.burst)}
	t.payers[of] = t.recent.PushFront(r)
	return r.bucket
}

// rated returns a handler that refuses requests above the rate of their payer.
func (s *Server) rated(h handler) handler {
	return func(c *gin.Context) error {
		if err := s.charge(c, 1); err != nil {
			return err
		}
		return h(c)
	}
}

// payerOf returns the payer of a request, and its limit. A request with an invalid
// key counts for its client.
func (s *Server) payerOf(c *gin.Context) (payer, rateLimit) {
	ip, usual := ipOf(c), s.rates.usual
	if s.config.Limits.exempts(ip) {
		usual.perSecond = 0
	}
	sent := s.keyOf(c)
	if !sent.good() {
		return payer{client: clientOf(ip)}, usual
	}
	if l := sent.key.Limits; l.Rate > 0 {
		return payer{key: sent.key.ID}, rateLimit{l.Rate, l.AtOnce()}
	}
	return payer{key: sent.key.ID}, usual
}

// charge counts n requests of a payer, and returns errRate when these are too many.
// The answer says how many are left, in the fields of the IETF's draft "RateLimit
// header fields for HTTP".
func (s *Server) charge(c *gin.Context, n int) error {
	of, limit := s.payerOf(c)
	if n < 1 || limit.perSecond <= 0 {
		return nil
	}
	state := s.rates.take(of, limit, n)
	c.Header("RateLimit-Policy", fmt.Sprintf(`"requests";q=%d;w=%d`, limit.burst, wholeSeconds(seconds(float64(limit.burst)/limit.perSecond))))
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
