package main

import (
	"fmt"
	"net/netip"

	"github.com/spf13/cobra"

	"github.com/xunzhang/xunzhang/server"
)

// Default limits of a single client.
const (
	defaultClientConns = 64
	defaultRate        = 20  // a reader who types fast, with results as one types, sends ten requests a second
	defaultBurst       = 200 // readers behind one address open a page each
)

// limitFlags are the flags that limit what clients may use of a server.
type limitFlags struct {
	limits  server.Limits
	trusted []string // proxies
	exempt  []string // clients
}

func (l *limitFlags) add(c *cobra.Command) {
	f := c.Flags()
	f.IntVar(&l.limits.Conns, "max-connections", 0, "connections at once; 0 for three quarters of the files that may be open, at most 4096")
	f.IntVar(&l.limits.ClientConns, "client-connections", defaultClientConns, "of these, of one client; 0 for any number")
	f.Float64Var(&l.limits.Rate, "rate", defaultRate, "requests a second of one client; 0 for any number")
	f.IntVar(&l.limits.Burst, "burst", defaultBurst, "requests of one client at once")
	f.StringArrayVar(&l.trusted, "trusted-proxy", nil, "`ADDRESS` or network of a proxy that is trusted to name its clients' addresses; may be repeated")
	f.StringVar(&l.limits.Proxies.Header, "client-header", server.DefaultClientHeader, "header in which trusted proxies name their client")
	f.StringArrayVar(&l.exempt, "exempt", []string{"127.0.0.0/8", "::1"}, "`ADDRESS` or network of clients without limits of their own, \"\" for none; may be repeated")
}

// read checks the flags and returns the limits.
func (l *limitFlags) read() (limits server.Limits, err error) {
	limits = l.limits
	if limits.Proxies.Trusted, err = prefixesOf("--trusted-proxy", l.trusted); err != nil {
		return limits, err
	}
	limits.Exempt, err = prefixesOf("--exempt", l.exempt)
	return limits, err
}

// prefixesOf parses addresses and networks; empty ones are left out.
func prefixesOf(flag string, list []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, s := range list {
		if s == "" {
			continue
		}
		p, err := server.ParsePrefix(s)
		if err != nil {
			return nil, usageError{fmt.Errorf("%s: %w", flag, err)}
		}
		out = append(out, p)
	}
	return out, nil
}
