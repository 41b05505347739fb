//go:build unix

package faulttest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// patience is how long the tests wait for a process before they fail. It does not
// measure speed: the machine may be busy.
const patience = 10 * time.Minute

// A Program is the built binary.
type Program struct {
	path  string
	env   []string
	under []string // a command line that runs ours
}

// Build builds the program into a folder, with the race detector when asked.
func Build(dir string, race bool) (*Program, error) {
	p := &Program{path: filepath.Join(dir, "xunzhang"), env: environment()}
	args, cgo := []string{"build", "-o", p.path}, "CGO_ENABLED=0"
	if race {
		args, cgo = append(args, "-race"), "CGO_ENABLED=1"
		p.env = append(p.env, "GORACE=halt_on_error=1")
	}
	c := exec.Command("go", append(args, "github.com/xunzhang/xunzhang/cmd/xunzhang")...)
	c.Env = append(os.Environ(), cgo)
	if out, err := c.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return p, nil
}

// environment is ours without what would change what the program does.
func environment() []string {
	var kept []string
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "XUNZHANG_") {
			kept = append(kept, v)
		}
	}
	return kept
}

// A Result is how a command ended.
type Result struct {
	Code           int // exit code, -1 when a signal ended it
	Stdout, Stderr string
	Peak           int64         // most memory that was resident, in bytes
	CPU            time.Duration // of all cores
}

// Run runs a command to its end.
func (p *Program) Run(t testing.TB, args ...string) Result {
	t.Helper()
	return p.Feed(t, "", args...)
}

// Feed runs a command with a text as its standard input.
func (p *Program) Feed(t testing.TB, input string, args ...string) Result {
	t.Helper()
	c := p.Start(t, args...)
	if input != "" {
		_, _ = c.Stdin.Write([]byte(input)) // a process that ended early says why
	}
	_ = c.Stdin.Close()
	return c.Wait(t)
}

// MustRun is Run for a command that must end with exit code 0.
func (p *Program) MustRun(t testing.TB, args ...string) Result {
	t.Helper()
	r := p.Run(t, args...)
	if r.Code != 0 {
		t.Fatalf("xunzhang %s ends with %d: %s", strings.Join(args, " "), r.Code, r.Stderr)
	}
	return r
}

// Check runs `xunzhang check`, which must find the index undamaged.
func (p *Program) Check(t testing.TB, index string) {
	t.Helper()
	r := p.Run(t, "check", "--index", index)
	if r.Code != 0 {
		t.Errorf("check of %s ends with %d: %s%s", index, r.Code, r.Stdout, r.Stderr)
	}
	r.Orderly(t)
}

// Orderly fails the test unless the command ended by itself, without a panic or a
// data race.
func (r Result) Orderly(t testing.TB) {
	t.Helper()
	for _, sign := range []string{"panic:", "fatal error:", "goroutine 1 [", "DATA RACE", "runtime error"} {
		if strings.Contains(r.Stderr, sign) {
			t.Errorf("it ends with %d and says %s: %s", r.Code, sign, tail(r.Stderr))
			return
		}
	}
	if r.Code < 0 {
		t.Errorf("a signal ended it: %s", tail(r.Stderr))
	}
}

// tail is the end of a long text.
func tail(s string) string {
	const most = 4 << 10
	if len(s) <= most {
		return s
	}
	return "..." + string(bytes.ToValidUTF8([]byte(s[len(s)-most:]), nil))
}
