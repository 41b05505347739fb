package server

import (
	"errors"
	"fmt"
	"math"
	"net"
	"net/netip"
	"runtime"
)

// Limits bound what clients may use of the server. The zero value limits only the
// number of connections.
type Limits struct {
	Searches    int            // at once, 0 for SearchesPerCore on each core
	Conns       int            // open at once, 0 for three quarters of the files that the process may open, at most MaxConns
	ClientConns int            // of these, of one client; 0 for any number
	Rate        float64        // requests a second of one client, 0 for any number
	Burst       int            // requests of one client at once; at least 1 with a Rate
	Proxies     Proxies        // trusted proxies, which state the addresses of their clients
	Exempt      []netip.Prefix // clients without limits of their own, such as the loopback
}

// MaxConns is how many connections are open at once unless Limits say otherwise.
const MaxConns = 4096

// Errors of Limits.
var (
	errLimit  = errors.New("is below 0")
	errNumber = errors.New("the limit of requests a second is not a number")
	errBurst  = errors.New("a limit of requests a second needs a burst of 1 at least")
)

// completed returns the limits with defaults instead of zeros.
func (l Limits) completed() (Limits, error) {
	for name, below := range map[string]bool{"of connections": l.Conns < 0, "of a client's connections": l.ClientConns < 0,
		"of requests a second": l.Rate < 0, "of requests at once": l.Burst < 0, "of searches": l.Searches < 0} {
		if below {
			return l, fmt.Errorf("the limit %s %w", name, errLimit)
		}
	}
	if math.IsNaN(l.Rate) || math.IsInf(l.Rate, 0) {
		return l, errNumber
	}
	if l.Rate > 0 && l.Burst == 0 {
		return l, errBurst
	}
	if l.Searches == 0 {
		l.Searches = SearchesPerCore * runtime.GOMAXPROCS(0)
	}
	if l.Conns == 0 {
		l.Conns = MaxConns
		if files := openFiles(); files > 0 {
			l.Conns = min(l.Conns, max(files*3/4, 1))
		}
	}
	if l.Proxies.Header == "" {
		l.Proxies.Header = DefaultClientHeader
	}
	return l, checkHeader(l.Proxies.Header)
}

// exempts reports whether the limits for each client do not apply to an address, or
// to a peer of a Unix socket, which has none.
func (l Limits) exempts(ip netip.Addr) bool { return !ip.IsValid() || within(l.Exempt, ip) }

// peerOf returns the peer of a connection; the limit for each client does not apply to
// trusted proxies.
func (l Limits) peerOf(addr net.Addr) peer {
	ip := peerIP(addr)
	return peer{client: clientOf(ip), exempt: l.exempts(ip) || l.Proxies.trusts(ip)}
}
