package opensearch

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// The lock of the one writer is a document with a time until which it is held.
// A job renews it; a job that died does not, and its lease runs out. Every change
// is made on the condition that nobody else changed the document, so that of two
// jobs one takes it. It is renewed in a quarter of its time, and clocks of
// machines that build may differ by as much.
const (
	leaseTime = 60 * time.Second
	lockID    = "lock"
)

// A holder is what the lock says.
type holder struct {
	Owner   string    `json:"owner"` // random, "" when nobody holds it
	Machine string    `json:"machine"`
	Process int       `json:"process"`
	Until   time.Time `json:"until"`
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
	lost context.CancelCauseFunc // of the context of what it protects
	stop context.CancelFunc
	done chan struct{} // closed when nobody renews it any more

	mu        sync.Mutex // guards what follows
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
	if h := doc.Source.Body; doc.Found && h.Owner != "" && time.Now().Before(h.Until.Add(e.o.lease/4)) {
		return nil, nil, fmt.Errorf("index %s: %w: process %d on %s, until %s unless it renews it",
			e.o.Name, engine.ErrLocked, h.Process, cmp.Or(h.Machine, "an unknown machine"), h.Until.Format(time.RFC3339))
	}
	token, err := newToken()
	if err != nil {
		return nil, nil, err
	}
	machine, _ := os.Hostname() // it only makes a message better
	l := &lease{e: e, self: holder{Owner: token, Machine: machine, Process: os.Getpid()}, seq: doc.Seq, term: doc.Term, done: make(chan struct{})}
	if !doc.Found {
		l.seq = -1
	}
	if err := l.write(ctx, true); err != nil {
		return nil, nil, err
	}
	// What it protects may outlive the call that took it.
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

// write takes, renews or releases the lock.
func (l *lease) write(ctx context.Context, hold bool) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	h := l.self
	if h.Until = time.Now().UTC().Add(l.e.o.lease).Truncate(time.Millisecond); !hold {
		h = holder{}
	}
	path := fmt.Sprintf("/%s/_doc/%s?if_seq_no=%d&if_primary_term=%d", l.e.o.sideName(), lockID, l.seq, l.term)
	if l.seq < 0 {
		path = fmt.Sprintf("/%s/_create/%s", l.e.o.sideName(), lockID)
	}
	var answer lockDoc
	err := l.e.client.order(ctx, http.MethodPut, path, sideDoc{Kind: kindLock, Body: h}, &answer)
	if statusOf(err) == http.StatusConflict {
		return l.recognise(ctx)
	}
	if err != nil {
		return fmt.Errorf("lock of index %s: %w", l.e.o.Name, err)
	}
	l.seq, l.term = answer.Seq, answer.Term
	return nil
}

// recognise looks who changed the lock: a request that was sent twice, because
// the answer to the first was lost, finds its own change.
func (l *lease) recognise(ctx context.Context) error {
	var doc lockDoc
	if err := l.e.client.order(ctx, http.MethodGet, "/"+l.e.o.sideName()+"/_doc/"+lockID, nil, &doc); err != nil {
		return fmt.Errorf("lock of index %s: %w", l.e.o.Name, err)
	}
	h := doc.Source.Body
	if h.Owner != l.self.Owner {
		return fmt.Errorf("index %s: %w: process %d on %s", l.e.o.Name, engine.ErrLocked, h.Process, h.Machine)
	}
	l.seq, l.term = doc.Seq, doc.Term
	return nil
}

// keep renews the lease until it is stopped, and ends what the lease protects
// when it cannot.
func (l *lease) keep(ctx context.Context) {
	defer close(l.done)
	held := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(l.e.o.lease / 4):
		}
		begun := time.Now()
		err := l.write(ctx, true)
		switch {
		case err == nil:
			held = begun
		case ctx.Err() != nil:
			return
		case errors.Is(err, engine.ErrLocked) || time.Since(held) > l.e.o.lease:
			l.lost(fmt.Errorf("the lock was lost: %w", err))
			return
		}
	}
}

// release gives the lock back, once.
func (l *lease) release(ctx context.Context) error {
	l.stop()
	<-l.done
	err := l.write(ctx, false)
	l.lost(context.Canceled)
	if errors.Is(err, engine.ErrLocked) {
		return nil // somebody took what had run out
	}
	return err
}
