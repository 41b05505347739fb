//go:build unix

package article

import (
	"net"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestWalkDoesNotWaitForPipesAndSockets(t *testing.T) {
	dir := tree(t, map[string]string{"a.md": "a"})
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.md"), 0o600); err != nil {
		t.Skip("no named pipes here:", err)
	}
	l, err := net.Listen("unix", filepath.Join(dir, "s.md"))
	if err != nil {
		t.Skip("no sockets here:", err)
	}
	defer l.Close()
	docs, skips := walkAll(t, dir, Options{})
	expect(t, "documents", paths(docs), "a.md")
	expect(t, "skips", strings.Join(skips, "\n"), "/pipe.md: a named pipe, not a file\n/s.md: a socket, not a file")

	_, skips = walkAll(t, filepath.Join(dir, "pipe.md"), Options{})
	expect(t, "a pipe as source", strings.Join(skips, ""), ": a named pipe, not a file")
	_, skips = walkAll(t, "/dev/zero", Options{})
	expect(t, "a device as source", strings.Join(skips, ""), ": a device, not a file")
}
