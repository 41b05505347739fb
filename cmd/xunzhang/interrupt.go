package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/xunzhang/xunzhang/server"
)

// interruptible returns a context that ends with the first SIGINT or SIGTERM;
// the second ends the process at once. SIGINT comes from a person at a terminal, so
// that a server then stops without the delay that a load balancer needs.
func (a *app) interruptible(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		var cause error
		select {
		case got := <-signals:
			if got == os.Interrupt {
				cause = server.ErrAtOnce
			}
		case <-ctx.Done():
			return
		}
		if note := a.tidied.Load(); note != nil {
			a.say("%s; once more ends at once", *note)
		}
		cancel(cause)
		<-signals
		os.Exit(exitInterrupted)
	}()
	return ctx, func() { signal.Stop(signals); cancel(nil) }
}

// onInterrupt sets the message that the first interruption prints.
func (a *app) onInterrupt(note string) { a.tidied.Store(&note) }

// interruptibleReader reads in until ctx ends: a read of standard input would
// otherwise wait for its next line.
func interruptibleReader(ctx context.Context, in io.Reader) io.Reader {
	r, w := io.Pipe()
	go func() {
		_, err := io.Copy(w, in)
		_ = w.CloseWithError(err) // never fails; nil is the end of the input
	}()
	context.AfterFunc(ctx, func() { _ = r.CloseWithError(ctx.Err()) }) // never fails
	return r
}
