package server

import (
	"context"
	"fmt"
	"net"
)

// Listen opens an address of the form HOST:PORT. An error names it.
func Listen(ctx context.Context, addr string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", addr, err)
	}
	return l, nil
}
