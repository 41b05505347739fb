package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// unixPrefix begins the address of a Unix socket.
const unixPrefix = "unix:"

// socketMode allows the group of the process to connect, for example a proxy.
const socketMode fs.FileMode = 0o660

// Listen opens an address: HOST:PORT, or unix:PATH for a Unix socket, which
// replaces a socket on which no process listens any more. An error names the
// address.
func Listen(ctx context.Context, addr string) (net.Listener, error) {
	path, unix := strings.CutPrefix(addr, unixPrefix)
	if unix {
		return listenUnix(ctx, path)
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", addr, err)
	}
	return l, nil
}

func listenUnix(ctx context.Context, path string) (net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "unix", path)
	if errors.Is(err, syscall.EADDRINUSE) && abandoned(ctx, path) {
		if err = os.Remove(path); err == nil {
			l, err = lc.Listen(ctx, "unix", path)
		}
	}
	if err == nil {
		if err = os.Chmod(path, socketMode); err != nil {
			err = errors.Join(err, l.Close())
		}
	}
	if err != nil {
		return nil, fmt.Errorf("listen on %s%s: %w", unixPrefix, path, err)
	}
	return l, nil
}

// abandoned reports whether a path is a socket on which no process listens.
func abandoned(ctx context.Context, path string) bool {
	info, err := os.Lstat(path)
	if err != nil || info.Mode().Type() != fs.ModeSocket {
		return false
	}
	c, err := new(net.Dialer).DialContext(ctx, "unix", path)
	if err == nil {
		_ = c.Close() // somebody listens
	}
	return errors.Is(err, syscall.ECONNREFUSED)
}

// firstInherited is the first file that a service manager hands over.
const firstInherited = 3

// Inherited returns the sockets that systemd opened for the process (socket
// activation, sd_listen_fds(3)); none without it.
func Inherited() ([]net.Listener, error) {
	if os.Getenv("LISTEN_PID") != strconv.Itoa(os.Getpid()) {
		return nil, nil
	}
	n, err := strconv.Atoi(os.Getenv("LISTEN_FDS"))
	if err != nil || n < 1 {
		return nil, nil
	}
	var list []net.Listener
	for fd := firstInherited; fd < firstInherited+n; fd++ {
		f := os.NewFile(uintptr(fd), fmt.Sprintf("socket %d of LISTEN_FDS", fd-firstInherited+1))
		l, err := net.FileListener(f)
		if err := errors.Join(err, f.Close()); err != nil {
			for _, l := range list {
				err = errors.Join(err, l.Close())
			}
			return nil, fmt.Errorf("%s: %w", f.Name(), err)
		}
		list = append(list, l)
	}
	return list, nil
}
