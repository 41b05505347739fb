package server

import (
	"context"
	"time"

	"github.com/gin-gonic/gin"
)

// A costOf estimates what a request will cost, in ordinary searches. It ignores
// wrong parameters, which the handler reports.
type costOf func(c *gin.Context) int

// limited runs a handler in its places (see admission), with a deadline. All work
// is done while it has the places, also compression, because work outside of them
// would take memory without a limit. The response is sent after the places are
// given back, so that clients on slow networks do not keep others from searching.
func (s *Server) limited(cost costOf, h handler) handler {
	return func(c *gin.Context) error {
		body, err := s.placed(c, cost(c), h)
		send(c, body)
		return err
	}
}

// placed runs a handler in the places for its cost, and returns the body that it
// wrote.
func (s *Server) placed(c *gin.Context, cost int, h handler) ([]byte, error) {
	ctx := c.Request.Context()
	release, err := s.admit(c, cost)
	if err != nil {
		return nil, err
	}
	defer release()
	ctx, cancel := context.WithTimeout(ctx, SearchTime)
	defer cancel()
	ctx, done := s.metrics.working(ctx)
	defer done()
	c.Request = c.Request.WithContext(ctx)
	return s.hold(c, h)
}

// admit waits for the places of a request, and records its cost.
func (s *Server) admit(c *gin.Context, cost int) (release func(), err error) {
	c.Set(keyCost, c.GetInt(keyCost)+cost)
	s.metrics.costs.Observe(float64(cost))
	begin := time.Now()
	release, err = s.admission.take(c.Request.Context(), s.accountOf(c), cost)
	s.metrics.waited(time.Since(begin))
	return release, err
}

// accountOf returns the account whose share a request uses: that of its key, else
// that of its client.
func (s *Server) accountOf(c *gin.Context) account {
	if sent := s.keyOf(c); sent.good() {
		return account{key: sent.key.ID, searches: sent.key.Searches}
	}
	ip := ipOf(c)
	a := account{client: clientOf(ip)}
	if s.config.Limits.exempts(ip) {
		a.conn = connOf(c.Request.Context())
	}
	return a
}
