package server

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"time"
)

// adminWriteTime is longer than a profile of a minute takes.
const adminWriteTime = 90 * time.Second

// AdminHandler serves the pages for the operator of the server: /metrics, /owner,
// /debug/pprof/, /livez and /readyz. Readers must not reach it.
func (s *Server) AdminHandler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", s.metrics.handler)
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	if s.config.Owner != nil {
		mux.HandleFunc("GET /owner", s.ownerPage)
	}
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := s.readiness(r.Context()); err != nil {
			plain(w, http.StatusServiceUnavailable, outcomeOf(err).code)
			return
		}
		plain(w, http.StatusOK, "ok")
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		get := r.Clone(r.Context())
		get.Method = http.MethodGet
		if _, pattern := mux.Handler(get); pattern == "/" {
			adminProblem(w, r, errRoute)
			return
		}
		w.Header().Set("Allow", "GET, HEAD")
		adminProblem(w, r, errMethod)
	})
	return s.adminGuard(mux)
}

// ownerPage shows the owner what is in the index, and what readers look for.
func (s *Server) ownerPage(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), adminWriteTime)
	defer cancel()
	page, err := s.config.Owner(ctx)
	var body bytes.Buffer
	if err == nil {
		err = s.pages.Owner(&body, page)
	}
	if err != nil {
		s.config.Logger.Error("owner's page", "error", err)
		adminProblem(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	_, _ = w.Write(body.Bytes()) // the client went away
}

// adminGuard protects the administration from pages in a browser that runs on the
// same machine: they could reach it by a name that DNS rebinding points here, or by
// a cross-origin request.
func (s *Server) adminGuard(next http.Handler) http.Handler {
	names := hosts(Config{Addr: s.config.AdminAddr, Hosts: s.config.Hosts}, false)
	protection := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-store")
		switch {
		case names != nil && !names[hostName(r.Host)]:
			adminProblem(w, r, errHost)
		case protection.Check(r) != nil:
			adminProblem(w, r, errOrigin)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func (s *Server) serveAdmin(ctx context.Context, l net.Listener) error {
	srv := s.httpServer(s.AdminHandler(), adminWriteTime)
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	s.config.Logger.Info("listening", "addr", l.Addr().String(), "for", "administration")
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		return srv.Close() // a running profile does not delay stopping
	}
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n")) // the client went away
}

func adminProblem(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(err, cut(clean(r.URL.Path)), newID())
	body, failed := json.Marshal(p)
	if failed != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_, _ = w.Write(append(body, '\n')) // the client went away
}

// errAdmin says that the address of the administration is malformed.
var errAdmin = errors.New("the address of the administration is not HOST:PORT")

// AdminAddr completes the address of the administration: without a host it is on
// the loopback. "" stays "".
func AdminAddr(addr string) (string, error) {
	if addr == "" {
		return "", nil
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", fmt.Errorf("%q: %w", addr, errAdmin)
	}
	return net.JoinHostPort(cmp.Or(host, "127.0.0.1"), port), nil
}
