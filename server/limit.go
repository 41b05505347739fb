package server

import (
	"context"
	"time"

	"github.com/gin-gonic/gin"
)

// limited gives a handler a place (see admission) and a deadline. All work is done
// while it has the place, compression included, because work outside of it would
// take memory without a limit. The response is sent after the place is given back,
// so that clients on slow networks do not keep others from searching.
func (s *Server) limited(h handler) handler {
	return func(c *gin.Context) error {
		body, err := s.placed(c, h)
		send(c, body)
		return err
	}
}

// placed runs a handler while it holds a place, and returns the body that it wrote.
func (s *Server) placed(c *gin.Context, h handler) ([]byte, error) {
	ctx := c.Request.Context()
	begin := time.Now()
	release, err := s.admission.take(ctx, s.accountOf(c))
	s.metrics.waited(time.Since(begin))
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

// accountOf returns the account whose share a request uses.
func (s *Server) accountOf(c *gin.Context) account {
	ip := ipOf(c)
	a := account{client: clientOf(ip)}
	if s.config.Limits.exempts(ip) {
		a.conn = connOf(c.Request.Context())
	}
	return a
}
