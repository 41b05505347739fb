//go:build unix

package faulttest

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Clients search while one generation after another is published. No search fails,
// no page mixes two editions, no client sees an older edition after a newer one,
// and no file stays open. In the long version the race detector runs in both
// processes.
func TestGenerationsUnderClients(t *testing.T) {
	t.Parallel()
	p := program(t)
	if long() {
		var err error
		if p, err = raced(); err != nil {
			t.Skip("the race detector needs a C compiler: ", err)
		}
	}
	index, source := edition(t, 1)
	write(t, NewEdition(1), source)
	server := p.Serve(t, index)
	before := settled(t, server)
	c := &clients{t: t, server: server, done: make(chan struct{})}
	for range times(4, 8) {
		c.Go(c.search)
	}
	publish(t, p, index, source, times(20, 200))
	close(c.done)
	c.Wait()
	t.Logf("%d pages of %d generations; before: %s", c.pages.Load(), c.generations(), before)
	if c.generations() < times(5, 50) {
		t.Errorf("the clients saw %d generations only", c.generations())
	}
	var after usage
	Until(t, "connections and old generations are let go", func() bool {
		after = settled(t, server)
		return after.descriptors <= before.descriptors+2 && after.goroutines <= before.goroutines+4
	})
	t.Logf("after: %s", after)
	server.Stop(t)
	if n := strings.Count(Names(index), "gen-"); n > 2 {
		t.Errorf("%d generations are left: %s", n, Names(index))
	}
	p.Check(t, index)
}

// publish runs one process that watches the source, and changes the source a number
// of times.
func publish(t *testing.T, p *Program, index, source string, n int) {
	t.Helper()
	job := p.Start(t, "reindex", "--watch", "--index", index, source)
	Until(t, "the source is watched", func() bool { return strings.Contains(job.Stderr(), "watching") })
	for i := 2; i < n+2; i++ {
		write(t, NewEdition(i), source)
		Until(t, fmt.Sprintf("edition %d is published: %s", i, tail(job.Stderr())), func() bool {
			return strings.Contains(job.Stdout(), fmt.Sprintf("generation %d:", i+1))
		})
	}
	job.Signal(os.Interrupt)
	if r := job.Wait(t); r.Code != 0 {
		t.Errorf("watching ends with %d: %s", r.Code, tail(r.Stderr))
	} else {
		r.Orderly(t)
	}
}

// clients runs several clients that search at the same time.
type clients struct {
	sync.WaitGroup
	t      *testing.T
	server *Server
	done   chan struct{}
	pages  atomic.Int64
	seen   sync.Map // the edition of each generation
}

func (c *clients) search() {
	last := 0
	for {
		select {
		case <-c.done:
			return
		case <-time.After(10 * time.Millisecond):
		}
		page, err := c.server.Search(Common)
		if err != nil {
			c.t.Error(err)
			return
		}
		e, err := page.Edition()
		if known, _ := c.seen.LoadOrStore(page.Generation, e); err != nil || known != e {
			c.t.Errorf("generation %d shows edition %d, and %v before: %v", page.Generation, e, known, err)
		}
		if page.Generation < last {
			c.t.Errorf("generation %d comes after %d", page.Generation, last)
		}
		last = page.Generation
		c.pages.Add(1)
	}
}

func (c *clients) generations() (n int) {
	c.seen.Range(func(any, any) bool { n++; return true })
	return n
}

// usage is what a server uses.
type usage struct {
	descriptors, goroutines int
	resident                int64
}

func (u usage) String() string {
	return fmt.Sprintf("%d descriptors, %d goroutines, %d MiB", u.descriptors, u.goroutines, u.resident>>20)
}

// settled returns what a server uses when only the client that asks is connected.
func settled(t *testing.T, s *Server) usage {
	t.Helper()
	s.client.CloseIdleConnections()
	time.Sleep(50 * time.Millisecond) // until the server has noticed it
	return usage{goroutines: int(s.Metric(t, "go_goroutines")), resident: s.Memory(t), descriptors: s.Descriptors()}
}
