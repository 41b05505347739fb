package server

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
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

var errName = errors.New("want a name as the Host header has it, such as search.example.org or xn--fsq.example, or an address")

// checkHosts returns an error for what no Host header could name.
func checkHosts(list []string) error {
	for _, h := range list {
		if err := checkName(h); err != nil {
			return fmt.Errorf("host %q: %w", h, err)
		}
	}
	return nil
}

// checkName returns an error unless a text is a name or an address, with a port or
// without one.
func checkName(h string) error {
	name := hostName(h)
	if _, port, err := net.SplitHostPort(h); err == nil && port != "" {
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return errName
		}
	}
	if _, err := netip.ParseAddr(name); err == nil {
		return nil
	}
	if name == "" || strings.ContainsFunc(name, func(r rune) bool {
		return r != '-' && r != '.' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z')
	}) {
		return errName
	}
	return nil
}

// hostName is a host without its port and brackets, in lower case, without the dot by
// which a name may end, and an address in its usual form: what names the same host is
// the same.
func hostName(h string) string {
	if name, _, err := net.SplitHostPort(h); err == nil {
		h = name
	}
	h = strings.TrimSuffix(strings.ToLower(strings.Trim(h, "[]")), ".")
	if ip, err := netip.ParseAddr(h); err == nil {
		return ip.Unmap().String()
	}
	return h
}

// checkHost refuses requests for other names, except those of probes.
func (s *Server) checkHost(c *gin.Context) {
	path := c.Request.URL.Path
	host := c.Request.Host
	if s.hosts == nil || s.hosts[hostName(host)] && checkName(host) == nil || path == "/livez" || path == "/readyz" {
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
