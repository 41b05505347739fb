package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/metered"
	"github.com/xunzhang/xunzhang/engine/opensearch"
	"github.com/xunzhang/xunzhang/indexer"
	"github.com/xunzhang/xunzhang/server"
)

const serveExamples = `  xunzhang serve                        # the index, or the sample articles when there is none
  xunzhang serve docs/ archive.tar.gz   # builds the index first when there is none
  xunzhang serve --addr :9000 --base-url https://search.example.org`

const serveHelp = `Serves the index to browsers and scripts. A new generation that ` + "`xunzhang reindex`" + `
publishes is taken up without a restart. With SOURCES and no index yet, builds
the index first; with neither, shows the sample articles.`

// A serving is the command with its flags.
type serving struct {
	*app
	config     server.Config
	limits     limitFlags
	adminGiven bool   // whether the owner chose AdminAddr
	file       string // of the configuration, "" for none
	show       bool   // whether the configuration is printed, and nothing served
	sources    []sourceConfig
	cert, key  string // files of the certificate, "" for none
	log        string // file of the log, "" for the default, "-" for standard error
	labels     []string
	access     accessFlags
}

// defaultAdmin is the default address of metrics and profiles.
const defaultAdmin = "127.0.0.1:8081"

func (a *app) serveCommand() *cobra.Command {
	s := &serving{app: a}
	c := &cobra.Command{
		Use:     "serve [flags] [SOURCE...]",
		Short:   "Serve the search page and the API",
		Long:    serveHelp,
		Example: serveExamples,
		RunE: func(c *cobra.Command, args []string) error {
			settings, err := s.configure(c.Flags())
			if err != nil {
				return err
			}
			if s.show {
				return s.printConfig(settings)
			}
			return s.run(c.Context(), args)
		},
	}
	s.withAliases(c)
	f := c.Flags()
	f.StringVar(&s.config.Addr, "addr", "127.0.0.1:8080", "`HOST:PORT` to listen on, or unix:PATH; sockets of systemd take its place")
	f.StringVar(&s.config.AdminAddr, "admin", defaultAdmin, "`HOST:PORT` of metrics and profiles, on the loopback when it is :PORT; \"\" for none")
	f.StringVar(&s.cert, "tls-cert", "", "PEM `FILE` with a certificate and its chain: serves HTTPS; read again when it changes")
	f.StringVar(&s.key, "tls-key", "", "PEM `FILE` with the key of --tls-cert")
	f.StringVar(&s.config.BaseURL, "base-url", "", "public address, when it is another than that of --addr")
	f.StringArrayVar(&s.config.Hosts, "host", nil, "further name to accept in the Host header; may be repeated")
	f.StringArrayVar(&s.config.Origins, "cors", nil, "`ORIGIN` of another site whose pages may ask the API, such as https://www.example.org, or * for all; may be repeated")
	f.StringVar(&s.config.Name, "site-name", "", "name of the site, instead of 寻章")
	f.StringArrayVar(&s.labels, "label", nil, "`CATEGORY=TEXT` that readers see instead of a category's name; may be repeated")
	f.StringVar(&s.log, "log", "", "`FILE` to log to, - for standard error, which is the default unless that is a terminal")
	f.BoolVar(&s.config.MCP, "mcp", false, "speak the Model Context Protocol at /mcp, with whoever has a key")
	f.BoolVar(&s.config.LogQueries, "log-queries", false, "write what readers search for into the log")
	f.DurationVar(&s.config.DrainDelay, "drain-delay", 5*time.Second, "after SIGTERM, how long /readyz says 503 before nothing new is accepted")
	f.StringVar(&s.file, "config", "", "YAML `FILE` with settings, and with the sources that `reindex --config` reads")
	f.BoolVar(&s.show, "print-config", false, "print the settings in effect as such a file, with where each comes from, and end")
	s.access.add(c)
	s.limits.add(c)
	return c
}

// configure completes the flags from the environment and the file.
func (s *serving) configure(flags *pflag.FlagSet) (*settings, error) {
	all := newSettings(flags)
	if err := all.environment(); err != nil {
		return all, err
	}
	if s.file != "" {
		c, err := parseConfig(s.file)
		if err != nil {
			return all, err
		}
		if c.serve != nil {
			if err := all.file(c, c.serve); err != nil {
				return all, err
			}
		}
		s.sources = c.sources
	}
	if all.from["index"] == "" {
		all.from["index"] = s.indexFrom
	}
	s.adminGiven = all.from["admin"] != ""
	return all, nil
}

// printConfig checks the settings and prints them.
func (s *serving) printConfig(all *settings) error {
	if _, err := s.newServer(&server.Pending{}); err != nil {
		return err
	}
	text, err := all.print(s.index)
	fmt.Fprint(s.out, text)
	return err
}

// run listens first: a request that comes while dictionaries are loaded, or the
// first index is built, is answered with a page that says so.
func (s *serving) run(ctx context.Context, sources []string) error {
	defer s.spread()()
	closeLog, err := s.openLog()
	if err != nil {
		return err
	}
	services := &server.Pending{}
	srv, err := s.newServer(services)
	if err != nil {
		return errors.Join(err, closeLog())
	}
	listeners, err := s.listen(ctx)
	if err != nil {
		return errors.Join(err, closeLog())
	}
	s.greet(listeners)
	ctx, stop := context.WithCancelCause(ctx)
	ended := make(chan error, 1)
	go func() {
		failed := srv.Serve(ctx, listeners)
		stop(failed)
		ended <- failed
	}()
	done, err := s.load(ctx, services, sources)
	if err == nil {
		s.onInterrupt("stopping: requests in flight are answered")
		s.ready(listeners)
	} else {
		stop(server.ErrAtOnce)
	}
	if failed := <-ended; failed != nil {
		err = failed // which is why nothing was loaded
	}
	return errors.Join(err, done(), closeLog())
}

// spread raises GOMAXPROCS so that every search has a thread of its own, and other
// requests have some too: the operating system then divides the cores between them.
// Go's scheduler would let a new request wait behind all running searches, 10 ms
// for each. With 128 clients on two cores a refusal takes 8 ms in the median
// instead of 250.
func (s *serving) spread() (restore func()) {
	cores := runtime.GOMAXPROCS(0)
	s.limits.limits.Searches = server.SearchesPerCore * cores
	runtime.GOMAXPROCS(s.limits.limits.Searches + cores)
	return func() { runtime.GOMAXPROCS(cores) }
}

func (s *serving) newServer(services *server.Pending) (*server.Server, error) {
	limits, err := s.limits.read()
	if err != nil {
		return nil, err
	}
	if (s.cert == "") != (s.key == "") {
		return nil, usageError{errors.New("--tls-cert and --tls-key belong together")}
	}
	s.config.Limits, s.config.TLS = limits, s.cert != ""
	s.config.Version, s.config.Examples = moduleVersion(""), exampleQueries()
	if s.config.Labels, err = readLabels(s.labels); err != nil {
		return nil, err
	}
	if s.config.Logger == nil { // nothing is served
		s.config.Logger = slog.New(slog.DiscardHandler)
	}
	s.config.Failures = &atomic.Int64{}
	s.engineLog = slog.New(counting{s.config.Logger.Handler(), s.config.Failures})
	if err := s.access.read(&s.config); err != nil {
		return nil, err
	}
	srv, err := server.New(s.config, services.Services())
	if err != nil {
		return nil, usageError{err}
	}
	return srv, nil
}

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
	if s.cert != "" {
		if l.TLS, err = server.NewTLS(s.cert, s.key, s.config.Logger); err != nil {
			return l, err
		}
	}
	l.Public, err = server.Inherited()
	if err != nil || len(l.Public) > 0 {
		return l, err
	}
	public, err := server.Listen(ctx, s.config.Addr)
	l.Public = []net.Listener{public}
	return l, taken(err, "--addr")
}

func closeAll(list []net.Listener) error {
	var err error
	for _, l := range list {
		err = errors.Join(err, l.Close())
	}
	return err
}

// where returns the address that the command prints: that of the first listener.
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

// load opens the index, or builds it, and makes the services. What it opened is
// closed with done, also after an error.
func (s *serving) load(ctx context.Context, services *server.Pending, sources []string) (done func() error, err error) {
	e, err := s.openEngine()
	if err != nil {
		return nothing, err
	}
	err = hasIndex(ctx, e)
	switch {
	case errors.Is(err, engine.ErrNoIndex) && len(sources) == 0 && len(s.sources) == 0:
		if err := e.Close(); err != nil {
			return nothing, err
		}
		return s.demonstrate(ctx, services)
	case errors.Is(err, engine.ErrNoIndex):
		err = s.build(ctx, e, sources)
	case errors.Is(err, engine.ErrUnavailable) && !errors.Is(err, opensearch.ErrVersion):
		// Clusters come and go: whoever asks is told so, until this one is back.
		s.config.Logger.Warn("the cluster does not answer yet", "engine", s.engine, "error", err)
		err = nil
	case err == nil && len(sources) > 0:
		s.say("serving the index in %s; update it with `xunzhang reindex`", s.place())
	}
	if err == nil {
		err = s.provide(ctx, services, e)
	}
	return e.Close, err
}

// build makes the first index, of sources or, without any, of those of the
// configuration.
func (s *serving) build(ctx context.Context, e store, sources []string) error {
	job := indexer.Job{Sources: sources, Room: s.room()}
	if len(sources) == 0 {
		if err := chooseSources(&job, s.file, s.sources, nil); err != nil {
			return err
		}
	}
	return s.buildFirst(ctx, e, job)
}

// demonstrate serves the sample articles; done removes their index.
func (s *serving) demonstrate(ctx context.Context, services *server.Pending) (done func() error, err error) {
	e, done, err := s.openSamples(ctx)
	if err == nil {
		err = s.provide(ctx, services, e)
	}
	return done, err
}

// provide makes the services over an engine and hands them to the server, which
// answers searches from then on.
func (s *serving) provide(ctx context.Context, services *server.Pending, e engine.Engine) error {
	service, an, err := s.newService(metered.New(e, server.MeterEngine))
	if err != nil {
		return err
	}
	if err := service.Warm(ctx); err != nil {
		s.config.Logger.Warn("searches are not warmed up", "error", err)
	}
	return services.Provide(server.Services{Finder: service, Reader: service, Analyzer: analyzing{an}, Exporter: exporting{e}})
}

// exampleQueries returns the queries that the empty page offers, as far as they find
// something.
func exampleQueries() []string {
	return []string{"小红书 TikTok 难民", "私域流量", "大模型", `"产品经理"`, "打八折", "社區團購", "C++"}
}

// A counting handler counts errors: an engine calls a generation that it cannot
// open, or finds damaged, an error.
type counting struct {
	slog.Handler
	errors *atomic.Int64
}

// Handle implements slog.Handler.
func (c counting) Handle(ctx context.Context, r slog.Record) error {
	if r.Level >= slog.LevelError {
		c.errors.Add(1)
	}
	return c.Handler.Handle(ctx, r)
}
