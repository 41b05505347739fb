package server

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"
)

// ErrAtOnce, or any other cause with which the context of Serve ends, leaves out
// DrainDelay: somebody at a terminal is waiting, and no load balancer.
var ErrAtOnce = errors.New("stop without a delay")

// Listeners are where a Server answers.
type Listeners struct {
	Public []net.Listener // pages and the API; one at least
	TLS    *tls.Config    // of those that are no Unix sockets; nil for none
	Admin  net.Listener   // metrics, profiles and administration; nil for none
}

// Serve answers until ctx ends. Then /readyz says 503 while everything else
// goes on for DrainDelay, so that a load balancer turns elsewhere; after that
// nothing new is accepted, and running requests have DrainTime. It closes the
// listeners, that of the administration last.
func (s *Server) Serve(ctx context.Context, l Listeners) error {
	admin, stopAdmin := context.WithCancel(context.WithoutCancel(ctx))
	defer stopAdmin()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer stopAdmin()
		return s.servePublic(ctx, l.Public, l.TLS)
	})
	if l.Admin != nil {
		g.Go(func() error { return s.serveAdmin(admin, l.Admin) })
	}
	return g.Wait()
}

func (s *Server) servePublic(ctx context.Context, listeners []net.Listener, secret *tls.Config) error {
	srv := s.httpServer(s.handler, writeTime)
	srv.ConnState, srv.ConnContext, srv.TLSConfig = track, withConn, secret
	failed := make(chan error, len(listeners))
	for _, l := range listeners {
		pooled, unix := pooledListener{l, s.conns, s.config.Limits.peerOf}, l.Addr().Network() == "unix"
		go func() {
			if secret == nil || unix {
				failed <- srv.Serve(pooled)
				return
			}
			failed <- srv.ServeTLS(pooled, "", "")
		}()
		s.config.Logger.Info("listening", "addr", l.Addr().String(), "url", s.config.BaseURL)
	}
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", errors.Join(err, srv.Close()))
	case <-ctx.Done():
	}
	s.drain(context.Cause(ctx))
	return s.shutdown(context.WithoutCancel(ctx), srv)
}

// drain says for a while that the server is stopping, and goes on answering.
func (s *Server) drain(cause error) {
	delay := s.config.DrainDelay
	if !errors.Is(cause, context.Canceled) {
		delay = 0
	}
	s.draining.Store(true)
	s.config.Logger.Info("stopping", "delay_seconds", delay.Seconds(), "drain_seconds", DrainTime.Seconds())
	time.Sleep(delay)
}

// shutdown answers what runs, and closes what is idle.
func (s *Server) shutdown(ctx context.Context, srv *http.Server) error {
	ctx, cancel := context.WithTimeout(ctx, DrainTime)
	defer cancel()
	if err := srv.Shutdown(ctx); err != nil {
		return fmt.Errorf("requests were cut off: %w", errors.Join(err, srv.Close()))
	}
	return nil
}

func (s *Server) httpServer(h http.Handler, write time.Duration) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: readHeaderTime,
		ReadTimeout:       readTime,
		WriteTimeout:      write,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    MaxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(s.config.Logger.Handler(), slog.LevelWarn),
	}
}
