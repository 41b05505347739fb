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

// limited gives a handler a place and a deadline.
func (s *Server) limited(h handler) handler {
	return func(c *gin.Context) error {
		ctx := c.Request.Context()
		release, err := s.slots.take(ctx)
		if err != nil {
			return err
		}
		defer release()
		ctx, cancel := context.WithTimeout(ctx, SearchTime)
		defer cancel()
		c.Request = c.Request.WithContext(ctx)
		return h(c)
	}
}
