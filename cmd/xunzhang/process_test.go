package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long a test waits for what must happen.
const patience = 30 * time.Second

// A safeBuffer takes the output of something that runs beside the test.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// until waits for a condition.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

// A process is the command in a process of its own.
type process struct {
	*exec.Cmd
	in     io.WriteCloser
	out    io.ReadCloser
	stderr safeBuffer
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

// line is the first line that the process prints.
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
	_ = p.Wait() // the code says it
	return p.ProcessState.ExitCode()
}

// entries are the names in a folder.
func entries(t *testing.T, dir string) string {
	t.Helper()
	all, err := os.ReadDir(dir)
	if err != nil {
		return ""
	}
	var names []string
	for _, e := range all {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

func TestSecondJobAndInterruption(t *testing.T) {
	index := filepath.Join(t.TempDir(), "index")
	first := start(t, "reindex", "--index", index, "-") // reads until its input ends
	until(t, "the first job begins", func() bool { return strings.Contains(entries(t, index), "building-") })

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
	if left := entries(t, index); strings.Contains(left, "building-") || strings.Contains(left, "gen-") {
		t.Errorf("it leaves %s", left)
	}
}

func TestServeSamples(t *testing.T) {
	dir := t.TempDir()
	p := start(t, "serve", "--index", filepath.Join(dir, "none"), "--addr", "127.0.0.1:0")
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
	if left := entries(t, dir); left != "" {
		t.Errorf("it leaves %s", left)
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
	var out, messages safeBuffer
	a := &app{out: &out, err: &messages, index: filepath.Join(dir, "index")}
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
