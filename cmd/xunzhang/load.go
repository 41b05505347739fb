package main

import (
	"context"
	"errors"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/metered"
	"github.com/xunzhang/xunzhang/engine/opensearch"
	"github.com/xunzhang/xunzhang/indexer"
	"github.com/xunzhang/xunzhang/server"
)

// load opens the index, or builds it, and makes the services. What it opened is
// closed with done, also after an error.
func (s *serving) load(ctx context.Context, services *server.Pending, sources []string) (done func() error, err error) {
	s.stays = true
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
	case errors.Is(err, engine.ErrUnavailable) && !errors.Is(err, opensearch.ErrVersion) && !errors.Is(err, opensearch.ErrDenied):
		// A cluster may be down for a while: requests are answered with that until
		// it is back.
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
func (s *serving) provide(ctx context.Context, services *server.Pending, e store) error {
	service, an, err := s.newService(metered.New(e, server.MeterEngine))
	if err != nil {
		return err
	}
	if err := service.Warm(ctx); err != nil {
		s.config.Logger.Warn("searches are not warmed up", "error", err)
	}
	s.opened.Store(&opened{service, e})
	return services.Provide(server.Services{Finder: service, Reader: service, Analyzer: analyzing{an}, Exporter: exporting{e}})
}

// exampleQueries returns the queries that the empty page offers, as far as they find
// something.
func exampleQueries() []string {
	return []string{"小红书 TikTok 难民", "私域流量", "大模型", `"产品经理"`, "打八折", "社區團購", "C++"}
}
