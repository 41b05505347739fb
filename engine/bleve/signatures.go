package bleve

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// Signatures of the parts of a generation spare searches reading texts (see
// engine.Verified). They are in memory alone: on disk they would be a twelfth of the
// generation. A process that stays makes them in the background when a generation
// becomes the one that is served; until a part has one, its text is read.
type signatures struct {
	rows []atomic.Pointer[engine.Signature]
	stop context.CancelFunc // ends making them
	done chan struct{}      // closed when nothing makes them any more; nil when nothing ever did
}

const (
	// mostSignatures is of how many parts signatures are kept at most, of two kibibytes
	// each: 64 MiB.
	mostSignatures = 32 << 10
	// signingBatch is for how long signatures are made before a pause, and signingPause
	// how many times as long the pause is: a sixth of one core is used, so that searches
	// hardly notice.
	signingBatch = 5 * time.Millisecond
	signingPause = 5
)

// newSignatures returns a table for the signatures of a generation with that many
// parts, of which at most a given number can have one.
func newSignatures(parts, most int) signatures {
	return signatures{rows: make([]atomic.Pointer[engine.Signature], min(parts, most))}
}

// of returns the signature of a row, nil when it is not made yet or there is no
// room for it.
func (s *signatures) of(row uint32) *engine.Signature {
	if int(row) >= len(s.rows) {
		return nil
	}
	return s.rows[row].Load()
}

// sign begins to make the signatures of all parts for which there is room. It is
// called once, by the holder of a reference to the index, and ends when the index
// is closed. A failure means damage, and is passed to failed.
func (x *index) sign(ctx context.Context, by func(stored []byte) *engine.Signature, failed func(error)) {
	ctx, x.signatures.stop = context.WithCancel(ctx)
	x.signatures.done = make(chan struct{})
	go func() {
		defer close(x.signatures.done)
		if err := x.guard(func() error { return x.makeSignatures(ctx, by) }); err != nil && ctx.Err() == nil {
			failed(err)
		}
	}()
}

func (x *index) makeSignatures(ctx context.Context, by func(stored []byte) *engine.Signature) error {
	start := time.Now()
	for row := range x.signatures.rows {
		if worked := time.Since(start); worked > signingBatch {
			select {
			case <-time.After(signingPause * worked):
			case <-ctx.Done():
			}
			start = time.Now()
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		stored, err := x.stored(uint32(row))
		if err != nil {
			return err
		}
		x.signatures.rows[row].Store(by(stored))
	}
	return nil
}

// end stops the making of signatures, and waits for the one that is being made.
func (s *signatures) end() {
	if s.done != nil {
		s.stop()
		<-s.done
	}
}

// mayAccept reports whether a node may accept the part of a row, as far as the part's
// signature is known.
func (x *index) mayAccept(v engine.Verified, row uint32) bool {
	if len(v.Needs) == 0 {
		return true
	}
	known := x.signatures.of(row)
	return known == nil || known.HasAllOfOne(v.Needs)
}
