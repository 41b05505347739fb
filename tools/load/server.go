package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// A server is the program while it serves.
type server struct {
	url, addr, admin string
	cmd              *exec.Cmd
	ids              []string // of articles, to read
}

var errStart = errors.New("the server does not come up")

// start serves an index under a limit of open files. With limits, they apply to the
// clients of this machine as to all others.
func start(ctx context.Context, o options, files int, limits bool) (*server, error) {
	admin, err := freeAddr(ctx)
	if err != nil {
		return nil, err
	}
	args := []string{"-c", fmt.Sprintf("ulimit -n %d && exec \"$@\"", files), "sh", o.program, "serve", "--index", o.index,
		"--addr", "127.0.0.1:0", "--admin", admin, "--drain-delay", "0s", "--log", os.DevNull}
	if limits {
		args = append(args, "--exempt", "")
	}
	s := &server{admin: "http://" + admin, cmd: exec.CommandContext(ctx, "sh", args...)}
	s.cmd.Cancel = func() error { return s.cmd.Process.Signal(os.Interrupt) }
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if s.url = strings.TrimSpace(line); err != nil || !strings.HasPrefix(s.url, "http") {
		return nil, errors.Join(fmt.Errorf("%w: %s %v", errStart, line, err), s.stop())
	}
	s.addr = strings.TrimPrefix(s.url, "http://")
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return s, s.findArticles(ctx, o.queries)
}

func freeAddr(ctx context.Context) (string, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func (s *server) stop() error {
	_ = s.cmd.Process.Signal(os.Interrupt)
	return s.cmd.Wait()
}

// A usage is what the server uses at one moment, as its administration address
// reports it.
type usage struct {
	resident   float64 // bytes
	goroutines float64
	files      float64 // open
}

func (u usage) String() string {
	return fmt.Sprintf("%.0f MiB | %.0f | %.0f", u.resident/(1<<20), u.goroutines, u.files)
}

// sample gets the usage from the administration listener.
func (s *server) sample(ctx context.Context) (u usage, err error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.admin+"/metrics", nil)
	if err != nil {
		return u, err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return u, err
	}
	defer answer.Body.Close()
	to := map[string]*float64{"process_resident_memory_bytes": &u.resident, "go_goroutines": &u.goroutines, "process_open_fds": &u.files}
	lines := bufio.NewScanner(answer.Body)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), " ")
		if at := to[name]; at != nil {
			if *at, err = strconv.ParseFloat(value, 64); err != nil {
				return u, err
			}
		}
	}
	return u, lines.Err()
}
