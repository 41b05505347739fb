//go:build unix

package faulttest

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
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
	n := times(20, 1000)
	for batch := range slices.Chunk(nasties(random, n), 10) {
		m.feed(batch)
	}
	t.Logf("%d files gave %d articles; beyond a job without them (%.2f s, %d MiB) the slowest took %.2f s (%s), the largest %d MiB (%s)",
		n, m.indexed, m.begin, m.idle>>20, m.longest, m.slowest, m.most>>20, m.largest)
}

func nasties(random *rand.Rand, n int) (all []Nasty) {
	for i := range n {
		all = append(all, NewNasty(rand.New(rand.NewPCG(random.Uint64(), uint64(i)))))
	}
	return all
}

// A nastyJob indexes nasty files beside a sound one, so that there is always
// something to publish. It keeps the worst of time and memory beyond those of a
// job with the sound file alone.
type nastyJob struct {
	t                *testing.T
	p                *Program
	dir, good, index string
	idle, most       int64
	begin, longest   float64
	slowest, largest string
	indexed          int
}

// Bounds of a nasty file, beyond a job without it.
const (
	nastySeconds = 2
	nastyBytes   = 300 << 20
)

// feed indexes files in one job. What all of them keep together each of them
// keeps; else each has a job of its own.
func (m *nastyJob) feed(batch []Nasty) {
	m.t.Helper()
	var paths, what []string
	for i, n := range batch {
		path := filepath.Join(m.dir, fmt.Sprint(i), n.Name)
		must(m.t, os.MkdirAll(filepath.Dir(path), 0o700))
		must(m.t, os.WriteFile(path, n.Bytes, 0o600))
		paths, what = append(paths, path), append(what, n.What)
	}
	took, memory := m.job(paths)
	for _, path := range paths {
		must(m.t, os.Remove(path))
	}
	bad := took > nastySeconds || memory > nastyBytes
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
	if bad && (long() || memory > nastyBytes) {
		m.t.Errorf("%q (%s): %.1f s, %d MiB", batch[0].Name, what[0], took, memory>>20)
	}
	if m.t.Failed() {
		keep(m.t, batch)
	}
}

// job is what files take beyond the sound one. A single file that takes long
// has another try: a busy machine is no fault of the file.
func (m *nastyJob) job(paths []string) (seconds float64, memory int64) {
	m.t.Helper()
	for range 3 {
		rep, r := fullIndex(m.t, m.p, m.index, append([]string{m.good}, paths...)...)
		m.p.Check(m.t, m.index)
		if took := rep.Seconds - m.begin; seconds == 0 || took < seconds {
			seconds = took
		}
		memory = max(memory, r.Peak-m.idle)
		if len(paths) > 1 || seconds <= nastySeconds {
			m.indexed += rep.Articles - NewEdition(1).Articles
			break
		}
	}
	return seconds, memory
}

// keep saves files that failed, for another look.
func keep(t *testing.T, batch []Nasty) {
	t.Helper()
	dir, err := os.MkdirTemp("", "nasty-*")
	must(t, err)
	for i, n := range batch {
		must(t, os.WriteFile(filepath.Join(dir, fmt.Sprint(i)+filepath.Ext(n.Name)), n.Bytes, 0o600))
	}
	t.Fatalf("the files are kept in %s", dir)
}
