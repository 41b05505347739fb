//go:build unix

package faulttest

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Random files never crash the program, make it hang, or take much memory.
func TestNastyFiles(t *testing.T) {
	t.Parallel()
	p, random := program(t), lots(t)
	dir := t.TempDir()
	t.Cleanup(func() { loosen(t, dir) })
	m := &nastyJob{t: t, p: p, dir: dir, good: filepath.Join(dir, "good.jsonl"), index: filepath.Join(dir, "index")}
	write(t, NewEdition(1), m.good)
	_, r := fullIndex(t, p, m.index, m.good)
	m.idle, m.begin = r.Peak, r.CPU
	n := times(20, 1000)
	const batch = 10
	for range n / batch {
		m.feed(nasties(random, batch))
	}
	t.Logf("%d files gave %d articles; beyond a job without them (%v of CPU, %d MiB) the slowest took %v (%s), the largest %d MiB (%s)",
		n, m.indexed, m.begin.Round(time.Millisecond), m.idle>>20, m.longest.Round(time.Millisecond), m.slowest, m.most>>20, m.largest)
}

func nasties(random *rand.Rand, n int) (all []Nasty) {
	for range n {
		all = append(all, NewNasty(rand.New(rand.NewPCG(random.Uint64(), 0))))
	}
	return all
}

// A nastyJob indexes malformed files together with a valid one, so that there is
// always something to publish. It records the largest time and memory above those
// of a job with the valid file alone.
type nastyJob struct {
	t                *testing.T
	p                *Program
	dir, good, index string
	idle, most       int64
	begin, longest   time.Duration // of CPU
	slowest, largest string
	indexed          int
}

// Bounds for a malformed file, above a job without it. Time is CPU time, because
// the machine may be busy. A file should need less than 300 MiB; the bound is
// higher, because the peak of resident memory depends on when the garbage collector
// runs, which changes it by 100 MiB and more.
const (
	nastyTime  = 2 * time.Second
	nastyBytes = 300 << 20
)

// feed indexes files in one job. If the whole job stays within the bounds, so does
// each file; otherwise each file is indexed in a job of its own.
func (m *nastyJob) feed(batch []Nasty) {
	m.t.Helper()
	var paths, what []string
	for i, n := range batch {
		path := filepath.Join(m.dir, fmt.Sprint(i), n.Name)
		must(m.t, os.MkdirAll(filepath.Dir(path), 0o700))
		must(m.t, os.WriteFile(path, n.Bytes, 0o600))
		paths, what = append(paths, path), append(what, n.What)
	}
	defer keep(m.t, batch)
	took, memory := m.job(paths)
	for _, path := range paths {
		must(m.t, os.Remove(path))
	}
	bad := took > nastyTime || memory > nastyBytes
	if bad && len(batch) > 1 {
		for _, n := range batch {
			m.feed([]Nasty{n})
		}
		return
	}
	if took > m.longest {
		m.longest, m.slowest = took, strings.Join(what, "; ")
	}
	if memory > m.most {
		m.most, m.largest = memory, strings.Join(what, "; ")
	}
	if bad {
		m.t.Errorf("%q (%s): %v, %d MiB", batch[0].Name, what[0], took, memory>>20)
	}
}

// job measures what files take above the valid one. A single file above a bound is
// tried again, because on a busy machine the garbage collector may be late.
func (m *nastyJob) job(paths []string) (took time.Duration, memory int64) {
	m.t.Helper()
	for try := range 3 {
		rep, r := fullIndex(m.t, m.p, m.index, append([]string{m.good}, paths...)...)
		m.p.Check(m.t, m.index)
		if try == 0 {
			took, memory = r.CPU-m.begin, r.Peak-m.idle
			m.indexed += rep.Articles - NewEdition(1).Articles
		}
		took, memory = min(took, r.CPU-m.begin), min(memory, r.Peak-m.idle)
		if len(paths) > 1 || took <= nastyTime && memory <= nastyBytes {
			break
		}
	}
	return took, memory
}

// keep saves the files of a failed test for inspection, and ends the test.
func keep(t *testing.T, batch []Nasty) {
	t.Helper()
	if !t.Failed() {
		return
	}
	dir, err := os.MkdirTemp("", "nasty-*")
	must(t, err)
	for i, n := range batch {
		must(t, os.WriteFile(filepath.Join(dir, fmt.Sprint(i)+filepath.Ext(n.Name)), n.Bytes, 0o600))
	}
	t.Fatalf("the files are kept in %s", dir)
}
