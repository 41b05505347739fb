//go:build unix

package faulttest

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A Moment waits until a job is to be killed, or has ended.
type Moment struct {
	Name string
	come func(t testing.TB, job *Process, events <-chan fsnotify.Event)
}

// After is some time after the start.
func After(d time.Duration) Moment {
	return Moment{"after " + d.Round(time.Millisecond).String(), func(_ testing.TB, job *Process, _ <-chan fsnotify.Event) {
		select {
		case <-time.After(d):
		case <-job.Ended():
		}
	}}
}

// AtName is the moment when a name with the prefix appears in the index: "building-"
// when the job begins to write, "gen-" between the rename of the finished generation
// and the switch of CURRENT.
func AtName(prefix string) Moment {
	return Moment{"at " + prefix, func(_ testing.TB, job *Process, events <-chan fsnotify.Event) {
		for {
			select {
			case e := <-events:
				if e.Has(fsnotify.Create) && strings.HasPrefix(filepath.Base(e.Name), prefix) {
					return
				}
			case <-job.Ended():
				return
			}
		}
	}}
}

// KillJob starts a reindex of a source and kills it at a moment. It returns false
// when the job ended before it was killed.
func (p *Program) KillJob(t testing.TB, index, source string, m Moment) bool {
	t.Helper()
	w, err := fsnotify.NewWatcher()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Add(index); err != nil {
		t.Fatal(err)
	}
	job := p.Start(t, "reindex", "--full", "--index", index, source)
	m.come(t, job, w.Events)
	job.Kill()
	r := job.Wait(t)
	if r.Code > 0 {
		t.Errorf("the job that is killed %s ends with %d: %s", m.Name, r.Code, r.Stderr)
	}
	return r.Code < 0
}

// KillInCall runs a reindex of a source that is killed when it enters a system
// call on a path for the n-th time, from 1. It is false when the job ended before:
// the tracer counts the calls of each thread by itself, so whether a second call
// is the n-th depends on where the scheduler puts it. The test is skipped where
// strace cannot do that.
func (p *Program) KillInCall(t testing.TB, index, source, call, path string, n int) bool {
	t.Helper()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("needs strace:", err)
	}
	traced := *p
	traced.under = []string{strace, "-f", "-qq", "-e", "signal=none", "-e", "trace=" + call, "-P", path,
		"-e", fmt.Sprintf("inject=%s:signal=SIGKILL:when=%d", call, n)}
	r := traced.Run(t, "reindex", "--full", "--index", index, source)
	switch {
	case strings.Contains(r.Stderr, "ptrace") && strings.Contains(r.Stderr, "not permitted"):
		t.Skip("processes may not be traced here:", r.Stderr)
	case r.Code > 0 && r.Code != 137: // what a shell calls it
		t.Errorf("the job that is killed in %s of %s ends with %d: %s", call, path, r.Code, tail(r.Stderr))
	}
	return r.Code != 0
}
