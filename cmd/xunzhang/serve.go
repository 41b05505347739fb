package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/xunzhang/xunzhang/querystats"
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
	readers    string // file for counts of what readers search for, "" for none
	counter    *querystats.Counter
	opened     atomic.Pointer[opened]
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
				return s.printConfig(c.Context(), settings, args)
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
	f.BoolVar(&s.config.MCP, "mcp", false, "serve the Model Context Protocol at /mcp, to clients with a key")
	f.BoolVar(&s.config.LogQueries, "log-queries", false, "write what readers search for into the log")
	f.StringVar(&s.readers, "reader-stats", "", "count what readers search for, find and open, in `FILE`, without who; for /owner of the administration and `stats --reader-stats`")
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
	if at := s.placeFlag(); all.from[at] == "" {
		all.from[at] = s.indexFrom
	}
	s.adminGiven = all.from["admin"] != ""
	return all, nil
}

// run listens first: a request that comes while dictionaries are loaded, or the
// first index is built, is answered with a page that says so.
func (s *serving) run(ctx context.Context, sources []string) error {
	defer s.spread()()
	closeLog, err := s.openLog()
	if err != nil {
		return err
	}
	closeReaders, err := s.countReaders()
	if err != nil {
		return errors.Join(err, closeLog())
	}
	closeFiles := func() error { return errors.Join(closeReaders(), closeLog()) }
	services := &server.Pending{}
	srv, err := s.newServer(services)
	if err != nil {
		return errors.Join(err, closeFiles())
	}
	listeners, err := s.listen(ctx)
	if err != nil {
		return errors.Join(err, closeFiles())
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
	return errors.Join(err, done(), closeFiles())
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
	if s.config.DrainDelay < 0 {
		return nil, usageError{errors.New("--drain-delay is below 0")}
	}
	if admin, err := server.AdminAddr(s.config.AdminAddr); err == nil && s.adminGiven && overlap(s.config.Addr, admin) {
		return nil, usageError{fmt.Errorf("--admin %s: --addr is the same; the administration needs another address", s.config.AdminAddr)}
	}
	s.config.Limits, s.config.TLS = limits, s.cert != ""
	s.config.Owner = s.ownerPage
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

// A counting handler counts errors. Engines log as an error a generation that they
// cannot open or find damaged.
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

// errLabel says that a label of a category is malformed.
var errLabel = errors.New("want CATEGORY=TEXT")

// readLabels reads the flag --label.
func readLabels(list []string) (map[string]string, error) {
	out := make(map[string]string, len(list))
	for _, l := range list {
		category, text, ok := strings.Cut(l, "=")
		if !ok || strings.TrimSpace(category) == "" || strings.TrimSpace(text) == "" {
			return nil, usageError{fmt.Errorf("--label %q: %w", l, errLabel)}
		}
		out[strings.TrimSpace(category)] = strings.TrimSpace(text)
	}
	return out, nil
}
