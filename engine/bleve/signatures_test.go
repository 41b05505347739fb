package bleve

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
)

// numbered are so many parts, of which those with an even number have the bits 1 and
// 16383 in the signature that signatureOf makes.
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
		s.Add(engine.SignatureBits - 1)
	}
	return s
}

// A signer counts the signatures that it makes.
type signer struct{ made atomic.Int32 }

func (s *signer) signatureOf(stored []byte) *engine.Signature {
	s.made.Add(1)
	return signatureOf(stored)
}

// evenParts is a node for the parts with an even number, which counts what is read.
func evenParts(read *int) engine.Verified {
	return engine.Verified{Maybe: engine.All{}, Needs: [][]uint16{{1, engine.SignatureBits - 1}}, Accept: func(stored []byte) bool {
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

// What a signature tells is not read: that a part has a text, or has not. Of signatures
// whose bits were put together only the second is told.
func TestSignaturesThatAreEnough(t *testing.T) {
	e := open(t, t.TempDir(), Options{disk: quickDisk{}, SignatureOf: signatureOf})
	if _, err := publish(t, e, engine.Empty, numbered(10)...); err != nil {
		t.Fatal(err)
	}
	v, err := e.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	read := 0
	node := evenParts(&read)
	node.Enough = [][]uint16{{5}, {1}}
	for _, c := range []struct {
		name  string
		width int
		read  int
	}{{"whole", wholeWidth, 0}, {"half", wholeWidth / 2, 5}} {
		x := v.(*view).x
		small := signatures{width: c.width, words: make([]uint64, x.table.size()*c.width)}
		for row := range uint32(x.table.size()) {
			for i, word := range x.signatures.of(row) {
				small.of(row)[i%c.width] |= word
			}
		}
		whole := x.signatures
		x.signatures, read = small, 0
		res, err := v.Search(t.Context(), engine.Request{Filter: node})
		x.signatures = whole
		if err != nil || res.Parts != 5 || read != c.read {
			t.Errorf("%s: %v, %v; %d read, want %d", c.name, res, err, read, c.read)
		}
	}
}

// Every generation is signed before the first search reads it, and only what was not
// signed before.
func TestSignaturesOfGenerations(t *testing.T) {
	var s signer
	e := open(t, t.TempDir(), Options{disk: quickDisk{}, SignatureOf: s.signatureOf})
	if _, err := publish(t, e, engine.Empty, numbered(10)...); err != nil {
		t.Fatal(err)
	}
	if s.made.Load() != 0 {
		t.Error("signatures were made of what nobody serves")
	}
	for _, step := range []struct {
		name  string
		mode  engine.Mode
		docs  []engine.Doc
		found int
		made  int32
	}{
		{"opened", 0, nil, 5, 10},
		{"two more parts", engine.Current, []engine.Doc{numbered(12)[10], numbered(12)[11]}, 6, 2},
		{"a part that is another", engine.Current, []engine.Doc{func() engine.Doc { d := numbered(1)[0]; d.Stored = []byte{1}; return d }()}, 5, 1},
		{"rebuilt", engine.Empty, numbered(4), 2, 4},
	} {
		s.made.Store(0)
		if step.docs != nil {
			if _, err := publish(t, e, step.mode, step.docs...); err != nil {
				t.Fatal(err)
			}
		}
		if found, read := searched(t, e); found != step.found || read != step.found {
			t.Errorf("%s: found %d, read %d; want %d", step.name, found, read, step.found)
		}
		if got := s.made.Load(); got != step.made {
			t.Errorf("%s: %d signatures were made; want %d", step.name, got, step.made)
		}
	}
}

// The memory of signatures has a bound: those of many parts are smaller, and of too many
// there are none.
func TestSignaturesHaveABound(t *testing.T) {
	for _, c := range []struct{ parts, width int }{
		{0, 256}, {1, 256}, {32 << 10, 256}, {32<<10 + 1, 128}, {64 << 10, 128}, {200_000, 32}, {256 << 10, 32}, {256<<10 + 1, 0},
	} {
		if got := widthFor(c.parts); got != c.width {
			t.Errorf("%d words for each of %d parts; want %d", got, c.parts, c.width)
		}
	}
	s := engine.Signature{0: 1 << 5, 200: 1 << 7}
	small := make([]uint64, 32)
	for i, word := range s {
		small[i%32] |= word
	}
	for _, c := range []struct {
		bits       []uint16
		has, small bool
	}{
		{[]uint16{5}, true, true}, {[]uint16{200*64 + 7, 5}, true, true}, {[]uint16{6}, false, false},
		{[]uint16{5 + 32*64}, false, true}, {[]uint16{200 * 64}, false, false},
	} {
		if hasAll(s[:], c.bits) != c.has || hasAll(small, c.bits) != c.small {
			t.Errorf("%v: want %v, and in a smaller signature %v", c.bits, c.has, c.small)
		}
	}
}

// Damage under a mapped file ends the making of signatures and is told; searches go on.
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
	if err := v.(*view).x.sign(func([]byte) *engine.Signature { return signatureOf(nil) }, nil); err == nil {
		t.Error("no error")
	}
	if found, read := searched(t, e); found != 2 || read != 3 {
		t.Errorf("found %d, read %d", found, read)
	}
}
