package bleve

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
)

// numbered returns n parts. In the signatures of those with an even number,
// signatureOf sets bit 1.
func numbered(n int) []engine.Doc {
	docs := make([]engine.Doc, n)
	for i := range docs {
		docs[i] = part(fmt.Sprintf("p%02d", i), "字")
		docs[i].Stored = []byte{byte(i)}
	}
	return docs
}

func signatureOf(stored []byte) *engine.Signature {
	s := new(engine.Signature)
	if stored[0]%2 == 0 {
		s.Add(1)
	}
	return s
}

// evenParts is a node for the parts with an even number, which counts what is read.
func evenParts(read *int) engine.Verified {
	return engine.Verified{Maybe: engine.All{}, Needs: [][]uint16{{1}}, Accept: func(stored []byte) bool {
		*read++
		return stored[0]%2 == 0
	}}
}

// searched returns how many parts a search for evenParts finds, and how many it
// reads.
func searched(t *testing.T, e *Engine) (found, read int) {
	t.Helper()
	v, err := e.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	res, err := v.Search(t.Context(), engine.Request{Filter: evenParts(&read)})
	if err != nil {
		t.Fatal(err)
	}
	return res.Parts, read
}

// heldBack makes the first signatures at once. The later ones wait until the test
// closes proceed.
type heldBack struct {
	first   int32
	began   chan struct{} // receives when a signature is held back
	proceed chan struct{}
	called  atomic.Int32
}

func (h *heldBack) signatureOf(stored []byte) *engine.Signature {
	if h.called.Add(1) > h.first {
		h.began <- struct{}{}
		<-h.proceed
	}
	return signatureOf(stored)
}

func TestSearchWhileSignaturesAreMade(t *testing.T) {
	h := &heldBack{first: 6, began: make(chan struct{}), proceed: make(chan struct{})}
	e := open(t, t.TempDir(), Options{disk: quickDisk{}, SignatureOf: h.signatureOf})
	if _, err := publish(t, e, engine.Empty, numbered(10)...); err != nil {
		t.Fatal(err)
	}
	if h.called.Load() != 0 {
		t.Error("signatures were made of what nobody serves")
	}
	v, err := e.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	<-h.began
	if found, read := searched(t, e); found != 5 || read != 3+4 {
		t.Errorf("with six of ten signatures: found %d, read %d; want 5, and three of the six and all others", found, read)
	}
	close(h.proceed)
	for range 3 {
		<-h.began
	}
	<-v.(*view).x.signatures.done
	if found, read := searched(t, e); found != 5 || read != 5 {
		t.Errorf("with all signatures: found %d, read %d; want 5, 5", found, read)
	}
	if err := v.Close(); err != nil {
		t.Error(err)
	}
}

// The goroutine that makes signatures ends when the engine is closed and when
// another generation is served, even while readers hold the previous one.
func TestSignaturesEndWithTheirGeneration(t *testing.T) {
	for _, end := range []struct {
		name string
		by   func(*testing.T, *Engine)
	}{
		{"closed", func(t *testing.T, e *Engine) {
			if err := e.Close(); err != nil {
				t.Error(err)
			}
		}},
		{"replaced", func(t *testing.T, e *Engine) {
			if _, err := publish(t, e, engine.Empty, numbered(1)...); err != nil {
				t.Error(err)
			}
		}},
	} {
		t.Run(end.name, func(t *testing.T) {
			h := &heldBack{first: 2, began: make(chan struct{}, 100), proceed: make(chan struct{})}
			e := open(t, t.TempDir(), Options{disk: quickDisk{}, SignatureOf: h.signatureOf})
			if _, err := publish(t, e, engine.Empty, numbered(10)...); err != nil {
				t.Fatal(err)
			}
			v, err := e.View(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			<-h.began
			x := v.(*view).x
			stop := x.signatures.stop
			x.signatures.stop = sync.OnceFunc(func() { stop(); close(h.proceed) })
			end.by(t, e)
			select {
			case <-x.signatures.done:
			default:
				t.Error("signatures are still made")
			}
			if x.signatures.of(3) != nil {
				t.Error("signatures were made after the end")
			}
			if err := v.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// The memory for signatures is bounded: parts beyond the bound have none, and are
// read.
func TestSignaturesHaveABound(t *testing.T) {
	e := open(t, t.TempDir(), Options{disk: quickDisk{}})
	if _, err := publish(t, e, engine.Empty, numbered(10)...); err != nil {
		t.Fatal(err)
	}
	v, err := e.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	x := v.(*view).x
	x.signatures = newSignatures(10, 4)
	x.sign(t.Context(), signatureOf, func(err error) { t.Error(err) })
	<-x.signatures.done
	if found, read := searched(t, e); found != 5 || read != 2+6 {
		t.Errorf("found %d, read %d; want 5, and two of the four with signatures and all others", found, read)
	}
	if got := newSignatures(1<<20, mostSignatures); len(got.rows) != mostSignatures {
		t.Errorf("room for %d", len(got.rows))
	}
}

// Damage to a mapped file ends the making of signatures and is reported; the
// process and its searches go on.
func TestSignaturesOfDamage(t *testing.T) {
	e := open(t, t.TempDir(), Options{disk: quickDisk{}})
	if _, err := publish(t, e, engine.Empty, numbered(3)...); err != nil {
		t.Fatal(err)
	}
	v, err := e.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	x, told := v.(*view).x, make(chan error, 1)
	x.sign(t.Context(), func([]byte) *engine.Signature { return signatureOf(nil) }, func(err error) { told <- err })
	if err := <-told; err == nil {
		t.Error("no error")
	}
	if found, read := searched(t, e); found != 5-3 || read != 3 {
		t.Errorf("found %d, read %d", found, read)
	}
}
