package server

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
)

// anyOrigin lets the pages of every site ask the API.
const anyOrigin = "*"

// errAllowed says that an origin is malformed.
var errAllowed = errors.New(`want http:// or https:// with a host in lower case and nothing else, or "*"`)

// checkOrigins returns an error for a text that no browser would send as an Origin.
func checkOrigins(list []string) error {
	for _, origin := range list {
		u, err := url.Parse(origin)
		if origin == anyOrigin {
			continue
		}
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || origin != u.Scheme+"://"+strings.ToLower(u.Host) || checkName(u.Host) != nil {
			return fmt.Errorf("origin %q: %w", origin, errAllowed)
		}
	}
	return nil
}

// shared reports whether pages of other sites may be allowed at a path: those of
// the API and its description, never the pages for readers.
func shared(path string) bool {
	return strings.HasPrefix(path, "/api/") || path == "/openapi.json" || path == pathMCP
}

// allows reports whether an origin may read answers.
func (s *Server) allows(origin string) bool {
	list := s.config.Origins
	return origin != "" && (slices.Contains(list, anyOrigin) || slices.Contains(list, origin))
}

// cors tells browsers that pages of the configured origins may read answers of the
// API (https://fetch.spec.whatwg.org/#http-cors-protocol), and answers their
// preflight requests. The server uses no cookies, so it allows none.
func (s *Server) cors(c *gin.Context) {
	if len(s.config.Origins) == 0 || !shared(c.Request.URL.Path) {
		return
	}
	c.Writer.Header().Add("Vary", "Origin")
	origin := c.GetHeader("Origin")
	if !s.allows(origin) {
		return
	}
	if slices.Contains(s.config.Origins, anyOrigin) {
		origin = anyOrigin
	}
	c.Header("Access-Control-Allow-Origin", origin)
	c.Header("Access-Control-Expose-Headers", "ETag, Link, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, X-Request-ID")
	c.Header("Cross-Origin-Resource-Policy", "cross-origin")
	if c.Request.Method != http.MethodOptions || c.GetHeader("Access-Control-Request-Method") == "" {
		return
	}
	c.Header("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS")
	c.Header("Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match, Mcp-Protocol-Version, Traceparent, X-Request-ID")
	c.Header("Access-Control-Max-Age", "7200")
}
