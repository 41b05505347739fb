package server

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

func prefixes(t testing.TB, list ...string) []netip.Prefix {
	t.Helper()
	var out []netip.Prefix
	for _, s := range list {
		p, err := ParsePrefix(s)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

// A client is identified by its address, or by the address that trusted proxies
// give, and cannot pretend to be another.
func TestClientIP(t *testing.T) {
	trusted := []string{"10.0.0.0/8", "fd00::/8"}
	for _, tt := range []struct {
		name, remote, header, value, want string
	}{
		{"direct", "192.0.2.1:1234", "X-Forwarded-For", "", "192.0.2.1"},
		{"a stranger that claims", "192.0.2.1:1234", "X-Forwarded-For", "198.51.100.9", "192.0.2.1"},
		{"one proxy", "10.0.0.1:1", "X-Forwarded-For", "198.51.100.9", "198.51.100.9"},
		{"two proxies", "10.0.0.1:1", "X-Forwarded-For", "198.51.100.9, 10.0.0.2", "198.51.100.9"},
		{"a client that claims", "10.0.0.1:1", "X-Forwarded-For", "203.0.113.5, 198.51.100.9", "198.51.100.9"},
		{"nothing but proxies", "10.0.0.1:1", "X-Forwarded-For", "10.0.0.3, 10.0.0.2", "10.0.0.3"},
		{"no header", "10.0.0.1:1", "X-Forwarded-For", "", "10.0.0.1"},
		{"what is no address", "10.0.0.1:1", "X-Forwarded-For", "198.51.100.9, unknown", "10.0.0.1"},
		{"what is no address, before", "10.0.0.1:1", "X-Forwarded-For", "unknown, 10.0.0.2", "10.0.0.2"},
		{"with a port", "10.0.0.1:1", "X-Forwarded-For", "198.51.100.9:4711", "198.51.100.9"},
		{"IPv6", "[fd00::1]:1", "X-Forwarded-For", "2001:db8::7", "2001:db8::7"},
		{"IPv6 with a port", "[fd00::1]:1", "X-Forwarded-For", "[2001:db8::7]:99", "2001:db8::7"},
		{"IPv4 within IPv6", "[::ffff:10.0.0.1]:1", "X-Forwarded-For", "198.51.100.9", "198.51.100.9"},
		{"Forwarded", "10.0.0.1:1", "Forwarded", `for=203.0.113.5, proto=https;For="[2001:db8::7]:99";by=x`, "2001:db8::7"},
		{"Forwarded, hidden", "10.0.0.1:1", "Forwarded", `for=203.0.113.5, for=_hidden`, "10.0.0.1"},
		{"a single address", "10.0.0.1:1", "X-Real-IP", "198.51.100.9", "198.51.100.9"},
		{"the header of another", "10.0.0.1:1", "X-Real-IP", "", "10.0.0.1"},
		{"a Unix socket", "@", "X-Forwarded-For", "198.51.100.9", "198.51.100.9"},
		{"a Unix socket, no header", "@", "X-Forwarded-For", "", "invalid IP"},
	} {
		p := Proxies{Trusted: prefixes(t, trusted...), Header: tt.header}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = tt.remote
		if tt.value != "" {
			r.Header.Set(tt.header, tt.value)
		}
		if got := p.ip(r).String(); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// All addresses of an IPv6 network are one client.
func TestClientOf(t *testing.T) {
	for ip, want := range map[string]string{
		"192.0.2.1": "192.0.2.1/32", "::ffff:192.0.2.1": "192.0.2.1/32", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64",
	} {
		if got := clientOf(netip.MustParseAddr(ip)).String(); got != want {
			t.Errorf("%s: %s, want %s", ip, got, want)
		}
	}
	if c := clientOf(netip.Addr{}); c.IsValid() {
		t.Errorf("nobody is %v", c)
	}
}

func TestParsePrefix(t *testing.T) {
	for s, want := range map[string]string{
		"10.1.2.3/8": "10.0.0.0/8", "192.0.2.1": "192.0.2.1/32", "::1": "::1/128", "2001:db8::/32": "2001:db8::/32",
		"": "", "localhost": "", "10.0.0.0/33": "", "10.0.0": "",
	} {
		p, err := ParsePrefix(s)
		if (err == nil) != (want != "") || err == nil && p.String() != want {
			t.Errorf("%q: %v, %v, want %q", s, p, err, want)
		}
	}
}
