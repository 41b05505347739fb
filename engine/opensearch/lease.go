package opensearch

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// The lock of the one writer is a document with a time until which it is held.
// A job renews it; a job that died does not, and its lease runs out. Every change
// is made on the condition that nobody else changed the document, so that of two
// jobs one takes it.
//
// The lease is short, so that the next job does not wait long after one that died.
// That is safe: a job that comes too late to renew, because the cluster was busy or
// did not answer, goes on when it finds the document as it left it, because then no
// other job has taken the lock. The lease is renewed after a third of its time, and
// another job waits a third longer than the document says, so that the clocks of
// the machines may differ by as much.
const (
	leaseTime = 15 * time.Second
	lockID    = "lock"
)

// leaseLost is how long a job goes on that cannot renew its lease, in lease times.
const leaseLost = 20

// A holder is the content of the lock document.
type holder struct {
	Owner   string    `json:"owner"` // random, "" when nobody holds it
	Machine string    `json:"machine"`
	Process int       `json:"process"`
	Until   time.Time `json:"until"`
	Last    int       `json:"last"` // the highest number that a generation ever had
}

// String names the process, for error messages.
func (h holder) String() string {
	return fmt.Sprintf("process %d on %s", h.Process, cmp.Or(h.Machine, "an unknown machine"))
}

// A lockDoc is the lock with its version.
type lockDoc struct {
	Seq    int64 `json:"_seq_no"`
	Term   int64 `json:"_primary_term"`
	Found  bool  `json:"found"`
	Source struct {
		Body holder `json:"body"`
	} `json:"_source"`
}

// A lease is the lock while we hold it.
type lease struct {
	e    *Engine
	self holder
	lost context.CancelCauseFunc // cancels the context of the work that the lock protects
	stop context.CancelFunc
	done chan struct{} // closed when renewing has ended

	mu        sync.Mutex // guards what follows, and self.Last
	seq, term int64
}

// acquire takes the lock, or says in an error that wraps engine.ErrLocked who
// has it. The context that it returns ends when the lease is lost.
func (e *Engine) acquire(ctx context.Context) (*lease, context.Context, error) {
	var doc lockDoc
	err := e.client.order(ctx, http.MethodGet, "/"+e.o.sideName()+"/_doc/"+lockID, nil, &doc)
	if err != nil && statusOf(err) != http.StatusNotFound {
		return nil, nil, fmt.Errorf("lock of index %s: %w", e.o.Name, err)
	}
	free := doc.Source.Body.Until.Add(e.o.lease / 3)
	if h := doc.Source.Body; doc.Found && h.Owner != "" && time.Now().Before(free) {
		return nil, nil, fmt.Errorf("index %s: %w: %s; if that has died, the lock is free at %s, in %.0f s",
			e.o.Name, engine.ErrLocked, h, free.Format(time.RFC3339), math.Ceil(time.Until(free).Seconds()))
	}
	token, err := newToken()
	if err != nil {
		return nil, nil, err
	}
	machine, _ := os.Hostname() // it only makes a message better
	self := holder{Owner: token, Machine: machine, Process: os.Getpid(), Last: doc.Source.Body.Last}
	l := &lease{e: e, self: self, seq: doc.Seq, term: doc.Term, done: make(chan struct{})}
	if !doc.Found {
		l.seq = -1
	}
	if err := l.write(ctx, true); err != nil {
		return nil, nil, err
	}
	// The work that the lock protects may go on after this call's context has ended.
	protected, lost := context.WithCancelCause(context.WithoutCancel(ctx))
	renewing, stop := context.WithCancel(protected)
	l.lost, l.stop = lost, stop
	go l.keep(renewing)
	return l, protected, nil
}

func newToken() (string, error) {
	b := make([]byte, 8)
	if _, err := rand.Read(b); err != nil {
		return "", fmt.Errorf("a random name: %w", err)
	}
	return hex.EncodeToString(b), nil
}

// write takes, renews or releases the lock. A request that was cancelled, or whose
// answer was lost, may have changed the document nevertheless. The next one then
// meets a conflict, and is repeated unless another job has the lock.
func (l *lease) write(ctx context.Context, hold bool) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	h := l.self
	if h.Until = time.Now().UTC().Add(l.e.o.lease).Truncate(time.Millisecond); !hold {
		h = holder{Last: h.Last}
	}
	for range attempts {
		path := fmt.Sprintf("/%s/_doc/%s?if_seq_no=%d&if_primary_term=%d", l.e.o.sideName(), lockID, l.seq, l.term)
		if l.seq < 0 {
			path = fmt.Sprintf("/%s/_create/%s", l.e.o.sideName(), lockID)
		}
		var answer lockDoc
		err := l.e.client.order(ctx, http.MethodPut, path, sideDoc{Kind: kindLock, Body: h}, &answer)
		if err == nil {
			l.seq, l.term = answer.Seq, answer.Term
			return nil
		}
		if statusOf(err) != http.StatusConflict {
			return fmt.Errorf("lock of index %s: %w", l.e.o.Name, err)
		}
		if err := l.recognise(ctx); err != nil {
			return err
		}
	}
	return fmt.Errorf("lock of index %s: %w: it changes all the time", l.e.o.Name, engine.ErrUnavailable)
}

// number is the number of the next generation. It is above those of all manifests,
// which are in ascending order, and above every number that was published before,
// because other machines know by it which generation they have open.
func (l *lease) number(all []*manifest) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(all) > 0 {
		l.self.Last = max(l.self.Last, all[len(all)-1].Number)
	}
	return l.self.Last + 1
}

// publishes notes that a number is about to be used. The next write of the lock
// stores it.
func (l *lease) publishes(number int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.self.Last = max(l.self.Last, number)
}

// recognise reads the lock after a conflict. Where another job has it, the error
// wraps engine.ErrLocked.
func (l *lease) recognise(ctx context.Context) error {
	var doc lockDoc
	if err := l.e.client.order(ctx, http.MethodGet, "/"+l.e.o.sideName()+"/_doc/"+lockID, nil, &doc); err != nil {
		return fmt.Errorf("lock of index %s: %w", l.e.o.Name, err)
	}
	h := doc.Source.Body
	if h.Owner != l.self.Owner {
		return fmt.Errorf("index %s: %w: %s", l.e.o.Name, engine.ErrLocked, h)
	}
	l.seq, l.term = doc.Seq, doc.Term
	return nil
}

// keep renews the lease until it is stopped. It cancels the context of the
// protected work when another job has the lock, or when renewing has failed for too
// long.
func (l *lease) keep(ctx context.Context) {
	defer close(l.done)
	held := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(l.e.o.lease / 3):
		}
		begun := time.Now()
		once, cancel := context.WithTimeout(ctx, l.e.o.lease)
		err := l.write(once, true)
		cancel()
		switch {
		case err == nil:
			held = begun
		case ctx.Err() != nil:
			return
		case errors.Is(err, engine.ErrLocked) || time.Since(held) > leaseLost*l.e.o.lease:
			l.lost(fmt.Errorf("the lock was lost: %w", err))
			return
		}
	}
}

// release gives the lock back. It must be called once.
func (l *lease) release(ctx context.Context) error {
	l.stop()
	<-l.done
	err := l.write(ctx, false)
	l.lost(context.Canceled)
	if errors.Is(err, engine.ErrLocked) {
		return nil // it had run out, and another job has taken it
	}
	return err
}
