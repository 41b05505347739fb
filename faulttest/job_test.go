//go:build unix

package faulttest

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// Of several jobs that start at the same time exactly one works; the others end
// with exit code 75 and name its process. The lock of a killed job is free at once.
func TestJobsAtOnce(t *testing.T) {
	t.Parallel()
	p := program(t)
	index, source := edition(t, 1)
	holder := p.Start(t, "reindex", "--full", "--index", index, "-") // reads until its input ends
	started := regexp.MustCompile(`(?m)^building-\d+/store/$`)       // the last file that a job writes before it reads sources
	Until(t, "the first job begins", func() bool { return started.MatchString(listing(t, index)) })
	before := listing(t, index)
	write(t, NewEdition(2), source)
	jobs := []*Process{}
	for range 3 {
		jobs = append(jobs, p.Start(t, "reindex", "--full", "--index", index, source))
	}
	for _, job := range jobs {
		if r := job.Wait(t); r.Code != 75 || !strings.Contains(r.Stderr, fmt.Sprint("process ", holder.PID())) {
			t.Errorf("a second job ends with %d: %s", r.Code, r.Stderr)
		}
	}
	for _, command := range []string{"gc", "rollback"} {
		if r := p.Run(t, "generations", command, "--index", index); r.Code != 75 {
			t.Errorf("generations %s ends with %d: %s", command, r.Code, r.Stderr)
		}
	}
	if after := listing(t, index); after != before {
		t.Errorf("the refused jobs change the index from\n%sto\n%s", before, after)
	}
	p.Check(t, index)
	holder.Kill()
	holder.Wait(t)
	reindex(t, p, index, 2)
	if got, want := Names(index), "CURRENT gen-000001 gen-000002 lock"; got != want {
		t.Errorf("the index holds %s, want %s", got, want)
	}
	p.Check(t, index)
}

// A job that is interrupted ends with exit code 130, leaves the index as it was,
// and leaves no files of its own.
func TestInterruptedJob(t *testing.T) {
	t.Parallel()
	p := program(t)
	index, _ := edition(t, 1)
	before := listing(t, index)
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		job := p.Start(t, "reindex", "--full", "--index", index, "-")
		_, err := job.Stdin.Write([]byte(NewEdition(2).Lines()))
		must(t, err)
		Until(t, "the job begins", func() bool { return strings.Contains(Names(index), "building-") })
		job.Signal(signal)
		if r := job.Wait(t); r.Code != 130 {
			t.Errorf("%v: it ends with %d: %s", signal, r.Code, r.Stderr)
		}
		if after := listing(t, index); after != before {
			t.Errorf("%v: the index changes from\n%sto\n%s", signal, before, after)
		}
	}
	p.Check(t, index)
}

// A source that disappears while it is watched, and an index that cannot be
// written, are distinct errors and change nothing.
func TestIndexThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	p := program(t)
	index, source := edition(t, 1)
	write(t, NewEdition(2), source)
	before := listing(t, index)
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, nil, 0o600))
	for name, r := range map[string]Result{
		"a file in place of the index": p.Run(t, "reindex", "--index", file, source),
		"a file above the index":       p.Run(t, "reindex", "--index", filepath.Join(file, "index"), source),
		"a source that is gone":        p.Run(t, "reindex", "--index", index, source+".gone"),
	} {
		if r.Orderly(t); r.Code == 0 || r.Stderr == "" {
			t.Errorf("%s: it ends with %d: %s", name, r.Code, r.Stderr)
		}
	}
	if after := listing(t, index); after != before {
		t.Errorf("the index changes from\n%sto\n%s", before, after)
	}
	p.Check(t, index)
}
