//go:build unix

package faulttest

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every flipped bit of the current generation, in any place, is found and reported
// by check. A server shows the previous generation.
func TestFlippedBits(t *testing.T) {
	t.Parallel()
	p, random := program(t), lots(t)
	index, _ := edition(t, 2)
	n := times(30, 400)
	found := map[string]int{}
	for i := range n {
		path, offset := place(t, random, filepath.Join(index, "gen-000002"))
		bit := uint(random.IntN(8))
		restore, err := FlipBit(path, offset, bit)
		must(t, err)
		name := filepath.Base(path)
		r := p.Run(t, "check", "--index", index)
		r.Orderly(t)
		if r.Code == 76 && strings.Contains(r.Stderr, name) {
			found[name]++
		} else {
			t.Errorf("bit %d of byte %d of %s: check ends with %d: %s", bit, offset, name, r.Code, r.Stderr)
		}
		if i%times(30, 40) == 0 {
			servesBefore(t, p, index)
		}
		must(t, restore())
	}
	t.Logf("of %d flipped bits check found %v", n, found)
	p.Check(t, index)
}

// place draws a byte of a generation. Every file has the same chance; otherwise
// nearly all bytes would be in posting lists.
func place(t *testing.T, random *rand.Rand, gen string) (path string, offset int64) {
	t.Helper()
	var files []string
	must(t, filepath.WalkDir(gen, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, path)
		}
		return err
	}))
	path = files[random.IntN(len(files))]
	info, err := os.Stat(path)
	must(t, err)
	return path, random.Int64N(info.Size())
}

// servesBefore checks that a server shows edition 1, reports the damage, and
// changes nothing.
func servesBefore(t *testing.T, p *Program, index string) {
	t.Helper()
	before := listing(t, index)
	server := p.Serve(t, index)
	page, err := server.Search(Common)
	must(t, err)
	if e, err := page.Edition(); e != 1 || err != nil {
		t.Errorf("the server shows edition %d instead of 1 (%v)", e, err)
	}
	server.Stop(t)
	if log := server.Stderr(); !strings.Contains(log, "damaged") || !strings.Contains(log, "gen-000002") {
		t.Errorf("the server does not say what is damaged: %s", log)
	}
	if after := listing(t, index); after != before {
		t.Errorf("serving changes the index from\n%sto\n%s", before, after)
	}
}

// When no generation is undamaged, the commands refuse, name the damaged file, and
// say what helps; and this does help.
func TestNothingWholeToServe(t *testing.T) {
	t.Parallel()
	p := program(t)
	index, source := edition(t, 1)
	write(t, NewEdition(1), source)
	_, err := Spoil(filepath.Join(index, "gen-000001", "parts.dat"), func(b []byte) []byte { return b[:len(b)/2] })
	must(t, err)
	before := listing(t, index)
	for _, args := range [][]string{{"check"}, {"serve", "--addr", "127.0.0.1:0"}, {"search", Common}, {"reindex", source}, {"reindex", "--dry-run", source}} {
		r := p.Run(t, append(args, "--index", index)...)
		if r.Orderly(t); r.Code != 76 || !strings.Contains(r.Stderr, "parts.dat") || !strings.Contains(r.Stderr, "reindex --full") {
			t.Errorf("%s ends with %d: %s", args[0], r.Code, r.Stderr)
		}
	}
	if after := listing(t, index); after != before {
		t.Errorf("the index has changed from\n%sto\n%s", before, after)
	}
	p.MustRun(t, "reindex", "--full", "--index", index, source)
	p.Check(t, index)
	if got, want := Names(filepath.Join(index, "quarantine")), "gen-000001"; got != want {
		t.Errorf("quarantine holds %q, want %s", got, want)
	}
}

// A running server refuses a new generation that is damaged, and logs it once. It
// uses the next undamaged one.
func TestDamagedGenerationBesideAServer(t *testing.T) {
	t.Parallel()
	p := program(t)
	index, _ := edition(t, 1)
	server := p.Serve(t, index)
	p2 := filepath.Join(t.TempDir(), "index")
	t.Cleanup(func() { loosen(t, p2) })
	must(t, CopyIndex(p2, index))
	reindex(t, p, p2, 2)
	_, err := FlipBit(filepath.Join(p2, "gen-000002", "chars.dat"), 30, 3)
	must(t, err)
	must(t, CopyIndex(filepath.Join(index, "gen-000002"), filepath.Join(p2, "gen-000002")))
	must(t, os.WriteFile(filepath.Join(index, "CURRENT"), []byte("gen-000002\n"), 0o600))
	for range 20 {
		page, err := server.Search(Common)
		must(t, err)
		if e, err := page.Edition(); e != 1 || err != nil {
			t.Errorf("the server shows edition %d instead of 1 (%v)", e, err)
		}
		must(t, wait(func() bool { return strings.Contains(server.Stderr(), "chars.dat") }))
	}
	if n := strings.Count(server.Stderr(), "cannot be served"); n != 1 {
		t.Errorf("the server complains %d times: %s", n, server.Stderr())
	}
	reindex(t, p, index, 3)
	Until(t, "the next generation is served", func() bool {
		page, err := server.Search(Common)
		must(t, err)
		e, err := page.Edition()
		must(t, err)
		return e == 3
	})
	server.Stop(t)
	p.Check(t, index)
}

// CURRENT with a flipped bit names another generation or none. check finds this,
// unless the other generation exists, in which case it is the same as a rollback.
func TestFlippedBitsOfCurrent(t *testing.T) {
	t.Parallel()
	p := program(t)
	index, _ := edition(t, 2)
	good := []byte("gen-000002\n")
	for i := range len(good) * 8 {
		if !long() && i%9 > 0 {
			continue
		}
		bad := append([]byte(nil), good...)
		bad[i/8] ^= 1 << (i % 8)
		must(t, os.WriteFile(filepath.Join(index, "CURRENT"), bad, 0o600))
		r := p.Run(t, "check", "--index", index)
		if r.Orderly(t); r.Code != 76 || !strings.Contains(r.Stderr, "CURRENT") {
			t.Errorf("%q: check ends with %d: %s", bad, r.Code, r.Stderr)
		}
	}
	must(t, os.WriteFile(filepath.Join(index, "CURRENT"), good, 0o600))
	p.Check(t, index)
}
