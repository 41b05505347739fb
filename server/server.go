// Package server is xunzhang over HTTP: routes, checked parameters, limits, errors,
// logs and metrics. It knows gin, and what package search answers. It must not know
// how anything is ranked or indexed, or any particular engine.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/xunzhang/xunzhang/apikey"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/web"
)

// Limits of the server. Those of a query are in package search.
const (
	MaxAddressBytes  = 16 << 10               // of an address of the API, then 414
	MaxHeaderBytes   = 24 << 10               // of a request's line and headers, then 431
	MaxBodyBytes     = 1 << 20                // of a request's body
	MaxAnalyzeRunes  = 20_000                 // of a text to analyze: the longest paragraph
	MaxFilterValues  = 20                     // of one filter
	MaxFilterRunes   = 256                    // of one value
	MaxIDBytes       = 1 << 10                // of an article's id in an address
	MaxSuggestions   = 20                     // of one answer
	MaxBatch         = 50                     // searches of one batch
	MaxBatchHits     = 1000                   // hits that the searches of a batch ask for together
	BatchTime        = 10 * time.Second       // of one batch; searches that are not done by then get an error
	SearchTime       = 2 * time.Second        // of one search, then 504
	SearchWait       = 150 * time.Millisecond // for a free place, then 503; at most, with the refusal itself
	refusalTime      = 50 * time.Millisecond  // of SearchWait, for a refusal on a busy machine
	SearchesPerCore  = 4                      // at once
	DrainTime        = 10 * time.Second       // for running requests when stopping
	RetryAfter       = 1                      // seconds, in a 503
	readHeaderTime   = 5 * time.Second
	readTime         = 10 * time.Second
	writeTime        = 15 * time.Second
	idleTime         = time.Minute
	minCompressBytes = 1 << 10
)

// Config is what the owner decides. Addr is required, and so are all services that
// New takes.
type Config struct {
	Addr       string            // host:port to listen on, or unix:path
	TLS        bool              // whether readers come over TLS, for the public address
	AdminAddr  string            // host:port of metrics, profiles and administration, "" when nothing serves them
	DrainDelay time.Duration     // how long /readyz says 503 before nothing new is accepted
	BaseURL    string            // public address without a path, "" for http:// and Addr
	Hosts      []string          // names accepted in the Host header besides BaseURL's; see hosts
	Origins    []string          // of other sites whose pages may ask the API, "*" for any; see cors
	Keys       *apikey.Store     // API keys; nil for none
	Protected  []apikey.Scope    // scopes, of Search and Read, that need a key
	MCP        bool              // whether /mcp speaks the Model Context Protocol, to clients with a key
	Examples   []string          // queries that an empty page offers when they find something
	Version    string            // of the program, for /api/v1/stats and /openapi.json
	LogQueries bool              // whether the log says what readers searched for
	Name       string            // of the site, "" for 寻章
	Labels     map[string]string // what readers see of a category, where that is not its name
	Limits     Limits
	Readers    Readers                                          // counts what readers search for; nil for no counts
	Owner      func(ctx context.Context) (web.OwnerPage, error) // what the administration shows the owner; nil for nothing
	Failures   *atomic.Int64                                    // how often the engine found a generation damaged, for metrics; nil when it is not counted
	Logger     *slog.Logger
}

// A Server answers HTTP requests from the services that it was given.
type Server struct {
	config    Config
	services  Services
	pages     *web.Pages
	handler   http.Handler
	routes    gin.RoutesInfo
	admission *admission
	rates     *rateTable
	conns     *connPool
	packer    packer
	exports   exportPlaces
	hosts     map[string]bool // accepted names in the Host header, nil for any
	home      home
	counts    counts
	metrics   *metrics
	reference reference
	mcp       http.Handler // of /mcp; nil when it is not served
	draining  atomic.Bool
}

// New checks the configuration and builds the routes. An error names what is
// wrong with the configuration.
func New(c Config, services Services) (*Server, error) {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if err := services.check(); err != nil {
		return nil, err
	}
	var err error
	if c.Limits, err = c.Limits.completed(); err != nil {
		return nil, err
	}
	if c.AdminAddr, err = AdminAddr(c.AdminAddr); err != nil {
		return nil, err
	}
	base, err := baseURL(c)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(checkHosts(c.Hosts), checkOrigins(c.Origins)); err != nil {
		return nil, err
	}
	if err := checkAccess(c); err != nil {
		return nil, err
	}
	named := c.BaseURL != ""
	c.BaseURL = base
	pages, err := web.New(web.Site{Name: c.Name, BaseURL: base, Labels: c.Labels})
	if err != nil {
		return nil, err
	}
	s := &Server{config: c, services: services, pages: pages, exports: exportPlaces{running: map[string]bool{}}, hosts: hosts(c, named),
		admission: newAdmission(c.Limits.Searches, SearchWait-refusalTime), rates: newRateTable(c.Limits.Rate, c.Limits.Burst)}
	if s.packer, err = newPacker(); err != nil {
		return nil, err
	}
	if s.metrics, err = newMetrics(s); err != nil {
		return nil, err
	}
	s.conns = newConnPool(c.Limits.Conns, c.Limits.ClientConns, s.metrics.reject)
	if s.reference, err = newReference(c); err != nil {
		return nil, err
	}
	if c.MCP {
		s.mcp = s.newMCP()
	}
	return s, s.build()
}

// build makes the handler with all routes.
func (s *Server) build() error {
	gin.SetMode(gin.ReleaseMode)
	g := gin.New()
	g.RedirectTrailingSlash = false
	g.HandleMethodNotAllowed = true
	g.ForwardedByClientIP = false
	if err := g.SetTrustedProxies(nil); err != nil {
		return fmt.Errorf("trusted proxies: %w", err)
	}
	if err := s.route(g); err != nil {
		return err
	}
	s.handler, s.routes = g, g.Routes()
	return nil
}

// Handler answers requests without a listener, for tests and for embedding.
func (s *Server) Handler() http.Handler { return s.handler }

// baseURL is the public address, for links. It never comes from a request.
func baseURL(c Config) (string, error) {
	scheme := "http://"
	if c.TLS {
		scheme = "https://"
	}
	if c.BaseURL == "" && strings.HasPrefix(c.Addr, unixPrefix) {
		return scheme + "localhost", nil
	}
	if c.BaseURL == "" {
		host, port, err := net.SplitHostPort(c.Addr)
		if err != nil {
			return "", fmt.Errorf("address %q: %w", c.Addr, err)
		}
		if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
			host = "localhost"
		}
		return scheme + net.JoinHostPort(host, port), nil
	}
	u, err := url.Parse(c.BaseURL)
	if err != nil {
		return "", fmt.Errorf("base URL: %w", err)
	}
	onlyHost := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}
	if u.Scheme != "http" && u.Scheme != "https" || strings.Trim(u.Path, "/") != "" || *u != onlyHost || checkName(u.Host) != nil {
		return "", fmt.Errorf("base URL %q: %w", c.BaseURL, errBase)
	}
	return u.Scheme + "://" + u.Host, nil
}

var errBase = errors.New("want http:// or https:// with a host, no path and nothing else")

// maxPage is the last page, if pages have one result each.
const maxPage = search.MaxWindow
