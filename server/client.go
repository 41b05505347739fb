package server

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// A client is whom limits hold for: an IPv4 address, or the /64 network of an
// IPv6 address, of which one household has a whole one. The zero value stands
// for whoever has no address, such as the peer of a Unix socket.
type client = netip.Prefix

func clientOf(ip netip.Addr) client {
	ip = ip.Unmap().WithZone("")
	bits := 32
	if ip.Is6() {
		bits = 64
	}
	p, err := ip.Prefix(bits)
	if err != nil {
		return client{}
	}
	return p
}

// A Proxies says which peers pass on the requests of others, and how they say
// whose.
type Proxies struct {
	Trusted []netip.Prefix // addresses of the proxies
	Header  string         // where they put the client's address: a list such as X-Forwarded-For, or Forwarded
}

// DefaultClientHeader is where proxies put the address of a client.
const DefaultClientHeader = "X-Forwarded-For"

var errPrefix = errors.New("want an address such as 192.0.2.1, or a network such as 10.0.0.0/8")

// ParsePrefix reads an address or a network.
func ParsePrefix(s string) (netip.Prefix, error) {
	if ip, err := netip.ParseAddr(s); err == nil {
		return netip.PrefixFrom(ip, ip.BitLen()), nil
	}
	p, err := netip.ParsePrefix(s)
	if err != nil {
		return netip.Prefix{}, fmt.Errorf("%q: %w", s, errPrefix)
	}
	return p.Masked(), nil
}

func within(list []netip.Prefix, ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	return slices.ContainsFunc(list, func(p netip.Prefix) bool { return p.Contains(ip) })
}

// peerIP is the address at the other end of a connection; not valid for a Unix
// socket.
func peerIP(addr net.Addr) netip.Addr {
	if addr == nil {
		return netip.Addr{}
	}
	return hostIP(addr.String())
}

// hostIP reads the address of HOST:PORT, or of HOST alone.
func hostIP(s string) netip.Addr {
	if p, err := netip.ParseAddrPort(s); err == nil {
		return p.Addr().Unmap()
	}
	ip, err := netip.ParseAddr(strings.Trim(s, "[]"))
	if err != nil {
		return netip.Addr{}
	}
	return ip.Unmap()
}

// trusts reports whether a peer may speak for others. Whoever can open a Unix
// socket was let in by its permissions.
func (p Proxies) trusts(peer netip.Addr) bool { return !peer.IsValid() || within(p.Trusted, peer) }

// ip is the address that a request comes from. Only what trusted proxies wrote
// is believed: the list is read from its end, where the nearest proxy wrote, up
// to the first address that is none of theirs.
func (p Proxies) ip(r *http.Request) netip.Addr {
	ip := hostIP(r.RemoteAddr)
	if !p.trusts(ip) {
		return ip
	}
	for _, s := range slices.Backward(p.forwarded(r.Header)) {
		next := hostIP(s)
		if !next.IsValid() {
			return ip // what stands before cannot be believed either
		}
		if ip = next; !within(p.Trusted, ip) {
			break
		}
	}
	return ip
}

// forwarded are the addresses that a request came through, the client's first.
func (p Proxies) forwarded(h http.Header) []string {
	var list []string
	for _, line := range h.Values(p.Header) {
		for element := range strings.SplitSeq(line, ",") {
			if strings.EqualFold(p.Header, "Forwarded") {
				element = forwardedFor(element)
			}
			list = append(list, strings.TrimSpace(element))
		}
	}
	return list
}

// forwardedFor is the address in an element of a Forwarded header, RFC 7239.
func forwardedFor(element string) string {
	for pair := range strings.SplitSeq(element, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		if strings.EqualFold(name, "for") {
			return strings.Trim(value, `"`)
		}
	}
	return ""
}
