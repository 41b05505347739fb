package server

import (
	"context"
	"time"

	"github.com/gin-gonic/gin"
)

// limited gives a handler a place and a deadline. All work is done in the place,
// compression too: what a crowd of finished answers waits for outside would be
// memory without a bound. The answer is sent when the place is free again:
// readers on slow networks must not keep others from searching.
func (s *Server) limited(h handler) handler {
	return func(c *gin.Context) error {
		body, err := s.placed(c, h)
		send(c, body)
		return err
	}
}

// placed runs a handler in a place, and returns the body that it wrote.
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

// accountOf says whose share a request takes from.
func (s *Server) accountOf(c *gin.Context) account {
	ip := ipOf(c)
	a := account{client: clientOf(ip)}
	if s.config.Limits.exempts(ip) {
		a.conn = connOf(c.Request.Context())
	}
	return a
}
