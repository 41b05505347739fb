package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/xunzhang/xunzhang/data"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/bleve"
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
	config server.Config
}

func (a *app) serveCommand() *cobra.Command {
	s := &serving{app: a}
	c := &cobra.Command{
		Use:     "serve [flags] [SOURCE...]",
		Short:   "Serve the search page and the API",
		Long:    serveHelp,
		Example: serveExamples,
		RunE:    func(c *cobra.Command, args []string) error { return s.run(c.Context(), args) },
	}
	s.withAliases(c)
	f := c.Flags()
	f.StringVar(&s.config.Addr, "addr", "127.0.0.1:8080", "`HOST:PORT` to listen on")
	f.StringVar(&s.config.BaseURL, "base-url", "", "public address, when it is another than that of --addr")
	f.StringArrayVar(&s.config.Hosts, "host", nil, "further name to accept in the Host header; may be repeated")
	f.BoolVar(&s.config.LogQueries, "log-queries", false, "write what readers search for into the log")
	return c
}

func (s *serving) run(ctx context.Context, sources []string) error {
	e, err := s.openEngine(s.index)
	if err != nil {
		return err
	}
	err = hasIndex(ctx, e)
	switch {
	case errors.Is(err, engine.ErrNoIndex) && len(sources) == 0:
		return errors.Join(e.Close(), s.demonstrate(ctx))
	case errors.Is(err, engine.ErrNoIndex):
		err = s.build(ctx, e, sources)
	case err == nil && len(sources) > 0:
		s.say("serving the index in %s; update it with `xunzhang reindex`", s.index)
	}
	if err == nil {
		err = s.serve(ctx, e)
	}
	return errors.Join(err, e.Close())
}

// hasIndex is engine.ErrNoIndex without an index, or says why it cannot be opened.
func hasIndex(ctx context.Context, e engine.Engine) error {
	v, err := e.View(ctx)
	if err != nil {
		return err
	}
	return v.Close()
}

// build makes the first index.
func (s *serving) build(ctx context.Context, e *bleve.Engine, sources []string) error {
	an, err := newLateAnalyzer()
	if err != nil {
		return err
	}
	report, err := s.reindex(ctx, e, an, indexer.Job{Sources: sources, Room: roomIn(s.index)})
	if err != nil {
		return err
	}
	s.say("indexed %d articles in %s, %d inputs skipped", report.Articles, seconds(report.Seconds), len(report.Skipped))
	return nil
}

// demonstrate serves the embedded sample articles from a temporary folder.
func (s *serving) demonstrate(ctx context.Context) (err error) {
	dir, err := os.MkdirTemp("", "xunzhang-samples-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, removeAll(dir)) }()
	articles, err := data.Articles()
	if err != nil {
		return err
	}
	source := filepath.Join(dir, "articles")
	if err := os.CopyFS(source, articles); err != nil {
		return fmt.Errorf("unpack the sample articles: %w", err)
	}
	e, err := s.openEngine(filepath.Join(dir, "index"))
	if err != nil {
		return err
	}
	s.say("there is no index in %s: these are the sample articles; build one with `xunzhang reindex SOURCE...`", s.index)
	if err = s.build(ctx, e, []string{source}); err == nil {
		err = s.serve(ctx, e)
	}
	return errors.Join(err, e.Close())
}

// removeAll removes a folder with what the engine wrote there, whose folders
// are read-only.
func removeAll(dir string) error {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			return os.Chmod(path, 0o700)
		}
		return err
	})
	return errors.Join(err, os.RemoveAll(dir))
}

func (s *serving) serve(ctx context.Context, e engine.Engine) error {
	service, an, err := s.newService(e)
	if err != nil {
		return err
	}
	config := s.config
	config.Version, config.Examples = moduleVersion(""), exampleQueries()
	config.Logger = slog.New(slog.NewJSONHandler(s.err, nil))
	srv, err := server.New(config, server.Services{Finder: service, Reader: service, Analyzer: analyzing{an}})
	if err != nil {
		return usageError{err}
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", config.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", config.Addr, err)
	}
	if err := service.Warm(ctx); err != nil {
		config.Logger.Warn("searches are not warmed up", "error", err)
	}
	s.onInterrupt("stopping: requests in flight are answered")
	fmt.Fprintf(s.out, "http://%s\n", l.Addr())
	return srv.Serve(ctx, l)
}

// exampleQueries are offered on the empty page, as far as they find something.
func exampleQueries() []string {
	return []string{"小红书 TikTok 难民", "私域流量", "大模型", `"产品经理"`, "打八折", "社區團購", "C++"}
}
