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

// A client is what limits apply to: an IPv4 address, or the /64 network of an IPv6
// address, because one household usually has a whole /64. The zero value stands
// for peers without an address, such as those of a Unix socket.
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

// Proxies says which peers are proxies that forward requests of others, and in
// which header they state the client's address.
type Proxies struct {
	Trusted []netip.Prefix // addresses of the proxies
	Header  string         // header with the client's address: Forwarded, or a list such as X-Forwarded-For
}

// DefaultClientHeader is the header in which proxies usually state the address of a
// client.
const DefaultClientHeader = "X-Forwarded-For"

var errHeader = errors.New("want the name of a header, such as " + DefaultClientHeader)

// checkHeader returns an error for what no header is called (RFC 9110, 5.6.2).
func checkHeader(name string) error {
	if strings.ContainsFunc(name, func(r rune) bool {
		return r <= ' ' || r > '~' || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	}) {
		return fmt.Errorf("%q: %w", name, errHeader)
	}
	return nil
}

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

// peerIP is the address at the other end of a connection; it is the invalid address
// for a Unix socket.
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

// trusts reports whether a peer may state the address of its client. Every peer of a
// Unix socket may, since the permissions of the socket decide who can connect.
func (p Proxies) trusts(peer netip.Addr) bool { return !peer.IsValid() || within(p.Trusted, peer) }

// ip is the address that a request comes from. Only what trusted proxies wrote is
// used: the list is read from its end, where the nearest proxy has appended, up to
// the first address that is not a trusted proxy.
func (p Proxies) ip(r *http.Request) netip.Addr {
	ip := hostIP(r.RemoteAddr)
	if !p.trusts(ip) {
		return ip
	}
	for _, s := range slices.Backward(p.forwarded(r.Header)) {
		next := hostIP(s)
		if !next.IsValid() {
			return ip // what comes before it cannot be trusted either
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
