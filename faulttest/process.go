//go:build unix

package faulttest

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A Process is a running command.
type Process struct {
	Stdin io.WriteCloser // standard input
	cmd   *exec.Cmd
	out   Output
	err   Output
	ended chan struct{}
}

// Start starts a command, which is killed when the test ends.
func (p *Program) Start(t testing.TB, args ...string) *Process {
	t.Helper()
	line := append(append(slices.Clone(p.under), p.path), args...)
	r := &Process{cmd: exec.Command(line[0], line[1:]...), ended: make(chan struct{})}
	r.cmd.Env, r.cmd.Stdout, r.cmd.Stderr = p.env, &r.out, &r.err
	var err error
	if r.Stdin, err = r.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = r.cmd.Wait() // the state says how it ended
		close(r.ended)
	}()
	t.Cleanup(func() {
		r.Kill()
		<-r.ended
	})
	return r
}

// PID is the process's number.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Kill ends the process as kill -9 does; it may have ended already.
func (p *Process) Kill() { p.Signal(os.Kill) }

// Signal sends a signal; the process may have ended already.
func (p *Process) Signal(s os.Signal) { _ = p.cmd.Process.Signal(s) }

// Ended is closed when the process has ended.
func (p *Process) Ended() <-chan struct{} { return p.ended }

// Stdout returns what the process has written to standard output so far.
func (p *Process) Stdout() string { return p.out.String() }

// Stderr returns what the process has written to standard error so far.
func (p *Process) Stderr() string { return p.err.String() }

// Wait waits for the end. A process that hangs is made to print its goroutines.
func (p *Process) Wait(t testing.TB) Result {
	t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.Signal(syscall.SIGQUIT)
		<-p.ended
		t.Errorf("%s hangs: %s", strings.Join(p.cmd.Args, " "), p.Stderr())
	}
	state := p.cmd.ProcessState
	return Result{Code: state.ExitCode(), Stdout: p.Stdout(), Stderr: p.Stderr(), Peak: peak(state),
		CPU: state.UserTime() + state.SystemTime()}
}

// peak is the largest resident size in bytes. On Linux it includes the size of the
// parent when it started the child, so that the test itself must stay small.
func peak(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" { // counts bytes, the others kibibytes
		return usage.Maxrss
	}
	return usage.Maxrss << 10
}

// Until waits for a condition that must come true.
func Until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	if err := wait(ok); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

var errPatience = errors.New("waited in vain")

func wait(ok func() bool) error {
	for end := time.Now().Add(patience); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			return errPatience
		}
	}
	return nil
}
