package server

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/xunzhang/xunzhang/apikey"
	"github.com/xunzhang/xunzhang/server/apidoc"
)

// A handler answers a request, or returns the error with which its caller will
// answer.
type handler func(c *gin.Context) error

func (s *Server) answer(h handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := h(c); err != nil {
			s.fail(c, err)
		}
	}
}

// found wraps a handler that searches and needs a scope. It adds an ETag, and
// limits of rate, of concurrent cost and of time.
func (s *Server) found(scope apikey.Scope, cost costOf, h handler) handler {
	return s.rated(s.allowed(scope, s.cached(s.limited(cost, h))))
}

// pathMCP is the path of the Model Context Protocol.
const pathMCP = "/mcp"

func (s *Server) route(g *gin.Engine) error {
	sameOrigin, err := s.sameOrigin()
	if err != nil {
		return err
	}
	g.Use(occupy, identify, s.attribute, s.part, s.observe, s.recover, s.secure, s.checkHost, s.cors, sameOrigin, s.bounded)
	g.NoRoute(s.answer(func(*gin.Context) error { return errRoute }))
	g.NoMethod(s.answer(func(*gin.Context) error { return errMethod }))
	get := func(path string, h handler) {
		g.GET(path, s.answer(h))
		g.HEAD(path, s.answer(h))
		g.OPTIONS(path, s.answer(methods(http.MethodGet, http.MethodHead)))
	}
	post := func(path string, h handler) {
		g.POST(path, s.answer(h))
		g.OPTIONS(path, s.answer(methods(http.MethodPost)))
	}
	s.routePages(get)
	get("/openapi.json", s.whole(fixed("application/json; charset=utf-8", s.reference.openapi)))
	get("/docs", s.whole(fixed("text/html; charset=utf-8", s.reference.page)))
	get(apidoc.StylePath, s.whole(fixed("text/css; charset=utf-8", apidoc.Style)))
	get("/livez", live)
	get("/readyz", s.ready)
	get("/api/v1/search", negotiated(s.found(apikey.Search, searchCost, s.apiSearch), kindJSON))
	get("/api/v1/paragraphs", negotiated(s.found(apikey.Search, searchCost, s.apiParagraphs), kindJSON))
	get("/api/v1/articles/*id", negotiated(s.found(apikey.Read, articleCost, s.apiArticle), kindJSON))
	get("/api/v1/related", negotiated(s.found(apikey.Read, relatedCost, s.apiRelated), kindJSON))
	get("/api/v1/suggest", negotiatedSuggestions(s.found(apikey.Search, suggestCost, s.apiSuggest)))
	get("/api/v1/stats", negotiated(s.rated(s.allowed(apikey.Search, unrestricted(s.whole(s.apiStats)))), kindJSON))
	get("/api/v1/export", negotiated(s.rated(s.keyed(apikey.Read, s.apiExport)), kindLines, kindJSON)) // each line is JSON
	post("/api/v1/analyze", negotiated(s.rated(s.allowed(apikey.Search, s.apiAnalyze)), kindJSON))
	post(`/api/v1/search\:batch`, negotiated(s.rated(s.allowed(apikey.Search, s.apiBatch)), kindJSON))
	if s.mcp != nil {
		post(pathMCP, s.rated(s.keyed(apikey.Search, s.apiMCP)))
	}
	return nil
}

// methods answers OPTIONS with the methods that an address accepts.
func methods(allowed ...string) handler {
	list := strings.Join(append(allowed, http.MethodOptions), ", ")
	return func(c *gin.Context) error {
		c.Header("Allow", list)
		c.Status(http.StatusNoContent)
		return nil
	}
}

// routeOf is the path of a request's route as the OpenAPI document writes it, ""
// for none. gin keeps the backslash by which a colon begins no parameter.
func routeOf(c *gin.Context) string { return strings.ReplaceAll(c.FullPath(), `\:`, ":") }

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
