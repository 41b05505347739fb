package server

import (
	"context"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"
)

// A handler answers, or returns the error that its caller answers with.
type handler func(c *gin.Context) error

func (s *Server) answer(h handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := h(c); err != nil {
			s.fail(c, err)
		}
	}
}

// found is a handler that searches: tagged, bounded in number and in time.
func (s *Server) found(h handler) handler { return s.rated(s.cached(s.limited(h))) }

func (s *Server) route(g *gin.Engine) error {
	sameOrigin, err := s.sameOrigin()
	if err != nil {
		return err
	}
	g.Use(occupy, identify, s.attribute, s.part, s.observe, s.recover, secure, s.checkHost, sameOrigin, bounded)
	g.NoRoute(s.answer(func(*gin.Context) error { return errRoute }))
	g.NoMethod(s.answer(func(*gin.Context) error { return errMethod }))
	get := func(path string, h handler) {
		g.GET(path, s.answer(h))
		g.HEAD(path, s.answer(h))
	}
	s.routePages(get)
	get("/openapi.json", s.whole(s.openAPI))
	get("/livez", live)
	get("/readyz", s.ready)
	get("/api/v1/search", s.found(s.apiSearch))
	get("/api/v1/paragraphs", s.found(s.apiParagraphs))
	get("/api/v1/articles/*id", s.found(s.apiArticle))
	get("/api/v1/related", s.found(s.apiRelated))
	get("/api/v1/suggest", s.found(s.apiSuggest))
	get("/api/v1/stats", s.rated(s.whole(s.apiStats)))
	g.POST("/api/v1/analyze", s.answer(s.rated(s.apiAnalyze)))
	return nil
}

// live says that the process answers.
func live(c *gin.Context) error {
	c.Header("Cache-Control", "no-store")
	c.String(http.StatusOK, "ok\n")
	return nil
}

// ready says whether searches are answered.
func (s *Server) ready(c *gin.Context) error {
	c.Header("Cache-Control", "no-store")
	err := s.readiness(c.Request.Context())
	if errors.Is(err, errStopping) {
		c.String(http.StatusServiceUnavailable, "stopping\n")
		return nil
	}
	if err == nil {
		c.String(http.StatusOK, "ok\n")
	}
	return err
}

// readiness is nil when a generation is open and the server is not stopping.
func (s *Server) readiness(ctx context.Context) error {
	if s.draining.Load() {
		return errStopping
	}
	_, err := s.services.Finder.State(ctx)
	return err
}
