package server

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
)

// Limits are what clients may take of the server. The zero value has the
// defaults.
type Limits struct {
	Conns       int            // open at once, 0 for three quarters of the files that the process may open, at most DefaultConns
	ClientConns int            // of these, of one client; 0 for DefaultClientConns, below 0 for any number
	Proxies     Proxies        // who speaks for other clients
	Exempt      []netip.Prefix // clients without limits of their own, such as the loopback
}

// Defaults of Limits.
const (
	DefaultConns       = 4096
	DefaultClientConns = 64
)

var errLimit = errors.New("is below 0")

// completed has the defaults in place of zeros.
func (l Limits) completed() (Limits, error) {
	if l.Conns < 0 {
		return l, fmt.Errorf("the limit of connections %w", errLimit)
	}
	if l.Conns == 0 {
		l.Conns = DefaultConns
		if files := openFiles(); files > 0 {
			l.Conns = min(l.Conns, max(files*3/4, 1))
		}
	}
	if l.ClientConns == 0 {
		l.ClientConns = DefaultClientConns
	}
	if l.Proxies.Header == "" {
		l.Proxies.Header = DefaultClientHeader
	}
	return l, nil
}

// exempts reports whether limits for each client do not hold for an address.
// Who comes through a Unix socket without an address was let in by its
// permissions.
func (l Limits) exempts(ip netip.Addr) bool { return !ip.IsValid() || within(l.Exempt, ip) }

// peerOf says whose connection it is: a proxy may have as many as it likes.
func (l Limits) peerOf(addr net.Addr) peer {
	ip := peerIP(addr)
	return peer{client: clientOf(ip), exempt: l.exempts(ip) || l.Proxies.trusts(ip)}
}
