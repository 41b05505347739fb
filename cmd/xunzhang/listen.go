package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"

	"github.com/xunzhang/xunzhang/server"
)

// listen opens the addresses. When another program has the default address of the
// administration, such as a second server, this one runs without it.
func (s *serving) listen(ctx context.Context) (server.Listeners, error) {
	l, err := s.listenPublic(ctx)
	if err != nil {
		return l, err
	}
	addr, err := server.AdminAddr(s.config.AdminAddr)
	if err != nil || addr == "" {
		return l, err
	}
	l.Admin, err = server.Listen(ctx, addr)
	if errors.Is(err, syscall.EADDRINUSE) && !s.adminGiven {
		s.config.Logger.Warn("another program has the address of the administration: there is none; give --admin", "addr", addr)
		return l, nil
	}
	if err != nil {
		return l, errors.Join(taken(err, "--admin"), closeAll(l.Public))
	}
	return l, nil
}

// listenPublic takes the sockets that systemd opened, or opens the address.
func (s *serving) listenPublic(ctx context.Context) (l server.Listeners, err error) {
	if l.TLS, err = s.tls(); err != nil {
		return l, err
	}
	l.Public, err = server.Inherited()
	if err != nil || len(l.Public) > 0 {
		return l, err
	}
	public, err := server.Listen(ctx, s.config.Addr)
	l.Public = []net.Listener{public}
	return l, taken(err, "--addr")
}

// tls reads the certificate; it is nil without one.
func (s *serving) tls() (*tls.Config, error) {
	if s.cert == "" {
		return nil, nil
	}
	return server.NewTLS(s.cert, s.key, s.config.Logger)
}

func closeAll(list []net.Listener) error {
	var err error
	for _, l := range list {
		err = errors.Join(err, l.Close())
	}
	return err
}

// where returns the address that the command prints, that of the first listener.
func where(l server.Listeners) string {
	addr := l.Public[0].Addr()
	switch {
	case addr.Network() == "unix":
		return "unix:" + addr.String()
	case l.TLS != nil:
		return "https://" + addr.String()
	}
	return "http://" + addr.String()
}

// inBrowser returns an address in the form that a browser on this machine accepts.
func inBrowser(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	host, port, err := net.SplitHostPort(rest)
	if ip := net.ParseIP(host); !ok || err != nil || ip == nil || !ip.IsUnspecified() {
		return address
	}
	return scheme + "://" + net.JoinHostPort("localhost", port)
}

// taken adds to an error of listening the flag for another address.
func taken(err error, flag string) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%w: another program listens there; %s gives another address", err, flag)
	}
	return err
}
