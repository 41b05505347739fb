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

// ErrAtOnce is a cause with which the context of Serve can be cancelled. With it, or
// any other cause, Serve stops without DrainDelay, which is meant for load balancers
// and not for a person who waits at a terminal.
var ErrAtOnce = errors.New("stop without a delay")

// Listeners are the listeners of a Server.
type Listeners struct {
	Public []net.Listener // pages and the API; one at least
	TLS    *tls.Config    // of those that are no Unix sockets; nil for none
	Admin  net.Listener   // metrics, profiles and administration; nil for none
}

// Serve answers requests until ctx ends. Then /readyz answers 503 for DrainDelay while
// all other requests are still answered, so that load balancers stop sending requests;
// after that it accepts no new connections, and running requests have DrainTime to
// end. It closes the listeners, that of the administration last.
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

// drain lets /readyz answer 503 for DrainDelay.
func (s *Server) drain(cause error) {
	delay := s.config.DrainDelay
	if !errors.Is(cause, context.Canceled) {
		delay = 0
	}
	s.draining.Store(true)
	s.config.Logger.Info("stopping", "delay_seconds", delay.Seconds(), "drain_seconds", DrainTime.Seconds())
	time.Sleep(delay)
}

// shutdown waits for running requests, and closes idle connections.
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
