package server

import (
	"context"
	"errors"
	"time"

	"github.com/gin-gonic/gin"
)

// errOverload says that every place stayed taken while a request waited.
var errOverload = errors.New("too many searches at once")

// slots bounds how many searches run at once. Beyond the bound a request waits
// a little, so that a burst is smoothed, and is then refused at once rather
// than queued, so that an overload never grows.
type slots struct {
	free chan struct{}
	wait time.Duration
}

func newSlots(n int, wait time.Duration) slots {
	return slots{free: make(chan struct{}, n), wait: wait}
}

// take waits for a place; release must be called when err is nil.
func (s slots) take(ctx context.Context) (release func(), err error) {
	release = func() { <-s.free }
	select {
	case s.free <- struct{}{}:
		return release, nil
	default:
	}
	timer := time.NewTimer(s.wait)
	defer timer.Stop()
	select {
	case s.free <- struct{}{}:
		return release, nil
	case <-timer.C:
		return nil, errOverload
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// taken is how many places are taken now.
func (s slots) taken() int { return len(s.free) }

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
	release, err := s.slots.take(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	ctx, cancel := context.WithTimeout(ctx, SearchTime)
	defer cancel()
	c.Request = c.Request.WithContext(ctx)
	return s.hold(c, h)
}
