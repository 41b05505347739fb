package server

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"
)

// hosts are the names that the Host header may have, against DNS rebinding: that of
// the public address, those that were configured and, when the server listens on
// the loopback, the names of that. A server that listens elsewhere and has no name
// configured accepts any name; named says whether the owner gave a public address.
func hosts(c Config, named bool) map[string]bool {
	names := map[string]bool{}
	for _, h := range c.Hosts {
		names[hostName(h)] = true
	}
	host, _, _ := net.SplitHostPort(c.Addr)
	ip := net.ParseIP(host)
	loopback := host == "localhost" || ip != nil && ip.IsLoopback()
	if len(names) == 0 && !loopback && !named {
		return nil
	}
	if loopback {
		names["localhost"], names["127.0.0.1"], names["::1"], names[host] = true, true, true, true
	}
	if u, err := url.Parse(c.BaseURL); err == nil {
		names[hostName(u.Host)] = true
	}
	return names
}

// hostName is a host without its port and brackets, in lower case.
func hostName(h string) string {
	if name, _, err := net.SplitHostPort(h); err == nil {
		h = name
	}
	return strings.ToLower(strings.Trim(h, "[]"))
}

// checkHost refuses requests for other names, except those of probes.
func (s *Server) checkHost(c *gin.Context) {
	path := c.Request.URL.Path
	if s.hosts == nil || s.hosts[hostName(c.Request.Host)] || path == "/livez" || path == "/readyz" {
		return
	}
	s.fail(c, errHost)
}

// sameOrigin refuses requests from pages of other sites, except safe methods and what
// cors allows.
func (s *Server) sameOrigin() (gin.HandlerFunc, error) {
	protection := http.NewCrossOriginProtection()
	if err := protection.AddTrustedOrigin(s.config.BaseURL); err != nil {
		return nil, fmt.Errorf("base URL: %w", err)
	}
	return func(c *gin.Context) {
		if shared(c.Request.URL.Path) && s.allows(c.GetHeader("Origin")) {
			return
		}
		if err := protection.Check(c.Request); err != nil {
			s.fail(c, fmt.Errorf("%w: %w", errOrigin, err))
		}
	}, nil
}
