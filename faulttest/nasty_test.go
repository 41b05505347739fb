//go:build unix

package faulttest

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// Files drawn by lot never crash the program, hang it, or take much memory.
func TestNastyFiles(t *testing.T) {
	t.Parallel()
	p, random := program(t), lots(t)
	dir := t.TempDir()
	t.Cleanup(func() { loosen(t, dir) })
	m := &nastyJob{t: t, p: p, dir: dir, good: filepath.Join(dir, "good.jsonl"), index: filepath.Join(dir, "index")}
	write(t, NewEdition(1), m.good)
	base, r := fullIndex(t, p, m.index, m.good)
	m.idle, m.begin = r.Peak, base.Seconds
	n := times(6, 1000)
	for i := range n {
		m.feed(NewNasty(rand.New(rand.NewPCG(random.Uint64(), uint64(i)))))
	}
	t.Logf("%d of %d files had something to index; beyond a job without them (%.2f s, %d MiB) the slowest took %.2f s (%s), the largest %d MiB (%s)",
		m.indexed, n, m.begin, m.idle>>20, m.longest, m.slowest, m.most>>20, m.largest)
}

// A nastyJob indexes one nasty file after another, each beside a sound one, so
// that there is always something to publish. It keeps the worst of time and
// memory beyond those of a job with the sound file alone.
type nastyJob struct {
	t                *testing.T
	p                *Program
	dir, good, index string
	idle, most       int64
	begin, longest   float64
	slowest, largest string
	indexed          int
}

func (m *nastyJob) feed(n Nasty) {
	m.t.Helper()
	path := filepath.Join(m.dir, n.Name)
	must(m.t, os.WriteFile(path, n.Bytes, 0o600))
	rep, r := fullIndex(m.t, m.p, m.index, m.good, path)
	took, memory := rep.Seconds-m.begin, r.Peak-m.idle
	for range 3 { // a busy machine is no fault of the file
		if took < 2 {
			break
		}
		again, _ := fullIndex(m.t, m.p, m.index, m.good, path)
		took = min(took, again.Seconds-m.begin)
	}
	if took > m.longest {
		m.longest, m.slowest = took, n.What
	}
	if memory > m.most {
		m.most, m.largest = memory, n.What
	}
	if long() && took > 2 || memory > 300<<20 {
		m.t.Errorf("%q (%s): %.1f s, %d MiB", n.Name, n.What, took, memory>>20)
	}
	if rep.Articles > NewEdition(1).Articles {
		m.indexed++
	}
	m.p.Check(m.t, m.index)
	must(m.t, os.Remove(path))
	if m.t.Failed() {
		keep(m.t, n)
	}
}

// keep saves a file that failed, for another look.
func keep(t *testing.T, n Nasty) {
	t.Helper()
	f, err := os.CreateTemp("", "nasty-*"+filepath.Ext(n.Name))
	must(t, err)
	_, err = f.Write(n.Bytes)
	must(t, err)
	must(t, f.Close())
	t.Fatalf("%q is kept as %s", n.Name, f.Name())
}
