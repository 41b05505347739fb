//go:build unix

package main

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A server uses the socket that a service manager opened for it.
func TestSocketActivation(t *testing.T) {
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "xunzhang")
	if err := os.Symlink(self, program); err != nil {
		t.Fatal(err)
	}
	l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	file, err := l.File()
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close() // the file is the socket's other handle
	p := &process{Cmd: exec.Command("sh", "-c", `LISTEN_PID=$$ exec "$@"`, "sh", program,
		"serve", "--index", filepath.Join(dir, "none"), "--addr", "127.0.0.1:1", "--admin", "", "--drain-delay", "0s")}
	p.Env, p.ExtraFiles, p.Stderr = append(os.Environ(), "LISTEN_FDS=1"), []*os.File{file}, &p.stderr
	if p.out, err = p.StdoutPipe(); err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() })
	file.Close()
	if got := p.line(t); got != "http://"+addr {
		t.Fatalf("it serves %s, not %s", got, addr)
	}
	resp, err := http.Get("http://" + addr + "/readyz")
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%v %v", resp, err)
	}
	resp.Body.Close()
	if err := p.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code := p.wait(); code != exitDone || strings.Contains(p.stderr.String(), "panic") {
		t.Errorf("it ends with %d: %s", code, p.stderr.String())
	}
}
