//go:build unix

package article_test

import (
	"net"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/articletest"
)

func TestWalkDoesNotWaitForPipesAndSockets(t *testing.T) {
	dir := articletest.Tree(t, map[string]string{"a.md": "a"})
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.md"), 0o600); err != nil {
		t.Skip("no named pipes here:", err)
	}
	l, err := net.Listen("unix", filepath.Join(dir, "s.md"))
	if err != nil {
		t.Skip("no sockets here:", err)
	}
	defer l.Close()
	docs, skips := articletest.WalkAll(t, dir, article.Options{})
	articletest.Expect(t, "documents", articletest.Paths(docs), "a.md")
	articletest.Expect(t, "skips", strings.Join(skips, "\n"), "/pipe.md: a named pipe, not a file\n/s.md: a socket, not a file")

	_, skips = articletest.WalkAll(t, filepath.Join(dir, "pipe.md"), article.Options{})
	articletest.Expect(t, "a pipe as source", strings.Join(skips, ""), ": a named pipe, not a file")
	_, skips = articletest.WalkAll(t, "/dev/zero", article.Options{})
	articletest.Expect(t, "a device as source", strings.Join(skips, ""), ": a device, not a file")
}
