package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// errUnhealthy says that a server does not answer searches.
var errUnhealthy = errors.New("the server does not answer searches")

const healthHelp = `Asks a server whether it answers searches (/readyz), for supervisors without a
tool of their own, such as the health check of a container. The exit code is 0 or 69.`

func (a *app) healthCommand() *cobra.Command {
	var url string
	var patience time.Duration
	c := &cobra.Command{
		Use: "health", Short: "Ask whether a server answers searches", Long: healthHelp, Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			ctx, cancel := context.WithTimeout(c.Context(), patience)
			defer cancel()
			return health(ctx, url)
		},
	}
	c.Flags().StringVar(&url, "url", "http://127.0.0.1:8080", "address of the server, as it prints it; unix:FILE for a socket")
	c.Flags().DurationVar(&patience, "timeout", 2*time.Second, "how long it may take to answer")
	return c
}

// health is nil when a server is ready.
func health(ctx context.Context, url string) error {
	client := http.DefaultClient
	if socket, ok := strings.CutPrefix(url, "unix:"); ok {
		client = &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", socket)
		}, DisableKeepAlives: true}}
		url = "http://localhost" // probes are answered under every name
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(url, "/")+"/readyz", nil)
	if err != nil {
		return usageError{fmt.Errorf("--url: %w", err)}
	}
	resp, err := client.Do(r)
	if err != nil {
		return fmt.Errorf("%w: %w", errUnhealthy, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	text, err := io.ReadAll(io.LimitReader(resp.Body, 1<<10))
	return errors.Join(fmt.Errorf("%w: %s: %s", errUnhealthy, resp.Status, strings.TrimSpace(string(text))), err)
}
