package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/faulttest"
)

// patience is how long a test waits for something that must happen.
const patience = 30 * time.Second

// until waits for a condition.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

// A process is the command, running in a process of its own.
type process struct {
	*exec.Cmd
	in     io.WriteCloser
	out    io.ReadCloser
	stderr faulttest.Output
}

func start(t *testing.T, args ...string) *process {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{Cmd: &exec.Cmd{Path: self, Args: append([]string{"xunzhang"}, args...)}}
	p.Stderr = &p.stderr
	if p.in, err = p.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if p.out, err = p.StdoutPipe(); err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() })
	return p
}

// line returns the first line that the process prints.
func (p *process) line(t *testing.T) string {
	t.Helper()
	line, err := bufio.NewReader(p.out).ReadString('\n')
	if err != nil {
		t.Fatalf("%v: %s", err, p.stderr.String())
	}
	return strings.TrimSpace(line)
}

// wait returns the exit code.
func (p *process) wait() int {
	_ = p.Wait() // the exit code says it
	return p.ProcessState.ExitCode()
}

func TestSecondJobAndInterruption(t *testing.T) {
	index := filepath.Join(t.TempDir(), "index")
	first := start(t, "reindex", "--index", index, "-") // reads until its input ends
	until(t, "the first job begins", func() bool { return strings.Contains(faulttest.Names(index), "building-") })

	var stderr bytes.Buffer
	code := run([]string{"reindex", "--index", index, "-"}, strings.NewReader(`{"id":"x","text":"正文"}`), io.Discard, &stderr)
	if code != exitLocked || !strings.Contains(stderr.String(), fmt.Sprint(first.Process.Pid)) {
		t.Errorf("the second job ends with %d: %s; want %d and the pid %d", code, &stderr, exitLocked, first.Process.Pid)
	}

	if err := first.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code := first.wait(); code != exitInterrupted {
		t.Errorf("an interrupted job ends with %d: %s", code, first.stderr.String())
	}
	if !strings.Contains(first.stderr.String(), "removed") {
		t.Errorf("it does not say what it cleans: %s", first.stderr.String())
	}
	if left := faulttest.Names(index); strings.Contains(left, "building-") || strings.Contains(left, "gen-") {
		t.Errorf("it leaves %s", left)
	}
}

func TestServeSamples(t *testing.T) {
	dir := t.TempDir()
	p := start(t, "serve", "--index", filepath.Join(dir, "none"), "--addr", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--drain-delay", "0s")
	begun := regexp.MustCompile(`"msg":"listening","addr":"([^"]+)"`)
	until(t, "it listens", func() bool { return begun.MatchString(p.stderr.String()) })
	for path, want := range map[string]int{"/livez": http.StatusOK, "/readyz": http.StatusServiceUnavailable} {
		if resp, err := http.Get("http://" + begun.FindStringSubmatch(p.stderr.String())[1] + path); err != nil || resp.StatusCode != want {
			t.Errorf("%s before the dictionaries are loaded: %v, %v", path, resp, err)
		}
	}
	address := p.line(t)
	resp, err := http.Get(address + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	if err := resp.Body.Close(); err != nil || resp.StatusCode != http.StatusOK {
		t.Errorf("readyz says %s (%v)", resp.Status, err)
	}
	if !strings.Contains(p.stderr.String(), "sample articles") {
		t.Errorf("it does not say what it serves: %s", p.stderr.String())
	}
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := p.wait(); code != exitDone {
		t.Errorf("serve ends with %d: %s", code, p.stderr.String())
	}
	if left := faulttest.Names(dir); left != "" {
		t.Errorf("it leaves %s", left)
	}
}

// A port that is in use is reported at once, and so are invalid flags.
func TestServeThatCannotListen(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	taken := l.Addr().String()
	for _, tt := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"--addr", taken}, exitFailed, "another program listens there; --addr gives another"},
		{[]string{"--addr", "127.0.0.1:0", "--admin", taken}, exitFailed, "another program listens there; --admin gives another"},
		{[]string{"--label", "互联网"}, exitUsage, "want CATEGORY=TEXT"},
		{[]string{"--log", "/nowhere/at/all"}, exitIO, "--log"},
		{[]string{"--addr", "nowhere"}, exitUsage, "nowhere"},
		{[]string{"--admin", "nowhere"}, exitUsage, "nowhere"},
		{[]string{"--base-url", "ftp://x"}, exitUsage, "ftp://x"},
	} {
		var stderr bytes.Buffer
		code := run(append([]string{"serve", "--index", filepath.Join(t.TempDir(), "none")}, tt.args...), nil, io.Discard, &stderr)
		if code != tt.code || !strings.Contains(stderr.String(), tt.says) {
			t.Errorf("%v: %d %s, want %d and %q", tt.args, code, &stderr, tt.code, tt.says)
		}
	}
}

// The second of two servers runs without an administration address when nobody
// chose one.
func TestSecondServerHasNoAdministration(t *testing.T) {
	l, err := net.Listen("tcp", defaultAdmin)
	if err == nil {
		defer l.Close() // otherwise another program uses it already
	}
	var messages faulttest.Output
	s := &serving{app: &app{err: &messages}}
	s.config.Addr, s.config.AdminAddr = "127.0.0.1:0", defaultAdmin
	s.config.Logger = slog.New(slog.NewJSONHandler(&messages, nil))
	ls, err := s.listen(t.Context())
	if err != nil || ls.Admin != nil || !strings.Contains(messages.String(), "--admin") {
		t.Fatalf("%v %v %s", ls.Admin, err, messages.String())
	}
	ls.Public[0].Close()
	s.adminGiven = true
	if _, err := s.listen(t.Context()); !errors.Is(err, syscall.EADDRINUSE) {
		t.Errorf("one that was chosen: %v", err)
	}
}

func TestWatch(t *testing.T) {
	dir := t.TempDir()
	docs := filepath.Join(dir, "docs")
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(docs, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("a.md", "# 甲\n\n正文\n")
	var out, messages faulttest.Output
	a := &app{out: &out, err: &messages, engine: embedded, index: filepath.Join(dir, "index")}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- (&reindexing{app: a, watch: true}).run(ctx, []string{docs}) }()
	until(t, "it watches", func() bool { return strings.Contains(messages.String(), "watching") })
	write("new/b.md", "# 乙\n\n正文\n") // in a folder that is new as well
	until(t, "the new file is indexed", func() bool { return strings.Contains(out.String(), "generation 2: 2 articles") })
	write("a.md", "# 甲\n\n改了\n")
	until(t, "the change is indexed", func() bool { return strings.Contains(out.String(), "generation 3: 2 articles") })
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
